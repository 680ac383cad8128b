# ruff: noqa: S608 - every name comes from this module
from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Max, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce
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

    def with_paid(self) -> Self:
        """With `paid`, cents that standing payments settle (of a credit note: negative), `last_paid_on`."""
        parts = SupplierPaymentPart.objects.standing().filter(invoice=OuterRef("pk")).order_by()
        told = parts.values("invoice").annotate(cents=Sum("cents"), last=Max("payment__paid_on"))
        paid = Coalesce(Subquery(told.values("cents")), 0, output_field=models.BigIntegerField())
        return self.annotate(paid=paid, last_paid_on=Subquery(told.values("last")))


class SupplierInvoice(models.Model):
    """An invoice that a carrier received. Read from a file or typed, checked, posted, paid.

    Without `kpa` it is for the carrier itself. `order`: what it was bought for, of this KPA.
    `gross_cents` and `tax_cents` are those of the paper, never negative: `is_credit` says that it gives back.
    `vat_cents`: the part of the tax that the carrier recovers.
    `supplier_key` and `number_key` tell a double, however it is typed. `read_from`: cii or ubl, when a file
    filled it in.
    """

    paid: int
    last_paid_on: date | None

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
    def left_cents(self) -> int:
        """Still to pay, negative when a credit note still gives back. Of a row `with_paid`."""
        return self.signed_cents - self.paid

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


class SupplierPaymentQuerySet(models.QuerySet["SupplierPayment"]):
    def standing(self) -> Self:
        return self.filter(cancelled_at=None)


class SupplierPayment(models.Model):
    """Money that went to a supplier, or that it gave back: then `cents` is negative.

    It settles one invoice or several of this supplier; what its parts leave is an advance. `key`: the
    gesture, the same one twice is one payment. Cancelled once, by the mirrors of its entries.
    """

    carrier = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="supplier_payments")
    supplier = models.CharField(_("fournisseur"), max_length=120)
    supplier_key = models.CharField(max_length=60, editable=False)
    cents = models.BigIntegerField(_("montant"))
    method = models.CharField(_("payé par"), max_length=12, choices=PurchasePayment.choices)
    paid_on = models.DateField(_("payé le"))
    reference = models.CharField(_("référence du paiement"), max_length=60, blank=True)
    entry = models.OneToOneField("ledger.Entry", on_delete=models.PROTECT, related_name="supplier_payment")
    key = models.CharField(_("clé d’unicité"), max_length=60)
    noted_at = models.DateTimeField(_("noté le"))
    cancelled_at = models.DateTimeField(_("annulé le"), null=True, blank=True)
    cancel_reason = models.CharField(_("pourquoi"), max_length=300, blank=True)

    objects = SupplierPaymentQuerySet.as_manager()

    class Meta:
        verbose_name = _("paiement à un fournisseur")
        verbose_name_plural = _("paiements à un fournisseur")
        constraints = [
            models.CheckConstraint(
                condition=~Q(cents=0),
                name="supplier_payment_not_zero",
                violation_error_message=_("Écrivez un montant plus grand que zéro."),
            ),
            models.CheckConstraint(
                condition=Q(method__in=PurchasePayment.values),
                name="supplier_payment_method_known",
                violation_error_message=_("Choisissez un moyen de paiement de la liste."),
            ),
            models.CheckConstraint(
                condition=Q(cancelled_at=None, cancel_reason="")
                | Q(cancelled_at__isnull=False) & ~Q(cancel_reason=""),
                name="supplier_payment_cancelled_with_reason",
                violation_error_message=_("Dites pourquoi ce paiement est annulé."),
            ),
            models.UniqueConstraint(
                fields=["carrier", "key"],
                name="supplier_payment_once",
                violation_error_message=_("Ce paiement est déjà noté."),
            ),
        ]
        indexes = [models.Index(fields=["carrier", "supplier_key"], name="supplier_payment_by_supplier")]

    def __str__(self) -> str:
        return f"PF{self.pk:05d}"


class SupplierPaymentPartQuerySet(models.QuerySet["SupplierPaymentPart"]):
    def standing(self) -> Self:
        return self.filter(payment__cancelled_at=None)


