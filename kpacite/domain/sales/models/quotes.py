from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kpacite.domain.sales.enums import AutonomyKind, DepositKind, QuoteState, SalesChannel
from kpacite.domain.sales.models.clients import Client
from kpacite.domain.sales.models.deals import Deal
from kpacite.domain.sales.models.lines import DocumentLine
from kpacite.domain.sales.rules.deals import NUMBERED
from kpacite.domain.sales.rules.lines import GlobalDiscount
from kpacite.kernel.money import Euro
from kpacite.kernel.rounding import BASIS_POINTS


class QuoteQuerySet(models.QuerySet["Quote"]):
    def for_kpa(self, kpa: int) -> Self:
        return self.filter(deal__kpa=kpa)

    def current(self) -> Self:
        """Without the versions that another one replaced."""
        return self.exclude(state=QuoteState.REPLACED)


class Quote(models.Model):
    """What the KPA proposes to do, for how much (« devis »). Its words change as a draft only.

    `version` is that of the document (a revision keeps the number); `revision` counts the edits, so that two
    people do not overwrite each other. The sums are those of the lines, kept by the services.
    `accepted_text`: the exact words that the client agreed to. `photograph`: what its papers say,
    as canonical JSON with its SHA-256, frozen with its number.
    """

    deal = models.ForeignKey(Deal, on_delete=models.PROTECT, related_name="quotes")
    kpa = models.ForeignKey("organisations.Kpa", on_delete=models.PROTECT, related_name="quotes")
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="quotes")
    state = models.CharField(_("état"), max_length=10, choices=QuoteState.choices, default=QuoteState.DRAFT)
    number = models.CharField(_("numéro"), max_length=20, blank=True)
    version = models.PositiveSmallIntegerField(default=1)
    revision = models.PositiveIntegerField(default=1)
    author = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="quotes"
    )
    title = models.CharField(_("objet"), max_length=120)
    service_on = models.DateField(_("jour de la prestation"), null=True, blank=True)
    place = models.CharField(_("lieu"), max_length=200, blank=True)
    channel = models.CharField(_("canal de vente"), max_length=12, choices=SalesChannel.choices)
    discount_bp = models.PositiveIntegerField(_("remise, en points de base"), default=0)
    discount_cents = models.BigIntegerField(_("remise hors taxes"), default=0)
    deposit_kind = models.CharField(
        _("somme demandée avant"), max_length=8, choices=DepositKind.choices, blank=True
    )
    deposit_bp = models.PositiveIntegerField(default=0)
    deposit_cents = models.BigIntegerField(_("somme demandée avant, TTC"), default=0)
    payment_days = models.PositiveSmallIntegerField(_("jours pour payer"), default=30)
    words = models.TextField(_("mot pour le client"), max_length=1000, blank=True)
    net_cents = models.BigIntegerField(default=0)
    tax_cents = models.BigIntegerField(default=0)
    gross_cents = models.BigIntegerField(default=0)
    valid_until = models.DateField(_("valable jusqu’au"))
    issued_on = models.DateField(_("daté du"), null=True, blank=True)
    created_at = models.DateTimeField(_("écrit le"))
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    sent_at = models.DateTimeField(_("envoyé le"), null=True, blank=True)
    accepted_at = models.DateTimeField(_("accepté le"), null=True, blank=True)
    accepted_name = models.CharField(_("accepté par"), max_length=120, blank=True)
    accepted_text = models.TextField(blank=True)
    accepted_ip_hash = models.CharField(max_length=64, blank=True)
    accepted_on_paper = models.BooleanField(default=False)
    refused_at = models.DateTimeField(_("refusé le"), null=True, blank=True)
    refusal_reason = models.CharField(_("raison"), max_length=500, blank=True)
    submission = models.CharField(max_length=64, unique=True, editable=False)
    photograph = models.TextField(blank=True, editable=False)
    photograph_hash = models.CharField(max_length=64, blank=True, editable=False)

    objects = QuoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("devis")
        verbose_name_plural = _("devis")
        constraints = [
            models.CheckConstraint(
                condition=~Q(title=""),
                name="quote_titled",
                violation_error_message=_("Écrivez l’objet du devis."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=sorted(NUMBERED), issued_on__isnull=False) & ~Q(number="")
                | Q(state__in=sorted(set(QuoteState) - NUMBERED)),
                name="quote_numbered_when_ready",
                violation_error_message=_("Un devis prêt a un numéro et une date."),
            ),
            models.CheckConstraint(
                condition=Q(channel__in=SalesChannel.values),
                name="quote_channel_known",
                violation_error_message=_("Dites où se fait la vente."),
            ),
            models.CheckConstraint(
                condition=Q(deposit_kind="", deposit_cents=0, deposit_bp=0)
                | Q(deposit_kind__in=DepositKind.values, deposit_cents__gt=0),
                name="quote_deposit_told",
                violation_error_message=_("Choisissez : un acompte ou des arrhes, et la somme."),
            ),
            models.CheckConstraint(
                condition=Q(deposit_cents__lte=F("gross_cents")) | Q(deposit_cents=0),
                name="quote_deposit_within_total",
                violation_error_message=_(
                    "La somme demandée avant est plus grande que le total. Vérifiez-la."
                ),
            ),
            models.CheckConstraint(
                condition=Q(discount_bp__lte=BASIS_POINTS, discount_cents__gte=0),
                name="quote_discount_in_bounds",
                violation_error_message=_("Une remise va de 0 à 100 %."),
            ),
            models.CheckConstraint(
                condition=Q(gross_cents=F("net_cents") + F("tax_cents")),
                name="quote_sums_agree",
                violation_error_message=_("Les totaux du devis ne correspondent pas."),
            ),
            models.CheckConstraint(
                condition=~Q(state=QuoteState.ACCEPTED)
                | Q(accepted_at__isnull=False) & ~Q(accepted_name="") & ~Q(accepted_text=""),
                name="quote_accepted_by_someone",
                violation_error_message=_("Écrivez le nom de la personne qui accepte."),
            ),
            models.CheckConstraint(
                condition=~Q(state=QuoteState.REFUSED) | Q(refused_at__isnull=False),
                name="quote_refused_dated",
                violation_error_message=_("Un refus a sa date."),
            ),
            models.UniqueConstraint(
                fields=["kpa", "number", "version"],
                condition=~Q(number=""),
                name="quote_number_once",
                violation_error_message=_("Ce numéro de devis existe déjà."),
            ),
            models.UniqueConstraint(
                fields=["kpa", "number"],
                condition=Q(state__in=[QuoteState.SENT, QuoteState.ACCEPTED]),
                name="quote_one_version_open",
                violation_error_message=_("Une autre version de ce devis est déjà envoyée."),
            ),
        ]
        indexes = [
            models.Index(fields=["kpa", "created_at", "id"], name="quote_by_kpa"),
            models.Index(fields=["state", "valid_until"], name="quote_by_validity"),
        ]

    def __str__(self) -> str:
        if not self.number:
            return self.title
        return self.number if self.version == 1 else f"{self.number}-v{self.version}"

    @property
    def gross(self) -> Euro:
        return Euro(self.gross_cents)

    @property
    def deposit(self) -> Euro:
        return Euro(self.deposit_cents)

    @property
    def discount(self) -> GlobalDiscount:
        return GlobalDiscount(bp=self.discount_bp, cents=self.discount_cents)


