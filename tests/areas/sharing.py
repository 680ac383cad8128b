"""Rules of sharing and common pots."""

from kpacite.domain.sharing.models import SharingRule
from tests.areas import HERE, NOBODYS, everywhere, first


def _rule(_name: str) -> object:
    return SharingRule.objects.get(kpa__organisation__slug=HERE).pk


ARGUMENTS = {
    "rule": _rule,
    "index": lambda _name: 0,
    "kind": lambda _name: "pot",
    "pot": lambda _name: "commun",
    "proposal": lambda _name: NOBODYS,
    "answer": lambda _name: "oui",
}
VISITOR_BY_ACCESS = {
    "rule_reader": "Amina",
    "rule_writer": "Amina",
    "rule_adopter": "Bilal",
    "pot_reader": "Amina",
    "pot_proposer": "Amina",
    "pot_keeper": "Bilal",
    "proposal_keeper": "Bilal",
}
RULE = {"kpa": HERE, "rule": first(SharingRule.objects, kpa__organisation__slug=HERE)}
DRAFT = RULE | {"number": "2"}
SAMPLES = {
    "sharing_rule": [RULE],
    "sharing_rule_difference": [RULE | {"old": "1", "new": "2"}],
    "sharing_version": [RULE | {"number": "1"}, DRAFT],
    "sharing_sentence_add": [DRAFT | {"kind": kind} for kind in ("split", "carrier", "pot")],
    "sharing_sentence": [DRAFT | {"index": "1"}],
    "sharing_version_adopt": [DRAFT],
    "sharing_version_drop": [DRAFT],
    "pot": [{"kpa": HERE, "pot": "commun"}],
    "pot_propose": [{"kpa": HERE, "pot": "commun"}],
    **everywhere("kpa", HERE, "sharing_rules", "sharing_rule_new", "pots", "pot_open"),
}
NOT_PAGES = {
    "sharing_rule_next": "sends, shows nothing",
    "sharing_sentence_up": "sends, shows nothing",
    "sharing_sentence_remove": "sends, shows nothing",
    "pot_csv": "a file",
    "pot_decide": "needs a proposal first",
}
