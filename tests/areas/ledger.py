"""The carrier's book."""

from kpacite.domain.ledger.models import Entry, FiscalYear, Period
from tests.areas import CARRIER, NOBODYS, everywhere, first

ARGUMENTS = {
    # The charter's versions have numbers too.
    "number": lambda name: "411000" if name.startswith("ledger") else 2,
    "aux": lambda _name: "C0001",
    "entry": lambda _name: Entry.objects.get(piece_ref="EX-F1").pk,
    "period": lambda _name: Period.objects.order_by("start").values_list("pk", flat=True)[0],
    "lettering": lambda _name: NOBODYS,
    "year": lambda _name: FiscalYear.objects.order_by("start").values_list("pk", flat=True)[0],
}
VISITOR_BY_ACCESS = {"carrier_staff": "Driss"}
SAMPLES = {
    "ledger_account": [{"carrier": CARRIER, "number": "411000"}],
    "ledger_client": [{"carrier": CARRIER, "aux": "C0002"}],
    "ledger_close": [{"carrier": CARRIER, "period": first(Period.objects)}],
    "ledger_reopen": [{"carrier": CARRIER, "period": first(Period.objects)}],
    "ledger_entry": [{"carrier": CARRIER, "entry": first(Entry.objects, piece_ref="EX-F1")}],
    "ledger_reverse": [{"carrier": CARRIER, "entry": first(Entry.objects, piece_ref="EX-F1")}],
    "ledger_letters": [{"carrier": CARRIER, "number": "411000"}],
    "ledger_year_close": [{"carrier": CARRIER, "year": first(FiscalYear.objects)}],
    "kpa_accounts": [{"kpa": "la-cape"}],
    **everywhere(
        "carrier",
        CARRIER,
        "ledger_balance",
        "ledger_journal",
        "ledger_receivables",
        "ledger_months",
        "ledger_fec",
        "ledger_year_open",
    ),
}
NOT_PAGES = {
    "ledger_unletter": "needs a lettering first",
    "ledger_fec_file": "a file",
    "ledger_fec_notice": "a file",
}
