from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kpacite.domain.sales.models.invoices import Invoice
from kpacite.platform import triggers
from kpacite.platform.triggers import TriggerSet


class LateClaim(models.Model):
    """What was claimed for the lateness of an invoice: the fixed sum, the interest of [start, until).

    `document` is the paper that asks for it, paid as any invoice. Append-only; the database refuses a day or
    a fixed sum claimed twice.
    """

    document = models.OneToOneField(Invoice, on_delete=models.PROTECT, related_name="late_claim")
    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="late_claims")
    indemnity_cents = models.BigIntegerField(_("indemnité de recouvrement"), default=0)
    interest_cents = models.BigIntegerField(_("intérêts de retard"), default=0)
    start = models.DateField(_("depuis"), null=True, blank=True)
    until = models.DateField(_("jusqu’au, non compris"), null=True, blank=True)
    at = models.DateTimeField(_("réclamé le"))

    class Meta:
        verbose_name = _("réclamation de frais de retard")
        verbose_name_plural = _("réclamations de frais de retard")
        constraints = [
            models.CheckConstraint(
                condition=Q(indemnity_cents__gte=0, interest_cents__gte=0)
                & (Q(indemnity_cents__gt=0) | Q(interest_cents__gt=0)),
                name="late_claim_asks_something",
                violation_error_message=_("Il n’y a rien à réclamer."),
            ),
            models.CheckConstraint(
                condition=Q(interest_cents=0, start=None, until=None)
                | Q(interest_cents__gt=0, until__gt=F("start")),
                name="late_claim_has_its_days",
                violation_error_message=_("Des intérêts courent d’un jour à un autre."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document} → {self.invoice}"

    @property
    def is_given_up(self) -> bool:
        return hasattr(self, "waiver")


class LateWaiver(models.Model):
    """A claim that is given up whole. `frees`: it was a mistake, the same days may be claimed again."""

    claim = models.OneToOneField(LateClaim, on_delete=models.PROTECT, related_name="waiver")
    document = models.OneToOneField(Invoice, on_delete=models.PROTECT, related_name="late_waiver")
    frees = models.BooleanField(_("à réclamer à nouveau"), default=False)
    at = models.DateTimeField(_("quand"))

    class Meta:
        verbose_name = _("frais de retard abandonnés")
        verbose_name_plural = _("frais de retard abandonnés")

    def __str__(self) -> str:
        return f"{self.claim}"


_CLAIM = "sales_lateclaim"
_TWICE = (
    "EXISTS (SELECT 1 FROM sales_lateclaim c WHERE c.invoice_id = NEW.invoice_id"
    " AND (c.indemnity_cents > 0 AND NEW.indemnity_cents > 0"
    " OR c.start < NEW.until AND NEW.start < c.until)"
    " AND NOT EXISTS (SELECT 1 FROM sales_latewaiver w WHERE w.claim_id = c.id AND w.frees))"
)
_REFUSAL = "sales: this lateness is claimed already"
_KEPT = triggers.append_only(_CLAIM)
TRIGGERS = (
    TriggerSet(
        table=_CLAIM,
        sqlite=(
            *_KEPT.sqlite,
            f"CREATE TRIGGER kpa_{_CLAIM}_once BEFORE INSERT ON {_CLAIM} WHEN {_TWICE}"
            f" BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END",
        ),
        postgresql=(
            *_KEPT.postgresql,
            f"""CREATE OR REPLACE FUNCTION kpa_sales_lateclaim() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                PERFORM 1 FROM sales_invoice i WHERE i.id = NEW.invoice_id FOR NO KEY UPDATE;
                IF {_TWICE} THEN
                    RAISE EXCEPTION '{_REFUSAL}' USING ERRCODE = '23514';
                END IF;
                RETURN NEW; END $$""",
            f"CREATE TRIGGER kpa_{_CLAIM}_once BEFORE INSERT ON {_CLAIM}"
            " FOR EACH ROW EXECUTE FUNCTION kpa_sales_lateclaim()",
        ),
    ),
    triggers.append_only("sales_latewaiver", keys=("id", "claim_id", "document_id")),
)
