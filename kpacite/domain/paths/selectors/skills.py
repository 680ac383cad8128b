from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, QuerySet, Subquery

from kpacite.domain.organisations.models import Kpa, Organisation
from kpacite.domain.organisations.selectors import hats_worn_in
from kpacite.domain.paths.enums import SkillFamily, Voice
from kpacite.domain.paths.models import Badge, BadgeAward, ShownSkill, Skill, SkillView
from kpacite.domain.people.models import Person


@dataclass(frozen=True, slots=True)
class SkillRow:
    """A skill of a person: its views, the oldest first, and the latest level by voice."""

    skill: Skill
    views: tuple[SkillView, ...]

    def latest(self, voice: Voice) -> SkillView | None:
        return next((view for view in reversed(self.views) if view.voice == voice), None)


def skills_of_kpa(kpa: Kpa | Organisation) -> QuerySet[Skill]:
    return Skill.objects.filter(kpa=kpa.pk).order_by("family", "name")


def skills_of(person: Person) -> list[tuple[SkillFamily, list[SkillRow]]]:
    """What a person and the others see of her skills, by family, in one query."""
    views = SkillView.objects.filter(person=person).select_related("skill", "author__person")
    by_skill: dict[Skill, list[SkillView]] = {}
    for view in views.order_by("skill__family", "skill__name", "said_on", "pk"):
        by_skill.setdefault(view.skill, []).append(view)
    rows = [SkillRow(skill, tuple(found)) for skill, found in by_skill.items()]
    families = ((family, [row for row in rows if row.skill.family == family]) for family in SkillFamily)
    return [(family, found) for family, found in families if found]


def badges_of_kpa(kpa: Kpa | Organisation) -> QuerySet[Badge]:
    return Badge.objects.filter(kpa=kpa.pk).order_by("name")


def badges_of(person: Person) -> QuerySet[BadgeAward]:
    rows = BadgeAward.objects.filter(person=person).order_by("awarded_on", "pk")
    return rows.select_related("badge__kpa__organisation", "author__person")


def shown_skills(person: Person) -> frozenset[int]:
    """The keys of the skills by which she lets members find her."""
    return frozenset(ShownSkill.objects.filter(person=person).values_list("skill_id", flat=True))


@dataclass(frozen=True, slots=True)
class WhoCan:
    """Someone who lets herself be found by a skill, and how she sees it herself: nobody else's view."""

    person: Person
    level: int


def skill_directory(kpa: Organisation, today: date) -> list[tuple[Skill, list[WhoCan]]]:
    """Who can do what among those who belong to a KPA today; the surest first. Two queries."""
    own = SkillView.objects.filter(person=OuterRef("person"), skill=OuterRef("skill"), voice=Voice.OWN)
    here = hats_worn_in(kpa, today).values("person")
    rows = ShownSkill.objects.filter(skill__kpa=kpa.pk, person__in=here).select_related("person", "skill")
    rows = rows.annotate(level=Subquery(own.order_by("-said_on", "-pk").values("level")[:1]))
    found: dict[Skill, list[WhoCan]] = {}
    for row in rows.order_by("skill__name", "-level", "person__first_name", "pk"):
        found.setdefault(row.skill, []).append(WhoCan(row.person, row.level))
    return list(found.items())
