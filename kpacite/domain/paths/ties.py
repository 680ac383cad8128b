"""The links of this app to people, and what becomes of them when two files are made one (decision 0044)."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kpacite.domain.paths import rules
from kpacite.domain.paths.enums import Answer, SensitiveQuestion
from kpacite.domain.paths.models import (
    Appointment,
    Path,
    PathCompanion,
    PersonFacts,
    SensitiveFacts,
    SupportMember,
)
from kpacite.domain.people import ties
from kpacite.domain.people.models import Person
from kpacite.domain.people.ties import Moving, Tie, Trait
from kpacite.platform.templatetags.kpacite import jour

ties.declare(
    Tie("paths.path", "person", words=gettext_lazy("Parcours")),
    Tie("paths.personfacts", "person", erased=True),
    Tie("paths.sensitivefacts", "person", erased=True),
    Tie("paths.personreference", "person"),
    Tie("paths.forgettingnotice", "person"),
    Tie("paths.skillview", "person", words=gettext_lazy("Compétences")),
    Tie("paths.badgeaward", "person", words=gettext_lazy("Badges")),
    Tie("paths.stagemove", "discussed_with"),
    Tie("paths.pathcompanion", "person", words=gettext_lazy("Accompagnements")),
    Tie("paths.appointment", "with_person", words=gettext_lazy("Rendez-vous")),
    Tie("paths.appointmentaction", "who"),
    Tie("paths.supportmember", "supporter", words=gettext_lazy("Autour de la personne")),
    Tie("paths.orientation", "follower"),
    Tie("paths.shownskill", "person", erased=True),
)


def _facts(person: Person) -> PersonFacts | None:
    return PersonFacts.objects.filter(pk=person.pk).first()


def _birth_date(person: Person) -> str:
    facts = _facts(person)
    return jour(facts.birth_date) if facts and facts.birth_date else ""


def _gender(person: Person) -> str:
    facts = _facts(person)
    return str(facts.get_gender_display()) if facts and facts.gender else ""


def _take_birth_date(moving: Moving) -> None:
    mine, its = _facts(moving.kept), _facts(moving.merged)
    # Without a row of her own, the double's moves as it is.
    if mine and its:
        moving.set(mine, birth_date=its.birth_date, birth_date_declined=its.birth_date_declined)


def _take_gender(moving: Moving) -> None:
    mine, its = _facts(moving.kept), _facts(moving.merged)
    if mine and its:
        moving.set(mine, gender=its.gender)


ties.compare(
    Trait("birth_date", gettext_lazy("Date de naissance"), _birth_date, _take_birth_date),
    Trait("gender", gettext_lazy("Genre"), _gender, _take_gender),
)


@ties.settle
def _answers_that_one_gave(moving: Moving) -> None:
    """The kept file's sensitive answers stay; the double's fill what was not answered. Nobody sees them."""
    mine = SensitiveFacts.objects.filter(pk=moving.kept.pk).first()
    its = SensitiveFacts.objects.filter(pk=moving.merged.pk).first()
    if mine is None or its is None:
        return
    missing = {
        question: its.answer(question)
        for question in SensitiveQuestion
        if mine.answer(question) is Answer.UNKNOWN
    }
    moving.set(mine, answers=rules.answers_with(mine.answers, missing))


@ties.settle
def _one_companion_is_enough(moving: Moving) -> None:
    for _twin, _row in ties.close_where_both(moving, PathCompanion, "path"):
        pass


@ties.forbid
def _two_paths_never_share_a_day(kept: Person, merged: Person, _today: date) -> Iterator[str]:
    for path in Path.objects.filter(person=merged).select_related("kpa__organisation").order_by("start"):
        others = Path.objects.filter(person=kept, kpa=path.kpa)
        for other in others.order_by("start"):
            if not _share_a_day(path, other):
                continue
            yield _(
                "Les deux fiches ont un parcours à %(kpa)s aux mêmes dates (%(first)s et %(second)s)."
                " Terminez d’abord le parcours du %(first)s, au plus tard le %(second)s."
            ) % {
                "kpa": path.kpa.organisation.name,
                "first": jour(min(path.start, other.start)),
                "second": jour(max(path.start, other.start)),
            }


def _share_a_day(path: Path, other: Path) -> bool:
    """[start, end) of each; two that begin together cannot both be kept."""
    apart = (path.end is not None and path.end <= other.start) or (
        other.end is not None and other.end <= path.start
    )
    return path.start == other.start or not apart


@ties.forbid
def _they_do_not_walk_together(kept: Person, merged: Person, _today: date) -> Iterator[str]:
    both = [kept, merged]
    crossed = Q(path__person=kept) & Q(person=merged) | Q(path__person=merged) & Q(person=kept)
    met = Appointment.objects.filter(path__person__in=both, with_person__in=both)
    around = SupportMember.objects.filter(path__person__in=both, supporter__in=both)
    if PathCompanion.objects.filter(crossed).exists() or met.exists() or around.exists():
        yield _("L’une accompagne l’autre : ce sont deux personnes.")
