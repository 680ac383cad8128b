"""The agenda of a KPA: its jobs, who comes, and the links for calendars."""

from django.urls import path

from kpacite.interfaces.www.agenda import gates
from kpacite.interfaces.www.agenda.views import calendar, feeds, planning, shifts, turns
from kpacite.interfaces.www.gates import KPA_MEMBER
from kpacite.platform.access import declare

READER, PLANNER, TAKER = gates.JOB_READER, gates.JOB_PLANNER, gates.JOB_TAKER
AGENDA = "<slug:kpa>/agenda/"
ONE = AGENDA + "<int:job>/"

urlpatterns = [
    path("agenda/<str:token>.ics", declare(gates.CALENDAR_FEED)(feeds.feed), name="agenda_feed"),
    path(AGENDA, declare(KPA_MEMBER)(calendar.agenda), name="agenda"),
    path(AGENDA + "prevoir/", declare(KPA_MEMBER)(planning.plan), name="job_new"),
    path(AGENDA + "liens/", declare(KPA_MEMBER)(feeds.links), name="agenda_links"),
    path(AGENDA + "tour-de-role/<slug:code>/", declare(gates.GROUP_PLANNER)(turns.turns), name="turns"),
    path(ONE, declare(READER)(calendar.job), name="job"),
    path(ONE + "modifier/", declare(PLANNER)(planning.edit), name="job_edit"),
    path(ONE + "annuler/", declare(PLANNER)(planning.cancel), name="job_cancel"),
    path(ONE + "fait/", declare(PLANNER)(planning.finish), name="job_finish"),
    path(ONE + "demander/", declare(PLANNER)(shifts.ask), name="job_ask"),
    path(ONE + "j-y-vais/", declare(TAKER)(shifts.take), name="job_take"),
    path(ONE + "je-ne-peux-pas/", declare(TAKER)(shifts.leave), name="job_leave"),
]
