from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kpacite.domain.contracts import rules
from kpacite.domain.contracts.enums import ContractState, ContractType
from kpacite.kernel.money import Euro
from kpacite.kernel.period import Period
from kpacite.platform.fields import EncryptedDateField

OPEN = sorted(rules.OPEN_STATES)
STOPPED = sorted({ContractState.ENDED, ContractState.TERMINATED, ContractState.CONVERTED})


class SupportContractQuerySet(models.QuerySet["SupportContract"]):
    def open(self) -> Self:
        """Being prepared, or in force."""
        return self.filter(state__in=OPEN)

    def of_kpa(self, kpa: int) -> Self:
        return self.filter(kpa=kpa)


class SupportContract(models.Model):
    """What one person and one carrier sign for one KPA; its dates are in its periods.

    `ceiling_cents`: the most that may be committed to third parties (R127-1, 4°). `fee_bp`: the carrier's
    part, in basis points. `stopped_on`: the first day without it, when it stopped. `replaces`: the one that
    was not signed in time.
    """

    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="contracts")
    kpa = models.ForeignKey("organisations.Kpa", on_delete=models.PROTECT, related_name="contracts")
    carrier = models.ForeignKey(
        "organisations.Organisation", on_delete=models.PROTECT, related_name="carried_contracts"
    )
    type = models.CharField(_("type de contrat"), max_length=20, choices=ContractType.choices)
    state = models.CharField(
        _("état"), max_length=20, choices=ContractState.choices, default=ContractState.DRAFT
    )
    number = models.CharField(_("numéro à la CAE"), max_length=40, blank=True)
    birth_date = EncryptedDateField(_("date de naissance"), null=True, blank=True)
    not_full_time = models.BooleanField(_("pas de travail salarié à temps plein"), default=False)
    ceiling_cents = models.BigIntegerField(_("plafond des engagements"), null=True, blank=True)
    fee_bp = models.PositiveIntegerField(_("contribution à la CAE"), null=True, blank=True)
    remark = models.CharField(_("ce qui manque"), max_length=300, blank=True)
    replaces = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )
    created_at = models.DateTimeField(_("commencé le"))
    submitted_at = models.DateTimeField(_("envoyé le"), null=True, blank=True)
    accepted_at = models.DateTimeField(_("accepté le"), null=True, blank=True)
    stopped_on = models.DateField(_("arrêté le"), null=True, blank=True)
    stop_reason = models.CharField(_("pourquoi"), max_length=200, blank=True)
    is_example = models.BooleanField(_("exemple"), default=False)

    objects = SupportContractQuerySet.as_manager()

    class Meta:
        verbose_name = _("contrat")
        constraints = [
            models.CheckConstraint(
                condition=Q(type__in=ContractType.values),
                name="contract_type_known",
                violation_error_message=_("Choisissez un type de contrat de la liste."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=ContractState.values),
                name="contract_state_known",
                violation_error_message=_("Choisissez un état connu."),
            ),
            models.CheckConstraint(
                condition=(Q(state__in=STOPPED) & Q(stopped_on__isnull=False))
                | (~Q(state__in=STOPPED) & Q(stopped_on=None)),
                name="contract_stop_dated",
                violation_error_message=_("Un contrat fini dit depuis quel jour."),
            ),
            models.CheckConstraint(
                condition=Q(ceiling_cents=None) | Q(ceiling_cents__gte=0),
                name="contract_ceiling_positive",
                violation_error_message=_("Un plafond est de zéro euro au moins."),
            ),
            models.CheckConstraint(
                condition=Q(fee_bp=None) | Q(fee_bp__lte=10_000),
                name="contract_fee_in_bounds",
                violation_error_message=_("Une contribution est de 100 % au plus."),
            ),
            models.UniqueConstraint(
                fields=["person", "carrier", "type"],
                condition=Q(state__in=OPEN),
                name="contract_one_open",
                violation_error_message=_("Cette personne a déjà ce contrat avec cette CAE."),
            ),
        ]
        indexes = [
            models.Index(fields=["carrier", "state"], name="contract_by_carrier"),
            models.Index(fields=["kpa", "state"], name="contract_by_kpa"),
        ]

    def __str__(self) -> str:
        return f"{self.short_type}, {self.person}"

    @property
    def audit_repr(self) -> str:
        return f"contract {self.pk}"

    @property
    def short_type(self) -> str:
        """« CAPE », without its explanation."""
        return str(self.get_type_display()).partition(",")[0]

    @property
    def terms(self) -> rules.Terms:
        return rules.TERMS[ContractType(self.type)]

    @property
    def ceiling(self) -> Euro | None:
        return None if self.ceiling_cents is None else Euro(self.ceiling_cents)


class ContractPeriodQuerySet(models.QuerySet["ContractPeriod"]):
    def signed(self) -> Self:
        return self.filter(signed_at__isnull=False)

    def to_sign(self) -> Self:
        return self.filter(signed_at=None, dropped_at=None)


class ContractPeriod(models.Model):
    """[start, end) of a contract, with the text that its parties sign; frozen once they all have.

    `blocks`: list of {code, heading, body}; `content_hash`: SHA-256 of that text and of the facts beside it.
    `end` is None only for a type that the law lets run. `rank`: 0, then one more for each renewal.
    """

    contract = models.ForeignKey(SupportContract, on_delete=models.PROTECT, related_name="periods")
    rank = models.PositiveSmallIntegerField(_("rang"))
    start = models.DateField(_("début"))
    end = models.DateField(_("fin"), null=True, blank=True)
    blocks = models.JSONField(_("texte"), default=list, blank=True)
    facts = models.JSONField(_("faits"), default=dict, blank=True)
    content_hash = models.CharField(_("empreinte du texte"), max_length=64, blank=True)
    needs_guardian = models.BooleanField(_("représentant légal"), default=False)
    ready_at = models.DateTimeField(_("à signer depuis"), null=True, blank=True)
    signed_at = models.DateTimeField(_("signé par tout le monde le"), null=True, blank=True)
    dropped_at = models.DateTimeField(_("laissé le"), null=True, blank=True)

    objects = ContractPeriodQuerySet.as_manager()

    class Meta:
        verbose_name = _("période de contrat")
        constraints = [
            models.CheckConstraint(
                condition=Q(end=None) | Q(end__gt=F("start")),
                name="contract_period_in_order",
                violation_error_message=_("La fin d’un contrat vient après son début."),
            ),
            models.CheckConstraint(
                condition=Q(signed_at=None) | Q(ready_at__isnull=False) & ~Q(content_hash=""),
                name="contract_period_text_before_signature",
                violation_error_message=_("On ne signe pas un contrat sans son texte."),
            ),
            models.CheckConstraint(
                condition=Q(signed_at=None) | Q(dropped_at=None),
                name="contract_period_signed_or_dropped",
                violation_error_message=_("Une période signée ne se laisse plus."),
            ),
            models.UniqueConstraint(
                fields=["contract", "rank"],
                condition=Q(dropped_at=None),
                name="contract_period_rank_once",
                violation_error_message=_("Cette période existe déjà."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contract}, {self.start}"

    @property
    def audit_repr(self) -> str:
        return f"contract {self.contract_id}, period {self.rank}"

    @property
    def period(self) -> Period:
        return Period(self.start, self.end)

    @property
    def text(self) -> tuple[rules.Block, ...]:
        return rules.blocks_from(self.blocks)

    @property
    def waits(self) -> bool:
        return self.signed_at is None and self.dropped_at is None
