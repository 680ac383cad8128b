"""Rules of sharing and common pots."""

from kpacite.domain.sharing.enums import BalanceKind
from kpacite.domain.sharing.models import BalanceMove, PayBatch, SharingRule
from tests.areas import CARRIER, HERE, NOBODYS, everywhere, first

RULE_IN_FORCE = {"kpa__organisation__slug": HERE, "name": "Au temps passé (exemple)"}


def _rule(_name: str) -> object:
    return SharingRule.objects.get(**RULE_IN_FORCE).pk


ARGUMENTS = {
    "rule": _rule,
    "index": lambda _name: 0,
    "kind": lambda _name: "pot",
    "pot": lambda _name: "commun",
    "proposal": lambda _name: NOBODYS,
    "answer": lambda _name: "oui",
    "seat": lambda _name: NOBODYS,
    "batch": lambda _name: NOBODYS,
    "share": lambda _name: NOBODYS,
}
VISITOR_BY_ACCESS = {
    "rule_reader": "Amina",
    "rule_writer": "Amina",
    "rule_adopter": "Bilal",
    "pot_reader": "Amina",
    "pot_proposer": "Amina",
    "pot_keeper": "Bilal",
    "this_pot_keeper": "Bilal",
    "proposal_keeper": "Bilal",
    "sharing_reader": "Amina",
    "money_owner": "Amina",
    "sharing_seated": "Amina",
    "sharing_preparer": "Amina",
    "sharing_settler": "Bilal",
    "sharing_validator": "Bilal",
    "sharing_corrector": "Bilal",
}
VISITORS = {"sharing": ["Amina", "Bilal", "Chloé"]}
RULE = {"kpa": HERE, "rule": first(SharingRule.objects, **RULE_IN_FORCE)}
DRAFT = RULE | {"number": "2"}
CLOSED, ASKED, WAITING = ({"kpa": HERE, "number": number} for number in "123")
BATCH = {"carrier": CARRIER, "batch": first(PayBatch.objects)}
SAMPLES = {
    "sharing_rule": [RULE],
    "sharing_rule_difference": [RULE | {"old": "1", "new": "2"}],
    "sharing_version": [RULE | {"number": "1"}, DRAFT],
    "sharing_sentence_add": [DRAFT | {"kind": kind} for kind in ("split", "carrier", "pot")],
    "sharing_sentence": [DRAFT | {"index": "1"}],
    "sharing_version_consent": [DRAFT],
    "sharing_version_adopt": [DRAFT],
    "sharing_version_drop": [DRAFT],
    "pot": [{"kpa": HERE, "pot": "commun"}],
    "pot_propose": [{"kpa": HERE, "pot": "commun"}],
    "pot_change": [{"kpa": HERE, "pot": "commun"}],
    **{
        name: [ASKED]
        for name in ("sharing", "sharing_ask", "sharing_drop", "sharing_take_back", "sharing_validate")
    },
    **{name: [WAITING] for name in ("sharing_words", "sharing_say", "sharing_settle")},
    "sharing_correct": [CLOSED],
    **everywhere("carrier", CARRIER, "pay_desk", "pay_cut_off", "pay_held", "pay_quarter"),
    **{
        name: [{"carrier": CARRIER, "batch": first(PayBatch.objects)}]
        for name in ("pay_batch", "pay_transfers")
    },
    "pay_release": [{"carrier": CARRIER, "share": first(BalanceMove.objects, kind=BalanceKind.HELD)}],
    **everywhere("kpa", HERE, "sharings", "sharing_start"),
    **everywhere("kpa", HERE, "my_money", "my_money_month", "my_money_ask", "my_money_ceiling"),
    **everywhere("kpa", HERE, "my_money_account"),
    **everywhere("kpa", HERE, "sharing_rules", "sharing_rule_new", "pots", "pot_open"),
}
NOT_PAGES = {
    "sharing_rule_next": "sends, shows nothing",
    "sharing_sentence_up": "sends, shows nothing",
    "sharing_sentence_remove": "sends, shows nothing",
    "pot_csv": "a file",
    "pot_close": "sends, shows nothing",
    "pot_reopen": "sends, shows nothing",
    "pot_decide": "needs a proposal first",
    "sharing_calculation": "a file",
    "sharing_my_paper": "a file",
    "sharing_agree": "sends, shows nothing",
    "sharing_propose": "sends, shows nothing",
    "sharing_reply": "needs a question first",
    "sharing_choose_rule": "needs a simulation first",
    "my_money_statement": "a file",
    "my_money_account_erase": "sends, shows nothing",
    "pay_transfer_file": "a file",
    "pay_transfer_sent": "sends, shows nothing",
    "my_money_cancel": "sends, shows nothing",
    "pay_make_batch": "sends, shows nothing",
    "pay_send": "sends, shows nothing",
    "pay_file": "a file",
}
