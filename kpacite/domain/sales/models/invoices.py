from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kpacite.domain.ledger.models import Entry
from kpacite.domain.organisations.models import Kpa, Organisation
from kpacite.domain.sales.enums import InvoiceKind, InvoiceState, PaymentMeans, SendingChannel, SendingState
from kpacite.domain.sales.models.clients import Client
from kpacite.domain.sales.models.lines import DocumentLine
from kpacite.domain.sales.rules.lines import GlobalDiscount
from kpacite.domain.sales.rules.photograph import InvoicePhotograph
from kpacite.kernel.money import Euro
from kpacite.kernel.rounding import BASIS_POINTS

NUMBER_LENGTH = 35


class InvoiceQuerySet(models.QuerySet["Invoice"]):
    def issued(self) -> Self:
        return self.filter(state=InvoiceState.ISSUED)

    def ours(self) -> Self:
        """Issued here: without those that another tool issued, taken over for what was left to pay."""
        return self.issued().exclude(kind=InvoiceKind.TAKEN)

    def sold(self) -> Self:
        """Issued here for something sold: without what a lateness costs, which is no turnover."""
        rows = self.ours().exclude(kind=InvoiceKind.LATE)
        return rows.exclude(corrects__isnull=False, corrects__kind=InvoiceKind.LATE)

    def open(self) -> Self:
        """What is still to be issued."""
        return self.exclude(state=InvoiceState.ISSUED)


