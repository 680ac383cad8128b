"""The links of this app to people (decision 0044). Hours are append-only: they follow."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Q, Sum
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kpacite.domain.activities.models import (
    GroupMembership,
    GroupRequest,
    JobShift,
    TrainingSeat,
    WorkConfirmation,
    WorkEntry,
)
from kpacite.domain.activities.rules import DAY_MINUTES
from kpacite.domain.people import ties
from kpacite.domain.people.models import Person
from kpacite.domain.people.ties import Moving, Policy, Tie
from kpacite.platform.templatetags.kpacite import jour

ties.declare(
    Tie("activities.workentry", "person", Policy.FOLLOW, words=gettext_lazy("Heures notées")),
    Tie("activities.workconfirmation", "confirmed_by", Policy.FOLLOW),
    Tie("activities.groupmembership", "person", words=gettext_lazy("Groupes d’activité")),
    Tie("activities.grouprequest", "person"),
    Tie("activities.offer", "author"),
    Tie("activities.calendarfeed", "person", passing=True),
    Tie("activities.jobshift", "person", words=gettext_lazy("Interventions")),
    Tie("activities.training", "trainer", words=gettext_lazy("Formations données")),
    Tie("activities.trainingseat", "person", words=gettext_lazy("Formations suivies")),
)


@ties.settle
def _one_place_in_a_group(moving: Moving) -> None:
    """The kept file answers for the activity if the double did."""
    for twin, row in ties.close_where_both(moving, GroupMembership, "activity"):
        if getattr(row, "is_referent", False):
            moving.set(twin, is_referent=True)


@ties.forbid
def _a_day_holds_24_hours(kept: Person, merged: Person, _today: date) -> Iterator[str]:
    both = WorkEntry.objects.filter(person__in=[kept, merged])
    days = both.values("day").annotate(total=Sum("minutes")).filter(total__gt=DAY_MINUTES)
    for row in days.order_by("day")[:1]:
        yield _(
            "Le %(day)s, les deux fiches ont ensemble plus de 24 heures. Corrigez d’abord ces heures."
        ) % {"day": jour(row["day"])}


@ties.forbid
def _they_did_not_act_for_each_other(kept: Person, merged: Person, _today: date) -> Iterator[str]:
    """A peer's word is someone else's: made one, she would have confirmed her own hours."""
    crossed = Q(confirmed_by=kept, entry__person=merged) | Q(confirmed_by=merged, entry__person=kept)
    if WorkConfirmation.objects.filter(crossed).exists():
        yield _("L’une a confirmé les heures de l’autre : ce sont deux personnes.")


@ties.forbid
def _one_request_of_a_group(kept: Person, merged: Person, _today: date) -> Iterator[str]:
    waiting = GroupRequest.objects.filter(answered_at=None)
    mine = waiting.filter(person=kept).values("activity")
    for row in waiting.filter(person=merged, activity__in=mine).select_related("activity"):
        yield _(
            "Les deux fiches attendent une réponse du groupe « %(group)s ». Répondez d’abord à l’une."
        ) % {"group": row.activity.name}


@ties.forbid
def _they_are_not_expected_together(kept: Person, merged: Person, today: date) -> Iterator[str]:
    coming = {"person": merged, "job__shifts__person": kept, "starts_at__date__gte": today}
    shift = JobShift.objects.standing().filter(**coming).select_related("job").first()
    if shift is not None:
        yield _("Les deux fiches sont à la même intervention (%(job)s). Retirez d’abord l’une des deux.") % {
            "job": shift.job.title
        }
    seats = TrainingSeat.objects.filter(person=merged, training__seats__person=kept)
    seat = seats.filter(training__starts_at__date__gte=today).select_related("training").first()
    if seat is not None:
        yield _(
            "Les deux fiches sont à la même formation (%(training)s). Retirez d’abord l’une des deux."
        ) % {"training": seat.training.title}