class QuoteLine(DocumentLine):
    quote = models.ForeignKey(Quote, on_delete=models.PROTECT, related_name="lines")

    class Meta(DocumentLine.Meta):
        abstract = False
        verbose_name = _("ligne de devis")
        verbose_name_plural = _("lignes de devis")
        constraints = [
            *DocumentLine.Meta.constraints,
            models.UniqueConstraint(
                fields=["quote", "position"],
                name="quoteline_position_once",
                violation_error_message=_("Deux lignes ont le même rang."),
            ),
        ]


class SalesAutonomyQuerySet(models.QuerySet["SalesAutonomy"]):
    def on(self, day: date) -> Self:
        return self.filter(Q(end=None) | Q(end__gt=day), start__lte=day)


class SalesAutonomy(models.Model):
    """The carrier trusts this person, in this KPA, to make quotes (then invoices) ready by herself."""

    kpa = models.ForeignKey("organisations.Kpa", on_delete=models.PROTECT, related_name="autonomies")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="autonomies")
    kind = models.CharField(_("pour"), max_length=8, choices=AutonomyKind.choices)
    start = models.DateField(_("depuis"))
    end = models.DateField(_("jusqu’à"), null=True, blank=True)

    objects = SalesAutonomyQuerySet.as_manager()

    class Meta:
        verbose_name = _("autonomie de vente")
        verbose_name_plural = _("autonomies de vente")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=AutonomyKind.values),
                name="autonomy_kind_known",
                violation_error_message=_("Choisissez : les devis, ou les factures."),
            ),
            models.CheckConstraint(
                condition=Q(end=None) | Q(end__gte=F("start")),
                name="autonomy_dates_in_order",
                violation_error_message=_("La fin vient après le début."),
            ),
            models.UniqueConstraint(
                fields=["kpa", "person", "kind"],
                condition=Q(end=None),
                name="autonomy_one_open",
                violation_error_message=_("Cette personne a déjà cette autonomie."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} : {self.get_kind_display()}"

    @property
    def audit_repr(self) -> str:
        return str(self.get_kind_display())
