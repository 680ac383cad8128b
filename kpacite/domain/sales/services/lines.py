from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from kpacite.domain.activities.models import Activity, Offer
from kpacite.domain.sales.enums import LineNature
from kpacite.domain.sales.rules.lines import PricedLine
from kpacite.kernel.errors import DomainError


class NothingSold(DomainError):
    code = "sales.nothing_sold"
    sentence = _("Écrivez au moins une ligne : ce que vous vendez.")


class LineOfElsewhere(DomainError):
    code = "sales.line_of_elsewhere"
    sentence = _("Cette offre n’est pas dans le catalogue de ce KPA.")


@dataclass(frozen=True, slots=True, kw_only=True)
class LineInput:
    """A line to write on a quote or an invoice; `offer` and `activity` are keys."""

    label: str
    quantity: Decimal
    unit: str
    unit_price_cents: int
    vat_bp: int
    detail: str = ""
    discount_bp: int = 0
    nature: str = LineNature.SERVICES
    mode: str = ""
    is_travel: bool = False
    offer: int | None = None
    activity: int | None = None

    @property
    def priced(self) -> PricedLine:
        return PricedLine(
            label=self.label,
            quantity=self.quantity,
            unit=self.unit,
            unit_price_cents=self.unit_price_cents,
            discount_bp=self.discount_bp,
            vat_bp=self.vat_bp,
            offer=self.offer,
        )

    @property
    def columns(self) -> dict[str, Any]:
        """The columns of a `DocumentLine`, without its rank."""
        return {
            "label": self.label.strip(),
            "detail": self.detail.strip(),
            "quantity": self.quantity,
            "unit": self.unit,
            "unit_price_cents": self.unit_price_cents,
            "discount_bp": self.discount_bp,
            "vat_bp": self.vat_bp,
            "nature": self.nature,
            "mode": self.mode,
            "is_travel": self.is_travel,
            "offer_id": self.offer,
            "activity_id": self.activity,
        }


def check_lines(kpa: int, lines: Sequence[LineInput]) -> None:
    """Lines there are, and of this KPA. Raises `NothingSold`, `LineOfElsewhere`."""
    if not lines:
        raise NothingSold
    offers = {line.offer for line in lines if line.offer is not None}
    activities = {line.activity for line in lines if line.activity is not None}
    if Offer.objects.filter(pk__in=offers, activity__kpa=kpa).count() != len(offers):
        raise LineOfElsewhere
    if Activity.objects.filter(pk__in=activities, kpa=kpa).count() != len(activities):
        raise LineOfElsewhere
