from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kpacite.domain.organisations.models import Kpa, Organisation
from kpacite.domain.sales.enums.purchases import PurchaseKind, PurchasePayment, PurchaseState
from kpacite.domain.sales.rules.purchases import MOVES, PurchaseFacts, aux_number
from kpacite.kernel.money import Euro
from kpacite.platform import triggers
from kpacite.platform.uploads import JPEG, PDF, XML

BOOKED = (PurchaseState.POSTED, PurchaseState.PAID, PurchaseState.CANCELLED)
STANDING = (PurchaseState.DRAFT, PurchaseState.POSTED, PurchaseState.PAID)


class SupplierInvoiceQuerySet(models.QuerySet["SupplierInvoice"]):
    def in_state(self, *states: PurchaseState) -> Self:
        return self.filter(state__in=states)

    def standing(self) -> Self:
        """Neither thrown away nor cancelled: these forbid a double."""
        return self.filter(state__in=STANDING)


class SupplierInvoice(models.Model):
    """An invoice that a carrier received. Read from a file or typed, checked, posted, paid.

    Without `kpa` it is for the carrier itself. `order`: what it was bought for, of this KPA.
    `gross_cents` and `tax_cents` are those of the paper, never negative: `is_credit` says that it gives back.
    `vat_cents`: the part of the tax that the carrier recovers.
    `supplier_key` and `number_key` tell a double, however it is typed. `read_from`: cii or ubl, when a file
    filled it in.
    """

    carrier = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="supplier_invoices")
    kpa = models.ForeignKey(
        Kpa, on_delete=models.PROTECT, null=True, blank=True, related_name="supplier_invoices"
    )
    activity = models.ForeignKey(
        "activities.Activity", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    order = models.ForeignKey(
        "sales.Order", on_delete=models.PROTECT, null=True, blank=True, related_name="supplier_invoices"
    )
    kind = models.CharField(_("sorte d’achat"), max_length=12, choices=PurchaseKind.choices)
    supplier = models.CharField(_("fournisseur"), max_length=120, blank=True)
    siren = models.CharField(_("numéro SIREN"), max_length=9, blank=True)
    supplier_key = models.CharField(max_length=60, blank=True, editable=False)
    number = models.CharField(_("numéro de la facture"), max_length=60, blank=True)
    number_key = models.CharField(max_length=60, blank=True, editable=False)
    is_credit = models.BooleanField(_("avoir"), default=False)
    issued_on = models.DateField(_("datée du"), null=True, blank=True)
    due_on = models.DateField(_("à payer avant le"), null=True, blank=True)
    gross_cents = models.BigIntegerField(_("total toutes taxes comprises"), default=0)
    tax_cents = models.BigIntegerField(_("TVA de la facture"), default=0)
    vat_cents = models.BigIntegerField(_("TVA récupérée"), default=0)
    read_from = models.CharField(_("lue dans"), max_length=3, blank=True)
    file = models.FileField(_("fichier"), upload_to="achats/", blank=True)
    content_type = models.CharField(_("sorte de fichier"), max_length=40, blank=True)
    sha256 = models.CharField(_("empreinte"), max_length=64, blank=True)
    state = models.CharField(
        _("état"), max_length=12, choices=PurchaseState.choices, default=PurchaseState.DRAFT
    )
    version = models.PositiveIntegerField(default=1)
    received_at = models.DateTimeField(_("reçue le"))
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    checked_at = models.DateTimeField(_("vérifiée le"), null=True, blank=True)
    entry = models.OneToOneField(
        "ledger.Entry", on_delete=models.PROTECT, null=True, blank=True, related_name="supplier_invoice"
    )
    paid_on = models.DateField(_("payée le"), null=True, blank=True)
    paid_by = models.CharField(_("payée par"), max_length=12, choices=PurchasePayment.choices, blank=True)
    payment_ref = models.CharField(_("référence du paiement"), max_length=60, blank=True)
    payment_entry = models.OneToOneField(
        "ledger.Entry", on_delete=models.PROTECT, null=True, blank=True, related_name="supplier_payment"
    )
    is_example = models.BooleanField(_("exemple"), default=False)
    key = models.CharField(_("clé d’unicité"), max_length=36)

    objects = SupplierInvoiceQuerySet.as_manager()

    class Meta:
        verbose_name = _("facture reçue")
        verbose_name_plural = _("factures reçues")
        constraints = [
            models.UniqueConstraint(
                fields=["carrier", "key"],
                name="supplier_invoice_sent_once",
                violation_error_message=_("Cette facture est déjà enregistrée."),
            ),
            models.UniqueConstraint(
                fields=["carrier", "supplier_key", "number_key"],
                condition=Q(state__in=STANDING) & ~Q(supplier_key="") & ~Q(number_key=""),
                name="supplier_invoice_number_once",
                violation_error_message=_("Cette facture de ce fournisseur est déjà là."),
            ),
            models.UniqueConstraint(
                fields=["carrier", "sha256"],
                condition=Q(state__in=STANDING) & ~Q(sha256=""),
                name="supplier_invoice_file_once",
                violation_error_message=_("Ce fichier est déjà là."),
            ),
            models.CheckConstraint(
                condition=Q(kind__in=PurchaseKind.values),
                name="supplier_invoice_kind_known",
                violation_error_message=_("Choisissez une sorte d’achat de la liste."),
            ),
            models.CheckConstraint(
                condition=Q(gross_cents__gte=0, tax_cents__gte=0, tax_cents__lte=F("gross_cents")),
                name="supplier_invoice_tax_inside",
                violation_error_message=_("La TVA est plus petite que le total."),
            ),
            models.CheckConstraint(
                condition=Q(vat_cents__gte=0, vat_cents__lte=F("tax_cents")),
                name="supplier_invoice_vat_inside",
                violation_error_message=_("On ne récupère pas plus que la TVA de la facture."),
            ),
            models.CheckConstraint(
                condition=Q(sha256="", content_type="")
                | Q(content_type__in=(JPEG, PDF, XML)) & ~Q(sha256=""),
                name="supplier_invoice_file_known",
                violation_error_message=_("Une facture reçue est un PDF, une photo ou un fichier XML."),
            ),
            models.CheckConstraint(
                condition=Q(activity=None) | Q(kpa__isnull=False),
                name="supplier_invoice_activity_has_a_kpa",
                violation_error_message=_("Une activité est celle d’un KPA."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=BOOKED, issued_on__isnull=False, gross_cents__gt=0)
                & Q(entry__isnull=False, checked_by__isnull=False, checked_at__isnull=False)
                & ~Q(supplier="")
                & ~Q(number_key="")
                | Q(state__in=(PurchaseState.DRAFT, PurchaseState.DISCARDED), entry=None),
                name="supplier_invoice_posted_whole",
                violation_error_message=_("Une facture comptabilisée est complète et vérifiée."),
            ),
            models.CheckConstraint(
                condition=Q(state=PurchaseState.PAID, paid_on__isnull=False, payment_entry__isnull=False)
                & ~Q(paid_by="")
                | ~Q(state=PurchaseState.PAID) & Q(paid_on=None, paid_by="", payment_entry=None),
                name="supplier_invoice_paid_dated",
                violation_error_message=_("Un paiement a une date, un moyen et une écriture."),
            ),
        ]
        indexes = [models.Index(fields=["carrier", "state", "-id"], name="supplier_invoice_desk")]

    def __str__(self) -> str:
        return f"{self.supplier} {self.number}".strip()

    @property
    def reference(self) -> str:
        """« R0042 »: how it is called until it has a number."""
        return f"R{self.pk:04d}"

    @property
    def audit_repr(self) -> str:
        return self.reference

    @property
    def signed_cents(self) -> int:
        return -self.gross_cents if self.is_credit else self.gross_cents

    @property
    def facts(self) -> PurchaseFacts:
        return PurchaseFacts(
            kind=PurchaseKind(self.kind),
            gross=Euro(self.gross_cents),
            vat=Euro(self.vat_cents),
            aux=aux_number(self.supplier_key),
            due_on=self.due_on,
            kpa_id=self.kpa_id,
            activity=self.activity.code if self.activity else "",
            order_ref=self.order.number if self.order else "",
            is_credit=self.is_credit,
        )


_TABLE = "sales_supplierinvoice"
# What the ledger quotes never changes; only the payment comes, and may be taken back.
_FROZEN = (
    "carrier_id", "kpa_id", "activity_id", "order_id", "kind", "supplier", "siren", "supplier_key", "number",
    "number_key", "is_credit", "issued_on", "due_on", "gross_cents", "tax_cents", "vat_cents", "sha256",
    "file", "checked_by_id", "entry_id", "key",
)  # fmt: skip
TRIGGERS = (
    triggers.frozen_while(
        _TABLE,
        state=BOOKED,
        same=_FROZEN,
        words="sales: a posted invoice of a supplier never changes",
    ),
    triggers.same_place(
        _TABLE,
        column="order_id",
        parent="sales_order",
        place="kpa_id",
        words="sales: an invoice of a supplier is for an order of its own KPA",
    ),
    triggers.state_machine(_TABLE, MOVES, first=(PurchaseState.DRAFT,)),
)
