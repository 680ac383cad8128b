from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kpacite.domain.paths.enums import Level, SkillFamily, Voice

LONGEST_EVIDENCE = 500


class Skill(models.Model):
    """Something that a KPA sees its people learn, in its own words."""

    kpa = models.ForeignKey("organisations.Kpa", on_delete=models.PROTECT, related_name="skills")
    family = models.CharField(_("famille"), max_length=16, choices=SkillFamily.choices)
    name = models.CharField(_("compétence"), max_length=80)

    class Meta:
        verbose_name = _("compétence")
        constraints = [
            models.CheckConstraint(
                condition=~Q(name="") & Q(family__in=SkillFamily.values),
                name="skill_named",
                violation_error_message=_("Écrivez la compétence, et choisissez sa famille."),
            ),
            models.UniqueConstraint(
                fields=["kpa", "name"],
                name="skill_once",
                violation_error_message=_("Cette compétence est déjà dans la liste."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class SkillView(models.Model):
    """How someone sees a person's skill on a day, with what shows it. Views are added, never changed."""

    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="skill_views")
    skill = models.ForeignKey(Skill, on_delete=models.PROTECT, related_name="views")
    voice = models.CharField(_("qui le dit"), max_length=4, choices=Voice.choices)
    level = models.PositiveSmallIntegerField(_("niveau"), choices=Level.choices)
    evidence = models.CharField(_("ce qui le montre"), max_length=LONGEST_EVIDENCE, blank=True)
    author = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+")
    said_on = models.DateField(_("le"))

    class Meta:
        verbose_name = _("regard sur une compétence")
        constraints = [
            models.CheckConstraint(
                condition=Q(voice__in=Voice.values) & Q(level__in=Level.values),
                name="skill_view_codes_known",
                violation_error_message=_("Choisissez une réponse de la liste."),
            ),
            models.UniqueConstraint(
                fields=["person", "skill", "author", "said_on"],
                name="skill_view_once_a_day",
                violation_error_message=_("Vous avez déjà donné votre regard aujourd’hui."),
            ),
        ]
        indexes = [models.Index(fields=["person", "said_on"], name="skill_view_by_person")]

    def __str__(self) -> str:
        return f"{self.skill} : {self.level}"

    @property
    def audit_repr(self) -> str:
        return f"skill view {self.pk}"


class Badge(models.Model):
    """What a KPA gives when its criteria are met; the person takes it away as an Open Badge."""

    kpa = models.ForeignKey("organisations.Kpa", on_delete=models.PROTECT, related_name="badges")
    name = models.CharField(_("badge"), max_length=80)
    criteria = models.CharField(_("ce qu’il faut avoir fait"), max_length=300)

    class Meta:
        verbose_name = _("badge")
        constraints = [
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(criteria=""),
                name="badge_explained",
                violation_error_message=_("Écrivez le nom du badge et ce qu’il faut avoir fait."),
            ),
            models.UniqueConstraint(
                fields=["kpa", "name"],
                name="badge_once",
                violation_error_message=_("Ce badge existe déjà."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class BadgeAward(models.Model):
    """This person has this badge since a day; someone says why."""

    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="badges")
    badge = models.ForeignKey(Badge, on_delete=models.PROTECT, related_name="awards")
    awarded_on = models.DateField(_("donné le"))
    author = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+")
    evidence = models.CharField(_("ce qui le montre"), max_length=LONGEST_EVIDENCE, blank=True)

    class Meta:
        verbose_name = _("badge reçu")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "badge"],
                name="badge_award_once",
                violation_error_message=_("Cette personne a déjà ce badge."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.badge)

    @property
    def audit_repr(self) -> str:
        return f"badge award {self.pk}"


class ShownSkill(models.Model):
    """The person lets the members of her KPA find her by this skill. Taken back, the row goes."""

    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="shown_skills")
    skill = models.ForeignKey(Skill, on_delete=models.PROTECT, related_name="shown_by")
    since = models.DateField(_("montrée depuis"))

    class Meta:
        verbose_name = _("compétence montrée aux membres")
        verbose_name_plural = _("compétences montrées aux membres")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "skill"],
                name="shown_skill_once",
                violation_error_message=_("Cette compétence est déjà montrée."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.skill)

    @property
    def audit_repr(self) -> str:
        return f"shown skill {self.pk}"
