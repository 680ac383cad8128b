"""Hours: noting, reading, correcting, confirming."""

from kpacite.domain.activities.models import WorkEntry
from tests.areas import HERE, NOBODYS, everywhere, first

MINE = first(WorkEntry.objects, person__first_name="Amina", kind="common")


def _hours(_name: str) -> object:
    """Common hours that Amina noted."""
    return MINE()


ARGUMENTS = {
    "hours": _hours,
    "month": lambda _name: 1,
    "trade": lambda _name: NOBODYS,
    "closing": lambda _name: NOBODYS,
}
VISITOR_BY_ACCESS = {"hours_worker": "Amina", "hours_owner": "Amina", "hours_closer": "Chloé"}
VISITORS = {"hours_confirm": ["Chloé"]}
SAMPLES = {
    "hours_correct": [{"kpa": HERE, "hours": MINE}],
    **everywhere("kpa", HERE, "hours", "hours_note", "hours_confirm", "hours_sheet", "hours_months"),
}
NOT_PAGES = {
    "hours_close": "needs a month that is over first",
    "hours_reopen": "needs a closed month first",
    "hours_csv": "a file",
    "service_worker": "a script",
}
