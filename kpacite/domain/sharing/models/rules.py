from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from kpacite.domain.sharing.enums import Quorum, RuleState
from kpacite.domain.sharing.rules.consent import after_the_delay, consent_sentences
from kpacite.domain.sharing.rules.recipe import Recipe, read_recipe

MOST_ANSWER_DAYS = 60


class SharingRule(models.Model):
    """A way of sharing that a group of a KPA keeps under one name, version after version.

    Without an activity, it is the rule of the whole KPA.
    """

    kpa = models.ForeignKey("organisations.Kpa", on_delete=models.PROTECT, related_name="sharing_rules")
    activity = models.ForeignKey(
        "activities.Activity",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="sharing_rules",
        verbose_name=_("activité"),
    )
    name = models.CharField(_("nom de la règle"), max_length=80)
    created_at = models.DateTimeField(_("créée le"))

    class Meta:
        verbose_name = _("règle de partage")
        verbose_name_plural = _("règles de partage")
        constraints = [
            models.CheckConstraint(
                condition=~Q(name=""),
                name="sharing_rule_named",
                violation_error_message=_("Donnez un nom à la règle."),
            ),
            models.UniqueConstraint(
                fields=["kpa", "name"],
                name="sharing_rule_name_once",
                violation_error_message=_("Ce KPA a déjà une règle de ce nom."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class RuleVersion(models.Model):
    """The sentences of a rule, as they were adopted on a day by people of the group.

    `recipe` is the JSON of `rules.recipe`. `quorum` and `answer_days` (None: those of the KPA) say who must
    agree with each sharing. `revision` counts the changes of a draft, so that two people who
    write at the same time cannot wipe each other's words.
    """

    rule = models.ForeignKey(SharingRule, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("version"))
    recipe = models.JSONField(_("phrases"))
    state = models.CharField(_("état"), max_length=12, choices=RuleState.choices, default=RuleState.DRAFT)
    motive = models.CharField(_("pourquoi"), max_length=300, blank=True)
    author = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    quorum = models.CharField(_("après le délai"), max_length=12, choices=Quorum.choices, default=Quorum.NONE)
    answer_days = models.PositiveSmallIntegerField(_("jours pour répondre"), null=True, blank=True)
    revision = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(_("écrite le"))
    adopted_on = models.DateField(_("adoptée le"), null=True, blank=True)
    superseded_on = models.DateField(_("remplacée le"), null=True, blank=True)

    class Meta:
        verbose_name = _("version d’une règle")
        verbose_name_plural = _("versions d’une règle")
        constraints = [
            models.UniqueConstraint(fields=["rule", "number"], name="rule_version_number_once"),
            models.UniqueConstraint(
                fields=["rule"],
                condition=Q(state=RuleState.DRAFT),
                name="rule_version_one_draft",
                violation_error_message=_("Cette règle a déjà une version en écriture."),
            ),
            models.UniqueConstraint(
                fields=["rule"],
                condition=Q(state=RuleState.ADOPTED),
                name="rule_version_one_adopted",
                violation_error_message=_("Cette règle a déjà une version adoptée."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=RuleState.values),
                name="rule_version_state_known",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[RuleState.DRAFT, RuleState.DROPPED], adopted_on=None)
                | Q(state__in=[RuleState.ADOPTED, RuleState.SUPERSEDED], adopted_on__isnull=False),
                name="rule_version_adopted_on_a_day",
                violation_error_message=_("Une règle adoptée a une date."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[RuleState.ADOPTED, RuleState.SUPERSEDED]) | ~Q(motive=""),
                name="rule_version_adopted_for_a_reason",
                violation_error_message=_("Dites pourquoi le groupe choisit cette règle."),
            ),
            models.CheckConstraint(condition=Q(quorum__in=Quorum.values), name="rule_version_quorum_known"),
            models.CheckConstraint(
                condition=Q(answer_days=None) | Q(answer_days__gte=1, answer_days__lte=MOST_ANSWER_DAYS),
                name="rule_version_days_to_answer",
                violation_error_message=_("Choisissez entre 1 et 60 jours."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule} v{self.number}"

    @property
    def consent(self) -> list[str]:
        """Who must agree with a sharing by this rule, in sentences."""
        return consent_sentences(self.quorum, self.answer_days)

    @property
    def afterwards(self) -> str:
        """What happens with those who said nothing, after the last day to answer."""
        return after_the_delay(self.quorum)

    @cached_property
    def read(self) -> Recipe:
        """The sentences, as the engine's language understands them."""
        return read_recipe(self.recipe)


class RuleAgreement(models.Model):
    """Somebody agreed with a version, on a day: kept for ever with it."""

    version = models.ForeignKey(RuleVersion, on_delete=models.PROTECT, related_name="agreements")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    agreed_on = models.DateField(_("le"))

    class Meta:
        verbose_name = _("accord sur une règle")
        verbose_name_plural = _("accords sur une règle")
        constraints = [
            models.UniqueConstraint(
                fields=["version", "person"],
                name="rule_agreement_once",
                violation_error_message=_("Cette personne a déjà dit son accord."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} : {self.version}"

    @property
    def audit_repr(self) -> str:
        return str(self.version)
