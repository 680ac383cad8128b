from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kpacite.domain.organisations.enums import Role
from kpacite.domain.organisations.models import Kpa
from kpacite.domain.organisations.selectors import hats_of
from kpacite.domain.organisations.services.errors import save_checked
from kpacite.domain.paths.enums import Level, SkillFamily, Voice
from kpacite.domain.paths.models import Badge, BadgeAward, Path, ShownSkill, Skill, SkillView
from kpacite.domain.paths.services.locking import lock_person
from kpacite.domain.people.models import Account
from kpacite.kernel.errors import DomainError
from kpacite.kernel.nir import refuse_nir
from kpacite.platform import audit

TEAM_ROLES = frozenset({Role.CONTRIBUTOR, Role.REFERENT, Role.KPA_COORDINATOR})


class AlreadySaidToday(DomainError):
    code = "paths.skill_already_said"
    sentence = _("Vous avez déjà donné votre regard aujourd’hui.")
    field = "skill"


class HasBadge(DomainError):
    code = "paths.badge_already_given"
    sentence = _("Cette personne a déjà ce badge.")
    field = "badge"


class NotYourOwn(DomainError):
    code = "paths.badge_for_oneself"
    sentence = _("Un badge se reçoit d’une autre personne.")


class NotSaidYet(DomainError):
    code = "paths.skill_not_said"
    sentence = _("Dites d’abord où vous en êtes pour cette compétence.")
    field = "skill"


@transaction.atomic
def name_skill(*, kpa: Kpa, family: SkillFamily, name: str, actor: Account | None, now: datetime) -> Skill:
    """Put a skill in the list of a KPA; the same name is the same skill. Raises `Refused`."""
    Kpa.objects.select_for_update(of=("self",)).get(pk=kpa.pk)
    known = Skill.objects.filter(kpa=kpa, name=name.strip()).first()
    if known:
        return known
    skill = save_checked(Skill(kpa=kpa, family=family, name=name.strip()))
    audit.record(actor=actor, action="paths.skill.named", target=skill, at=now)
    return skill


@transaction.atomic
def say_level(
    *, path: Path, skill: Skill, level: Level, evidence: str, actor: Account, today: date, now: datetime
) -> SkillView:
    """How someone sees a skill today, with what shows it. Who speaks decides whose voice it is.

    Raises `AlreadySaidToday`, `NationalNumberFound`.
    """
    lock_person(path.person_id)
    key = {"person": path.person, "skill": skill, "author": actor, "said_on": today}
    if SkillView.objects.filter(**key).exists():
        raise AlreadySaidToday
    voice = _voice(path, actor, today)
    row = SkillView(voice=voice, level=level, evidence=refuse_nir(evidence.strip()), **key)
    save_checked(row)
    audit.record(actor=actor, action="paths.skill.seen", target=row, at=now, data={"voice": voice})
    return row


def _voice(path: Path, actor: Account, today: date) -> Voice:
    if actor.person_id == path.person_id:
        return Voice.OWN
    worn = hats_of(actor.person, today).roles_in(path.kpa.organisation)
    return Voice.TEAM if worn & TEAM_ROLES else Voice.PEER


@transaction.atomic
def create_badge(*, kpa: Kpa, name: str, criteria: str, actor: Account | None, now: datetime) -> Badge:
    """A badge with what must have been done. Raises `Refused`."""
    badge = save_checked(Badge(kpa=kpa, name=name.strip(), criteria=criteria.strip()))
    audit.record(actor=actor, action="paths.badge.created", target=badge, at=now)
    return badge


@transaction.atomic
def give_badge(
    *, path: Path, badge: Badge, evidence: str, actor: Account, today: date, now: datetime
) -> BadgeAward:
    """Say that the criteria are met, and by what. Raises `HasBadge`, `NotYourOwn`, `NationalNumberFound`."""
    lock_person(path.person_id)
    if actor.person_id == path.person_id:
        raise NotYourOwn
    if BadgeAward.objects.filter(person=path.person, badge=badge).exists():
        raise HasBadge
    row = BadgeAward(
        person=path.person, badge=badge, awarded_on=today, author=actor, evidence=refuse_nir(evidence.strip())
    )
    save_checked(row)
    audit.record(actor=actor, action="paths.badge.given", target=row, at=now)
    return row


@transaction.atomic
def show_skill(*, path: Path, skill: Skill, shown: bool, actor: Account, today: date, now: datetime) -> bool:
    """The person lets members find her by a skill she has said something of, or takes it back.

    Twice changes nothing. Raises `NotSaidYet`.
    """
    lock_person(path.person_id)
    rows = ShownSkill.objects.filter(person=path.person, skill=skill)
    if rows.exists() == shown:
        return shown
    if not shown:
        rows.delete()
    elif not SkillView.objects.filter(person=path.person, skill=skill, voice=Voice.OWN).exists():
        raise NotSaidYet
    else:
        save_checked(ShownSkill(person=path.person, skill=skill, since=today))
    action = "paths.skill.shown" if shown else "paths.skill.hidden"
    audit.record(actor=actor, action=action, target=skill, at=now)
    return shown
