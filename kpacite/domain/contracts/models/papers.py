from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kpacite.domain.contracts import rules
from kpacite.domain.contracts.enums import (
    ContractType,
    DeclarationBody,
    DeclarationEvent,
    DocumentKind,
    InsuranceAnswer,
)
from kpacite.domain.contracts.models.contract import SupportContract


class SupportingDocumentQuerySet(models.QuerySet["SupportingDocument"]):
    def valid_on(self, day: date) -> Self:
        return self.filter(Q(expires_on=None) | Q(expires_on__gt=day), withdrawn_at=None)


class SupportingDocument(models.Model):
    """A paper that the carrier asks for. Only the person and the carrier open it; each opening is noted.

    `expires_on`: the first day on which it no longer holds.
    """

    contract = models.ForeignKey(SupportContract, on_delete=models.PROTECT, related_name="documents")
    kind = models.CharField(_("document"), max_length=12, choices=DocumentKind.choices)
    file = models.ForeignKey("platform.PrivateFile", on_delete=models.PROTECT, related_name="+")
    expires_on = models.DateField(_("valable jusqu’au"), null=True, blank=True)
    given_at = models.DateTimeField(_("donné le"))
    withdrawn_at = models.DateTimeField(_("retiré le"), null=True, blank=True)

    objects = SupportingDocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("pièce justificative")
        verbose_name_plural = _("pièces justificatives")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=DocumentKind.values),
                name="document_kind_known",
                violation_error_message=_("Choisissez un document de la liste."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())

    @property
    def audit_repr(self) -> str:
        return f"contract {self.contract_id}, {self.kind}"


class InsuranceCheckQuerySet(models.QuerySet["InsuranceCheck"]):
    def covering(self, day: date) -> Self:
        return self.filter(Q(valid_to=None) | Q(valid_to__gt=day), answer="accepted", valid_from__lte=day)


class InsuranceCheck(models.Model):
    """What the insurer answered for one activity of one contract, over [valid_from, valid_to).

    The activity is named by its analytic code in the KPA: this app lies below the activities
    (docs/decisions/0020).
    """

    contract = models.ForeignKey(SupportContract, on_delete=models.PROTECT, related_name="insurance_checks")
    activity_code = models.CharField(_("code de l’activité"), max_length=20)
    activity_name = models.CharField(_("activité"), max_length=80)
    answer = models.CharField(
        _("réponse"), max_length=10, choices=InsuranceAnswer.choices, default=InsuranceAnswer.WAITING
    )
    asked_on = models.DateField(_("demandé le"))
    answered_on = models.DateField(_("répondu le"), null=True, blank=True)
    valid_from = models.DateField(_("couvert depuis"), null=True, blank=True)
    valid_to = models.DateField(_("couvert jusqu’au"), null=True, blank=True)
    reference = models.CharField(_("référence de l’assureur"), max_length=120, blank=True)

    objects = InsuranceCheckQuerySet.as_manager()

    class Meta:
        verbose_name = _("réponse de l’assureur")
        verbose_name_plural = _("réponses de l’assureur")
        constraints = [
            models.CheckConstraint(
                condition=Q(answer=InsuranceAnswer.WAITING, answered_on=None, valid_from=None)
                | Q(answer=InsuranceAnswer.ACCEPTED, answered_on__isnull=False, valid_from__isnull=False)
                | Q(answer=InsuranceAnswer.REFUSED, answered_on__isnull=False, valid_from=None),
                name="insurance_answer_dated",
                violation_error_message=_("Une réponse de l’assureur a une date."),
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")),
                name="insurance_dates_in_order",
                violation_error_message=_("La couverture finit après son début."),
            ),
            models.UniqueConstraint(
                fields=["contract", "activity_code"],
                condition=Q(answer=InsuranceAnswer.WAITING),
                name="insurance_asked_once",
                violation_error_message=_("L’assureur n’a pas encore répondu pour cette activité."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.activity_name} : {self.get_answer_display()}"

    @property
    def audit_repr(self) -> str:
        return f"contract {self.contract_id}, {self.activity_code}"


class Declaration(models.Model):
    """What the carrier must tell Urssaf and France Travail (code du travail, R5142-1), and its proof."""

    contract = models.ForeignKey(SupportContract, on_delete=models.PROTECT, related_name="declarations")
    event = models.CharField(_("événement"), max_length=12, choices=DeclarationEvent.choices)
    rank = models.PositiveSmallIntegerField(_("période"), default=0)
    body = models.CharField(_("à qui"), max_length=16, choices=DeclarationBody.choices)
    since = models.DateField(_("à faire depuis le"))
    done_on = models.DateField(_("faite le"), null=True, blank=True)
    proof = models.CharField(_("preuve"), max_length=200, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("déclaration")
        constraints = [
            models.CheckConstraint(
                condition=Q(done_on=None, proof="") | Q(done_on__isnull=False) & ~Q(proof=""),
                name="declaration_proved",
                violation_error_message=_("Dites comment la déclaration a été faite."),
            ),
            models.UniqueConstraint(
                fields=["contract", "event", "rank", "body"],
                name="declaration_once",
                violation_error_message=_("Cette déclaration est déjà à faire."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_event_display()}, {self.get_body_display()}"

    @property
    def audit_repr(self) -> str:
        return f"contract {self.contract_id}, {self.event}, {self.body}"


class ContractTemplate(models.Model):
    """The carrier's own words for a type of contract, for all its KPAs or for one. A version is a row."""

    carrier = models.ForeignKey(
        "organisations.Organisation", on_delete=models.PROTECT, related_name="contract_templates"
    )
    kpa = models.ForeignKey(
        "organisations.Kpa",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="contract_templates",
    )
    type = models.CharField(_("type de contrat"), max_length=20, choices=ContractType.choices)
    number = models.PositiveSmallIntegerField(_("version"))
    blocks = models.JSONField(_("texte"), default=list, blank=True)
    written_at = models.DateTimeField(_("écrit le"))
    is_example = models.BooleanField(_("exemple"), default=False)

    class Meta:
        verbose_name = _("modèle de contrat")
        constraints = [
            models.UniqueConstraint(
                fields=["carrier", "type", "number"],
                condition=Q(kpa=None),
                name="contract_template_number_once",
                violation_error_message=_("Cette version existe déjà."),
            ),
            models.UniqueConstraint(
                fields=["carrier", "kpa", "type", "number"],
                condition=Q(kpa__isnull=False),
                name="contract_template_number_once_in_kpa",
                violation_error_message=_("Cette version existe déjà."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_type_display()}, version {self.number}"

    @property
    def audit_repr(self) -> str:
        return f"contract template {self.type}, version {self.number}"

    @property
    def text(self) -> tuple[rules.Block, ...]:
        return rules.blocks_from(self.blocks)
