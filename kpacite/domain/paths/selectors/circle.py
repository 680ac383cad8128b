"""The group around a person, orientations, services, and who sent whom."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from kpacite.domain.organisations.enums import ParameterCode
from kpacite.domain.organisations.models import Kpa, Organisation
from kpacite.domain.organisations.selectors import hats_worn_in, parameter_asked
from kpacite.domain.paths import rules
from kpacite.domain.paths.enums import OrientationState, SupportState
from kpacite.domain.paths.models import Orientation, PartnerService, Path, ReferralSource, SupportMember
from kpacite.domain.people.models import Person
from kpacite.platform.asking import Question, how_many, rows_of

# A home lists no more; the page of a person has them all.
MOST_AWAITED = 20


def support_rows() -> QuerySet[SupportMember]:
    rows = SupportMember.objects.select_related("supporter", "service", "path__person")
    return rows.select_related("path__kpa__organisation")


def support_of(path: Path) -> QuerySet[SupportMember]:
    """Everyone who is, was or may be in the group, the latest first."""
    rows = support_rows().filter(path=path).select_related("proposed_by__person")
    return rows.order_by("-start", "-pk")


def is_around(person: Person, path: Path, today: date) -> bool:
    return path.support.agreed_on(today).filter(supporter=person).exists()


def support_member(pk: int, path: Path) -> SupportMember | None:
    return support_rows().filter(pk=pk, path=path).first()


def possible_supporters(path: Path, today: date) -> list[Person]:
    """Everyone who wears a hat in her KPA, but herself and those already in the group or proposed."""
    there = path.support.not_over(today).exclude(state=SupportState.DECLINED)
    known = set(there.values_list("supporter_id", flat=True)) | {path.person_id}
    hats = hats_worn_in(path.kpa.organisation, today).order_by("person__first_name", "pk")
    return list({hat.person_id: hat.person for hat in hats if hat.person_id not in known}.values())


def around(person: Person, kpa: Kpa | Organisation, today: date) -> QuerySet[SupportMember]:
    """The groups, in a KPA, in which this person stands today."""
    rows = SupportMember.objects.agreed_on(today).filter(supporter=person, path__kpa=kpa.pk)
    return rows.select_related("path__person").order_by("path__person__first_name", "pk")


def orientations_of(path: Path) -> QuerySet[Orientation]:
    rows = Orientation.objects.filter(path=path).select_related("service", "follower")
    return rows.order_by("-asked_on", "-pk")


def orientation_of(pk: int, path: Path) -> Orientation | None:
    return orientations_of(path).filter(pk=pk).first()


def support_asked(person: Person, kpa: Kpa, today: date) -> dict[str, Question]:
    """What waits for her own yes, and for the answers that she follows; the days after which one asks again.

    `support_awaited`: `{"path", "public_id", "first_name", "pk", "on", "service"}`.
    """
    mine = Path.objects.filter(person=person, kpa=kpa.pk)
    followed = Orientation.objects.filter(follower=person, state=OrientationState.AWAITED, path__kpa=kpa.pk)
    days = ParameterCode.ORIENTATION_ANSWER_DAYS
    waiting = SupportMember.objects.not_over(today).filter(state=SupportState.PROPOSED, path__in=mine)
    to_consent = Orientation.objects.filter(path__in=mine, state=OrientationState.ASKED)
    names = {"public_id": "path__person__public_id", "first_name": "path__person__first_name"}
    return {
        "support_proposed": how_many(waiting),
        "support_to_consent": how_many(to_consent),
        "support_awaited": rows_of(
            followed.order_by("consented_on", "pk"),
            most=MOST_AWAITED,
            pk="pk",
            on="consented_on",
            service="service__name",
            **names,
        ),
        "support_days": parameter_asked(code=days, organisation=kpa.organisation, on=today),
    }


def partner_services(kpa: Kpa | Organisation) -> QuerySet[PartnerService]:
    """The services of a KPA that are still in its list."""
    return PartnerService.objects.filter(kpa=kpa.pk, withdrawn_on=None).order_by("name")


def services_counted(kpa: Kpa | Organisation) -> QuerySet[PartnerService]:
    """The same with what was asked of each and answered: numbers, nobody's name."""
    asked = Q(orientations__consented_on__isnull=False)
    return partner_services(kpa).annotate(
        asked=Count("orientations", filter=asked, distinct=True),
        accepted=_count(OrientationState.ACCEPTED),
        refused=_count(OrientationState.REFUSED),
        awaited=_count(OrientationState.AWAITED),
        unanswered=_count(OrientationState.UNANSWERED),
    )


def _count(state: OrientationState) -> Count:
    return Count("orientations", filter=Q(orientations__state=state), distinct=True)


@dataclass(frozen=True, slots=True)
class Prescriber:
    """A service that sent people here, and how many of them have a running path."""

    service: PartnerService
    people: int
    running: int


def prescribers(kpa: Kpa | Organisation, today: date) -> list[Prescriber]:
    """Those that sent someone, the most first; withdrawn ones too: it is the past."""
    runs = Q(referrals__path__end=None) | Q(referrals__path__end__gt=today)
    rows = PartnerService.objects.filter(kpa=kpa.pk).annotate(
        people=Count("referrals__path__person", distinct=True),
        running=Count("referrals__path__person", filter=runs, distinct=True),
    )
    found = rows.filter(people__gt=0).order_by("-people", "name")
    return [Prescriber(row, row.people, row.running) for row in found]


def loose_referrals(kpa: Kpa | Organisation) -> list[tuple[str, int]]:
    """(words, paths) of what was written by hand and leads to no service yet, the most first."""
    rows = Path.objects.filter(kpa=kpa.pk, referral_source=None).exclude(referral="").order_by()
    counted = rows.values_list("referral").annotate(paths=Count("pk"))
    return sorted(counted, key=lambda row: (-row[1], row[0]))


def referral_source_of(path: Path) -> ReferralSource | None:
    return ReferralSource.objects.filter(path=path).select_related("service").first()


def is_late(orientation: Orientation, today: date, days: int) -> bool:
    return rules.answer_is_late(OrientationState(orientation.state), orientation.consented_on, today, days)