class SupplierPaymentPart(models.Model):
    """How much of a payment settles an invoice; negative for a credit note. Append-only."""

    payment = models.ForeignKey(SupplierPayment, on_delete=models.PROTECT, related_name="parts")
    invoice = models.ForeignKey(SupplierInvoice, on_delete=models.PROTECT, related_name="parts")
    cents = models.BigIntegerField(_("montant"))
    at = models.DateTimeField(_("noté le"))

    objects = SupplierPaymentPartQuerySet.as_manager()

    class Meta:
        verbose_name = _("part d’un paiement à un fournisseur")
        verbose_name_plural = _("parts d’un paiement à un fournisseur")
        constraints = [
            models.CheckConstraint(
                condition=~Q(cents=0),
                name="supplier_part_not_zero",
                violation_error_message=_("Écrivez un montant plus grand que zéro."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.payment} → {self.invoice}"


_TABLE = "sales_supplierinvoice"
# What the ledger quotes never changes; only the payment comes, and may be taken back.
_FROZEN = (
    "carrier_id", "kpa_id", "activity_id", "order_id", "kind", "supplier", "siren", "supplier_key", "number",
    "number_key", "is_credit", "issued_on", "due_on", "gross_cents", "tax_cents", "vat_cents", "sha256",
    "file", "checked_by_id", "entry_id", "key",
)  # fmt: skip
_PART, _PAYMENT = "sales_supplierpaymentpart", "sales_supplierpayment"
_FIXED = (
    "carrier_id", "supplier", "supplier_key", "cents", "method", "paid_on", "reference", "entry_id", "key",
    "noted_at",
)  # fmt: skip
_TOO_MUCH = "sales: more is paid than a supplier is owed, or than was paid to it"
_UNPAID = "sales: an invoice of a supplier is paid when its payments say so"
_SIGNED = "CASE WHEN i.is_credit THEN -i.gross_cents ELSE i.gross_cents END"


def _settled(invoice: str) -> str:
    return (
        f"(SELECT COALESCE(SUM(a.cents), 0) FROM {_PART} a JOIN {_PAYMENT} s ON s.id = a.payment_id"
        f" WHERE a.invoice_id = {invoice} AND s.cancelled_at IS NULL)"
    )


_WITH_IT = f"({_settled('i.id')} + NEW.cents)"
_SPENT = f"((SELECT COALESCE(SUM(a.cents), 0) FROM {_PART} a WHERE a.payment_id = p.id) + NEW.cents)"
# The same supplier; each invoice within what it asks; the parts within what was paid, credit notes first.
_BOUNDED = (
    f"EXISTS (SELECT 1 FROM {_PAYMENT} p JOIN {_TABLE} i ON i.carrier_id = p.carrier_id"
    " AND i.supplier_key = p.supplier_key WHERE p.id = NEW.payment_id AND i.id = NEW.invoice_id"
    " AND p.cancelled_at IS NULL AND i.state = 'posted'"
    f" AND (i.is_credit AND {_WITH_IT} BETWEEN {_SIGNED} AND 0 AND NEW.cents < 0"
    f" OR NOT i.is_credit AND {_WITH_IT} BETWEEN 0 AND {_SIGNED} AND NEW.cents > 0)"
    f" AND (p.cents > 0 AND {_SPENT} <= p.cents OR p.cents < 0 AND {_SPENT} >= p.cents))"
)
_PAID_WHOLE = (
    "(NEW.state <> 'paid' OR OLD.state = 'paid'"
    f" OR {_settled('NEW.id')} = CASE WHEN NEW.is_credit THEN -NEW.gross_cents ELSE NEW.gross_cents END)"
)
_KEPT = triggers.append_only(_PART)
TRIGGERS = (
    triggers.kept(
        _PAYMENT,
        same=_FIXED,
        sealed_by="cancelled_at",
        words="sales: a payment to a supplier never changes, it is cancelled once",
    ),
    triggers.TriggerSet(
        table=_PART,
        sqlite=(
            *_KEPT.sqlite,
            f"CREATE TRIGGER kpa_{_PART}_bounded BEFORE INSERT ON {_PART} WHEN NOT {_BOUNDED}"
            f" BEGIN SELECT RAISE(ABORT, '{_TOO_MUCH}'); END",
        ),
        postgresql=(
            *_KEPT.postgresql,
            f"""CREATE OR REPLACE FUNCTION kpa_{_PART}_bounded() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                PERFORM 1 FROM {_TABLE} i WHERE i.id = NEW.invoice_id FOR NO KEY UPDATE;
                PERFORM 1 FROM {_PAYMENT} p WHERE p.id = NEW.payment_id FOR NO KEY UPDATE;
                IF NOT {_BOUNDED} THEN RAISE EXCEPTION '{_TOO_MUCH}' USING ERRCODE = '23514'; END IF;
                RETURN NEW; END $$""",
            f"CREATE TRIGGER kpa_{_PART}_bounded BEFORE INSERT ON {_PART}"
            f" FOR EACH ROW EXECUTE FUNCTION kpa_{_PART}_bounded()",
        ),
    ),
    triggers.TriggerSet(
        table=_TABLE,
        sqlite=(
            f"CREATE TRIGGER kpa_{_TABLE}_settled BEFORE UPDATE ON {_TABLE} WHEN NOT {_PAID_WHOLE}"
            f" BEGIN SELECT RAISE(ABORT, '{_UNPAID}'); END",
        ),
        postgresql=(
            f"""CREATE OR REPLACE FUNCTION kpa_{_TABLE}_settled() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                IF NOT {_PAID_WHOLE} THEN RAISE EXCEPTION '{_UNPAID}' USING ERRCODE = '23514'; END IF;
                RETURN NEW; END $$""",
            f"CREATE TRIGGER kpa_{_TABLE}_settled BEFORE UPDATE ON {_TABLE}"
            f" FOR EACH ROW EXECUTE FUNCTION kpa_{_TABLE}_settled()",
        ),
    ),
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