class Invoice(models.Model):
    """A demand for payment, or a credit note: a draft that people change, then a photograph that nobody can.

    Issued, everything here is frozen by the database: number, photograph (canonical JSON), its SHA-256, and
    the entry of the ledger. What lives on (sendings, payments) is kept in tables of its own.
    `corrects`: the issued invoice that a credit note gives back. `key`: the gesture that wrote the draft, so
    that a form sent twice writes one. Amounts are those of the photograph once issued.
    """

    kpa = models.ForeignKey(Kpa, on_delete=models.PROTECT, related_name="invoices")
    carrier = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="issued_invoices")
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="invoices")
    activity = models.ForeignKey(
        "activities.Activity", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    kind = models.CharField(_("nature"), max_length=8, choices=InvoiceKind.choices)
    state = models.CharField(
        _("état"), max_length=12, choices=InvoiceState.choices, default=InvoiceState.DRAFT
    )
    corrects = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="credit_notes"
    )
    reason = models.CharField(_("raison de l’avoir"), max_length=300, blank=True)
    supplied_on = models.DateField(_("jour de la prestation"), null=True, blank=True)
    supplied_until = models.DateField(_("dernier jour de la prestation"), null=True, blank=True)
    due_on = models.DateField(_("à payer avant le"), null=True, blank=True)
    means = models.CharField(
        _("moyen de paiement"), max_length=2, choices=PaymentMeans.choices, default=PaymentMeans.TRANSFER
    )
    discount_bp = models.PositiveIntegerField(_("remise, en points de base"), default=0)
    discount_cents = models.BigIntegerField(_("remise hors taxes"), default=0)
    quote_number = models.CharField(_("devis"), max_length=35, blank=True)
    order_ref = models.CharField(_("commande"), max_length=35, blank=True)
    client_order_number = models.CharField(_("bon de commande du client"), max_length=50, blank=True)
    cape_until = models.DateField(_("fin du CAPE"), null=True, blank=True)
    remark = models.CharField(_("mot pour le client"), max_length=500, blank=True)
    net_cents = models.BigIntegerField(_("total hors taxes"), default=0)
    tax_cents = models.BigIntegerField(_("TVA"), default=0)
    gross_cents = models.BigIntegerField(_("total à payer"), default=0)
    key = models.CharField(max_length=64, blank=True)
    version = models.PositiveIntegerField(default=1)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(_("écrite le"))
    submitted_at = models.DateTimeField(_("proposée le"), null=True, blank=True)
    sent_back_reason = models.CharField(_("à corriger"), max_length=300, blank=True)
    number = models.CharField(_("numéro"), max_length=NUMBER_LENGTH, blank=True)
    rank = models.PositiveIntegerField(_("rang dans la série"), null=True, blank=True)
    series = models.CharField(_("série"), max_length=60, blank=True)
    issued_on = models.DateField(_("date"), null=True, blank=True)
    issued_at = models.DateTimeField(_("émise le"), null=True, blank=True)
    photograph = models.TextField(blank=True, editable=False)
    photograph_hash = models.CharField(max_length=64, blank=True, editable=False)
    entry = models.OneToOneField(
        Entry, on_delete=models.PROTECT, null=True, blank=True, related_name="invoice", editable=False
    )
    is_example = models.BooleanField(_("exemple"), default=False)

    objects = InvoiceQuerySet.as_manager()

    class Meta:
        verbose_name = _("facture")
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    kind__in=InvoiceKind.values,
                    state__in=InvoiceState.values,
                    means__in=PaymentMeans.values,
                ),
                name="invoice_words_known",
                violation_error_message=_("Choisissez une nature de facture de la liste."),
            ),
            models.CheckConstraint(
                condition=Q(kind=InvoiceKind.CREDIT, corrects__isnull=False)
                | ~Q(kind=InvoiceKind.CREDIT) & Q(corrects=None),
                name="invoice_credit_linked",
                violation_error_message=_("Un avoir corrige toujours une facture."),
            ),
            models.CheckConstraint(
                condition=Q(
                    state=InvoiceState.ISSUED,
                    rank__isnull=False,
                    issued_on__isnull=False,
                    issued_at__isnull=False,
                    supplied_on__isnull=False,
                    due_on__isnull=False,
                    entry__isnull=False,
                )
                & ~Q(number="")
                & ~Q(series="")
                & ~Q(photograph="")
                & ~Q(photograph_hash="")
                | ~Q(state=InvoiceState.ISSUED)
                & Q(
                    number="",
                    rank=None,
                    series="",
                    issued_on=None,
                    issued_at=None,
                    photograph="",
                    photograph_hash="",
                    entry=None,
                ),
                name="invoice_issued_whole",
                violation_error_message=_("Une facture émise a son numéro, sa copie et son écriture."),
            ),
            models.CheckConstraint(
                condition=Q(discount_bp__lte=BASIS_POINTS, discount_cents__gte=0),
                name="invoice_discount_in_bounds",
                violation_error_message=_("Une remise va de 0 à 100 %."),
            ),
            models.CheckConstraint(
                condition=Q(supplied_until=None) | Q(supplied_until__gte=F("supplied_on")),
                name="invoice_supply_in_order",
                violation_error_message=_("Le dernier jour vient après le premier."),
            ),
            models.CheckConstraint(
                condition=Q(gross_cents=F("net_cents") + F("tax_cents")),
                name="invoice_totals_agree",
                violation_error_message=_("Le total n’est pas la somme du hors taxes et de la TVA."),
            ),
            models.UniqueConstraint(
                fields=["series", "rank"],
                condition=~Q(series=""),
                name="invoice_rank_once",
                violation_error_message=_("Ce numéro de facture est déjà donné."),
            ),
            models.UniqueConstraint(
                fields=["carrier", "number"],
                condition=~Q(number=""),
                name="invoice_number_once",
                violation_error_message=_("Ce numéro de facture est déjà donné."),
            ),
            models.UniqueConstraint(
                fields=["kpa", "key"],
                condition=~Q(key=""),
                name="invoice_written_once",
                violation_error_message=_("Cette facture est déjà enregistrée."),
            ),
        ]
        indexes = [
            models.Index(fields=["kpa", "-id"], name="invoice_by_kpa"),
            models.Index(fields=["carrier", "state", "issued_on"], name="invoice_by_carrier"),
            models.Index(fields=["client", "state"], name="invoice_by_client"),
        ]

    def __str__(self) -> str:
        return self.number or f"{self.get_kind_display()} {self.pk}"

    @property
    def audit_repr(self) -> str:
        return self.number or f"{self.get_kind_display()} {self.pk}"

    @property
    def is_issued(self) -> bool:
        return self.state == InvoiceState.ISSUED

    @property
    def is_credit(self) -> bool:
        return self.kind == InvoiceKind.CREDIT

    @property
    def is_taken_over(self) -> bool:
        """Issued with another tool before: its paper is there, its number is not of our series."""
        return self.kind == InvoiceKind.TAKEN

    @property
    def is_for_lateness(self) -> bool:
        """Asks for what a lateness costs, or gives it up: no VAT, no electronic invoice."""
        if self.kind == InvoiceKind.CREDIT:
            return self.corrects is not None and self.corrects.kind == InvoiceKind.LATE
        return self.kind == InvoiceKind.LATE

    @property
    def gross(self) -> Euro:
        return Euro(self.gross_cents)

    @property
    def discount(self) -> GlobalDiscount:
        return GlobalDiscount(bp=self.discount_bp, cents=self.discount_cents)

    @property
    def photo(self) -> InvoicePhotograph:
        """The photograph of an issued invoice. Raises InconsistentPhotograph if it was altered."""
        return InvoicePhotograph.from_json(self.photograph)


