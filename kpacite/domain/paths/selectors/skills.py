from dataclasses import dataclass

from django.db.models import QuerySet

from kpacite.domain.organisations.models import Kpa, Organisation
from kpacite.domain.paths.enums import SkillFamily, Voice
from kpacite.domain.paths.models import Badge, BadgeAward, Skill, SkillView
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
