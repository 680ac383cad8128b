"""Hours: noting, reading, correcting, confirming."""

from kpacite.domain.activities.models import WorkEntry
from tests.areas import HERE, everywhere, first

MINE = first(WorkEntry.objects, person__first_name="Amina", kind="common")


def _hours(_name: str) -> object:
    """Common hours that Amina noted."""
    return MINE()


ARGUMENTS = {"hours": _hours}
VISITOR_BY_ACCESS = {"hours_worker": "Amina", "hours_owner": "Amina"}
VISITORS = {"hours_confirm": ["Chloé"]}
SAMPLES = {
    "hours_correct": [{"kpa": HERE, "hours": MINE}],
    **everywhere("kpa", HERE, "hours", "hours_note", "hours_confirm", "hours_sheet"),
}
NOT_PAGES = {"hours_csv": "a file", "service_worker": "a script"}