class InvoiceLine(DocumentLine):
    """`deposit`: the deposit invoice that this negative line takes off, on a balance."""

    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="lines", db_index=False)
    deposit = models.ForeignKey(
        Invoice, on_delete=models.PROTECT, null=True, blank=True, related_name="deductions"
    )

    deposit_id: int | None

    class Meta(DocumentLine.Meta):
        verbose_name = _("ligne de facture")
        verbose_name_plural = _("lignes de facture")
        constraints = [
            *DocumentLine.Meta.constraints,
            models.CheckConstraint(
                condition=Q(deposit=None) | ~Q(deposit=F("invoice")),
                name="invoiceline_other_deposit",
                violation_error_message=_("Une facture ne se déduit pas d’elle-même."),
            ),
            models.UniqueConstraint(
                fields=["invoice", "position"],
                name="invoiceline_position_once",
                violation_error_message=_("Deux lignes ont le même rang."),
            ),
        ]


class InvoiceSending(models.Model):
    """One try to hand an issued invoice to someone. A mail that failed stays: it is « à renvoyer »."""

    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="sendings")
    channel = models.CharField(
        _("moyen"), max_length=6, choices=SendingChannel.choices, default=SendingChannel.MAIL
    )
    email = models.EmailField(_("adresse e-mail"), blank=True)
    state = models.CharField(
        _("état"), max_length=8, choices=SendingState.choices, default=SendingState.QUEUED
    )
    queued_at = models.DateTimeField(_("demandée le"))
    done_at = models.DateTimeField(_("faite le"), null=True, blank=True)
    sender = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("envoi d’une facture")
        verbose_name_plural = _("envois d’une facture")
        constraints = [
            models.CheckConstraint(
                condition=Q(state=SendingState.QUEUED, done_at=None)
                | Q(state__in=[SendingState.SENT, SendingState.FAILED], done_at__isnull=False),
                name="sending_state_dated",
                violation_error_message=_("L’état d’un envoi va avec sa date."),
            ),
            models.CheckConstraint(
                condition=(Q(channel=SendingChannel.MAIL) & ~Q(email=""))
                | Q(channel=SendingChannel.PORTAL, email="", state=SendingState.SENT),
                name="sending_channel_known",
                violation_error_message=_("Un e-mail a une adresse ; un dépôt sur Chorus Pro n’en a pas."),
            ),
            models.UniqueConstraint(
                fields=["invoice"],
                condition=Q(channel=SendingChannel.PORTAL),
                name="sending_one_deposit",
                violation_error_message=_("Cette facture est déjà déposée sur Chorus Pro."),
            ),
            models.UniqueConstraint(
                fields=["invoice"],
                condition=Q(state=SendingState.QUEUED),
                name="sending_one_at_a_time",
                violation_error_message=_("Cette facture est déjà en train de partir."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.invoice} → {self.to}"

    @property
    def to(self) -> str:
        """Whom or where, in words."""
        return self.email or str(SendingChannel(self.channel).label)

    @property
    def audit_repr(self) -> str:
        return str(self.invoice)
