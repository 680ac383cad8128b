"""The agenda: jobs, who comes, links for calendars."""

from kpacite.domain.activities.models import Job
from tests.areas import HERE, everywhere, first

TO_COME = first(Job.objects, title="Buffet pour une association")


def _job(_name: str) -> object:
    """A job to come of the group of Amina and Bilal; Amina was asked."""
    return TO_COME()


ARGUMENTS = {"job": _job}
VISITOR_BY_ACCESS = {
    "job_reader": "Amina",
    "job_planner": "Bilal",
    "job_taker": "Amina",
    "group_planner": "Amina",
}
SAMPLES = {
    "turns": [{"kpa": HERE, "code": "cuisine"}],
    **{name: [{"kpa": HERE, "job": TO_COME}] for name in ("job", "job_edit", "job_cancel", "job_ask")},
    **everywhere("kpa", HERE, "agenda", "job_new", "agenda_links"),
}
NOT_PAGES = {
    "agenda_feed": "a calendar",
    **dict.fromkeys(("job_finish", "job_take", "job_leave"), "answers a button only"),
}
