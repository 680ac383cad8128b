import json
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kpacite.domain.organisations.models import Organisation
from kpacite.domain.sales.enums.payments import CashRecordKind
from kpacite.domain.sales.models.payments import Payment
from kpacite.platform import triggers
from kpacite.platform.triggers import TriggerSet


class CashRecord(models.Model):
    """One link of a carrier's chain: a receipt of a private customer, a correction, a closing, an archive.

    `text` is canonical JSON; `hash` covers it and the hash before. The database only lets the chain grow, by
    one, from its very head. `period` names a closing.
    """

    carrier = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="cash_records", db_index=False
    )
    position = models.BigIntegerField(_("rang"))
    kind = models.CharField(_("nature"), max_length=12, choices=CashRecordKind.choices)
    at = models.DateTimeField(_("quand"))
    payment = models.ForeignKey(
        Payment, on_delete=models.PROTECT, null=True, blank=True, related_name="cash_records"
    )
    period = models.CharField(_("période"), max_length=10, blank=True)
    text = models.TextField(_("contenu"))
    previous_hash = models.CharField(_("empreinte précédente"), max_length=64, blank=True)
    hash = models.CharField(_("empreinte"), max_length=64)

    class Meta:
        verbose_name = _("maillon de la caisse")
        verbose_name_plural = _("maillons de la caisse")
        constraints = [
            models.UniqueConstraint(
                fields=["carrier", "position"],
                name="cash_position_once",
                violation_error_message=_("Ce rang est déjà pris."),
            ),
            models.UniqueConstraint(
                fields=["payment", "kind"],
                condition=Q(payment__isnull=False),
                name="cash_payment_once",
                violation_error_message=_("Ce paiement a déjà son reçu."),
            ),
            models.UniqueConstraint(
                fields=["carrier", "kind", "period"],
                condition=~Q(period=""),
                name="cash_closed_once",
                violation_error_message=_("Cette période est déjà clôturée."),
            ),
            models.CheckConstraint(
                condition=Q(kind__in=CashRecordKind.values),
                name="cash_kind_known",
                violation_error_message=_("Nature inconnue."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.position} {self.get_kind_display()} {self.period}".strip()

    @property
    def content(self) -> dict[str, Any]:
        return dict(json.loads(self.text))


_TABLE = "sales_cashrecord"
_LAST_POSITION = (
    "(SELECT c.position FROM sales_cashrecord c WHERE c.carrier_id = NEW.carrier_id"
    " ORDER BY c.position DESC LIMIT 1)"
)
_LAST_HASH = (
    "(SELECT c.hash FROM sales_cashrecord c WHERE c.carrier_id = NEW.carrier_id"
    " ORDER BY c.position DESC LIMIT 1)"
)
_BROKEN = (
    f"NEW.position <> COALESCE({_LAST_POSITION}, 0) + 1 OR NEW.previous_hash <> COALESCE({_LAST_HASH}, '')"
)
_REFUSAL = "sales: a chain of receipts only grows from its head"
_KEPT = triggers.append_only(_TABLE)
TRIGGERS = (
    TriggerSet(
        table=_TABLE,
        sqlite=(
            *_KEPT.sqlite,
            f"CREATE TRIGGER kpa_{_TABLE}_chained BEFORE INSERT ON {_TABLE} WHEN {_BROKEN}"
            f" BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END",
        ),
        postgresql=(
            *_KEPT.postgresql,
            f"""CREATE OR REPLACE FUNCTION kpa_sales_cash() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                IF {_BROKEN} THEN
                    RAISE EXCEPTION '{_REFUSAL}' USING ERRCODE = '23514';
                END IF;
                RETURN NEW; END $$""",
            f"CREATE TRIGGER kpa_{_TABLE}_chained BEFORE INSERT ON {_TABLE}"
            " FOR EACH ROW EXECUTE FUNCTION kpa_sales_cash()",
        ),
    ),
)
