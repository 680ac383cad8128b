from django.db import models
from django.db.models import F, Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from kpacite.domain.sharing.enums import Answer, Recovery, SharingState
from kpacite.domain.sharing.models.pots import CommonPot
from kpacite.domain.sharing.models.rules import RuleVersion
from kpacite.kernel.money import Euro

OPEN_STATES = (SharingState.SIMULATED, SharingState.PROPOSED, SharingState.CONTESTED)


class Sharing(models.Model):
    """The money of one job, shared by one version of a rule.

    `facts`: the job as its records told it (`rules.recipe.Job`); `order` and `result`: the question that the
    engine was asked and its answer, frozen together when the sharing is validated, with their hash.
    While the rule waits for what people say, the answer holds the sentence of the `refusal`.
    `turn`: how many sharings came before in this KPA, so that the odd cent passes from one to the next.
    A rectifying sharing says which one it `corrects`, always the first; its lines are differences.
    `round`: how many times it was asked; taken back, it needs all its answers and validations again.
    """

    kpa = models.ForeignKey("organisations.Kpa", on_delete=models.PROTECT, related_name="sharings")
    activity = models.ForeignKey(
        "activities.Activity", on_delete=models.PROTECT, null=True, blank=True, related_name="sharings"
    )
    number = models.PositiveIntegerField(_("numéro"))
    title = models.CharField(_("titre"), max_length=120)
    state = models.CharField(
        _("état"), max_length=12, choices=SharingState.choices, default=SharingState.SIMULATED
    )
    rule = models.ForeignKey(RuleVersion, on_delete=models.PROTECT, related_name="sharings")
    base_cents = models.BigIntegerField(_("argent reçu, sans la TVA"))
    facts = models.JSONField(_("faits"))
    order = models.JSONField(_("question"))
    result = models.JSONField(_("réponse"))
    content_hash = models.CharField(_("empreinte"), max_length=64, blank=True)
    started_by = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    started_at = models.DateTimeField(_("commencé le"))
    proposed_at = models.DateTimeField(_("proposé le"), null=True, blank=True)
    answer_by = models.DateField(_("réponses jusqu’au"), null=True, blank=True)
    validated_at = models.DateTimeField(_("validé le"), null=True, blank=True)
    round = models.PositiveSmallIntegerField(_("tour"), default=1)
    corrects = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="corrections"
    )
    recovery = models.CharField(_("qui rend"), max_length=16, choices=Recovery.choices, blank=True)
    reason = models.CharField(_("raison"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("partage")
        verbose_name_plural = _("partages")
        constraints = [
            models.UniqueConstraint(fields=["kpa", "number"], name="sharing_number_once"),
            models.UniqueConstraint(
                fields=["corrects"],
                condition=Q(state=SharingState.PROPOSED),
                name="sharing_one_correction_at_a_time",
                violation_error_message=_("Une rectification attend déjà une deuxième personne."),
            ),
            models.CheckConstraint(
                condition=~Q(title=""),
                name="sharing_titled",
                violation_error_message=_("Donnez un titre au partage."),
            ),
            models.CheckConstraint(condition=Q(state__in=SharingState.values), name="sharing_state_known"),
            models.CheckConstraint(
                condition=Q(base_cents__gte=0) | Q(corrects__isnull=False),
                name="sharing_base_not_negative",
                violation_error_message=_("L’argent à partager ne peut pas être négatif."),
            ),
            models.CheckConstraint(
                condition=Q(state=SharingState.VALIDATED, validated_at__isnull=False) & ~Q(content_hash="")
                | ~Q(state=SharingState.VALIDATED) & Q(validated_at=None, content_hash=""),
                name="sharing_validated_with_its_hash",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[SharingState.SIMULATED, SharingState.DROPPED])
                | Q(result__refused__isnull=True),
                name="sharing_asked_once_calculated",
                violation_error_message=_("Le calcul n’est pas fini : complétez ce que la règle demande."),
            ),
            models.CheckConstraint(
                condition=Q(corrects=None, recovery="")
                | Q(corrects__isnull=False, recovery__in=Recovery.values) & ~Q(reason=""),
                name="sharing_corrects_for_a_reason",
                violation_error_message=_("Dites pourquoi ce partage est rectifié, et qui rend l’argent."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def base(self) -> Euro:
        return Euro(self.base_cents)

    @property
    def refusal(self) -> str:
        """Why the rule gives no answer yet; empty when it does."""
        return str(self.result.get("refused", {}).get("sentence", ""))

    @property
    def state_words(self) -> str:
        """A rectification is asked of nobody: it waits for the second of two people."""
        if self.corrects_id is not None and self.state == SharingState.PROPOSED:
            return str(_("À valider"))
        return self.get_state_display()

    @property
    def approvals(self) -> "models.QuerySet[SharingValidation]":
        """The validations of this round: those given before it was taken back count no more."""
        return SharingValidation.objects.filter(sharing=self, round=self.round).order_by("pk")

    @cached_property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES


class CashPart(models.Model):
    """Money received that this sharing shares. `source` names what was received, once for ever:
    `payment:12` cannot be shared twice, nor by two sharings.
    """

    sharing = models.ForeignKey(Sharing, on_delete=models.PROTECT, related_name="cash")
    source = models.CharField(_("origine"), max_length=80, unique=True)
    label = models.CharField(_("d’où vient l’argent"), max_length=200)
    cents = models.BigIntegerField(_("sans la TVA"))
    received_on = models.DateField(_("reçu le"))

    class Meta:
        verbose_name = _("argent d’un partage")
        verbose_name_plural = _("argent d’un partage")
        constraints = [
            models.CheckConstraint(
                condition=Q(cents__gt=0) & ~Q(source="") & ~Q(label=""),
                name="cash_part_says_what",
                violation_error_message=_("Dites combien, et d’où vient l’argent."),
            ),
        ]

    def __str__(self) -> str:
        return self.label


class SharedExpense(models.Model):
    """A note of expenses that the money of this sharing covers: once, and by one sharing."""

    sharing = models.ForeignKey(Sharing, on_delete=models.PROTECT, related_name="expenses")
    claim = models.OneToOneField("sales.ExpenseClaim", on_delete=models.PROTECT, related_name="shared_in")
    cents = models.BigIntegerField(_("sans la TVA récupérable"))

    class Meta:
        verbose_name = _("frais d’un partage")
        verbose_name_plural = _("frais d’un partage")

    def __str__(self) -> str:
        return f"{self.claim_id}"


class SharingPerson(models.Model):
    """Somebody who takes part, and what she answers. `cents`: her part in all, before contributions."""

    sharing = models.ForeignKey(Sharing, on_delete=models.PROTECT, related_name="people")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="sharings")
    rank = models.PositiveIntegerField(_("rang"))
    cents = models.BigIntegerField(_("part"), default=0)
    answer = models.CharField(_("réponse"), max_length=12, choices=Answer.choices, default=Answer.WAITING)
    answered_at = models.DateTimeField(_("répondu le"), null=True, blank=True)
    question = models.CharField(_("question"), max_length=500, blank=True)
    reply = models.CharField(_("réponse du groupe"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("participation à un partage")
        verbose_name_plural = _("participations à un partage")
        constraints = [
            models.UniqueConstraint(fields=["sharing", "person"], name="sharing_person_once"),
            models.CheckConstraint(
                condition=Q(answer=Answer.WAITING, answered_at=None)
                | ~Q(answer=Answer.WAITING) & Q(answered_at__isnull=False),
                name="sharing_person_answered_at_a_moment",
            ),
            models.CheckConstraint(
                condition=~Q(answer=Answer.QUESTION) | ~Q(question=""),
                name="sharing_person_question_asked",
                violation_error_message=_("Écrivez votre question."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} : {self.sharing}"

    @property
    def audit_repr(self) -> str:
        return str(self.sharing)


class SharingValidation(models.Model):
    """One of the two people who validate. Append-only; never the same person twice in a `round`."""

    sharing = models.ForeignKey(Sharing, on_delete=models.PROTECT, related_name="validations")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    round = models.PositiveSmallIntegerField(_("tour"), default=1)
    validated_at = models.DateTimeField(_("le"))

    class Meta:
        verbose_name = _("validation d’un partage")
        verbose_name_plural = _("validations d’un partage")
        constraints = [
            models.UniqueConstraint(
                fields=["sharing", "person", "round"],
                name="sharing_validated_by_two_people",
                violation_error_message=_("Une autre personne doit valider aussi."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} : {self.sharing}"

    @property
    def audit_repr(self) -> str:
        return str(self.sharing)


class SharingLine(models.Model):
    """A sum of a validated sharing, by account: what balances and pots were moved by. Append-only."""

    sharing = models.ForeignKey(Sharing, on_delete=models.PROTECT, related_name="lines")
    account_kind = models.CharField(_("nature"), max_length=16)
    owner = models.CharField(_("à qui"), max_length=80)
    person = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    pot = models.ForeignKey(CommonPot, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    cents = models.BigIntegerField(_("montant"))
    carried_cents = models.BigIntegerField(_("reste dû"), default=0)

    class Meta:
        verbose_name = _("ligne d’un partage")
        verbose_name_plural = _("lignes d’un partage")
        constraints = [
            models.UniqueConstraint(
                fields=["sharing", "account_kind", "owner"], name="sharing_line_account_once"
            ),
            models.CheckConstraint(condition=Q(person=None) | Q(pot=None), name="sharing_line_one_owner"),
            models.CheckConstraint(
                condition=~Q(cents=0) | Q(carried_cents__gt=F("cents")), name="sharing_line_not_empty"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account_kind}:{self.owner}"
