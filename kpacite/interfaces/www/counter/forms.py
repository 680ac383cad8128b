"""What is sold at a stall: how many of each, how the client takes it, how it is paid."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kpacite.domain.activities.enums import SupplyMode
from kpacite.domain.sales.enums import PaymentMeans
from kpacite.domain.sales.rules.counter import COUNTER_MEANS, CounterPrice
from kpacite.domain.sales.rules.lines import parse_quantity
from kpacite.domain.sales.selectors import StallOffer
from kpacite.kernel.errors import DomainError
from kpacite.kernel.money import Euro
from kpacite.platform.forms import Form, FrenchDateField


class CounterForm(Form):
    """`offers`: what the activity has in its catalogue with a price. One quantity for each."""

    mode = forms.ChoiceField(
        label=gettext_lazy("Comment le client l’emporte"), widget=forms.RadioSelect, required=True
    )
    means = forms.ChoiceField(
        label=gettext_lazy("Comment il paie"),
        choices=[(means.value, means.label) for means in COUNTER_MEANS],
        widget=forms.RadioSelect,
        initial=PaymentMeans.CASH,
    )
    on = FrenchDateField(label=gettext_lazy("Le jour de la vente"))
    place = forms.CharField(
        label=gettext_lazy("Où"),
        help_text=gettext_lazy("Par exemple : marché du samedi."),
        required=False,
        max_length=80,
    )
    key = forms.CharField(widget=forms.HiddenInput, max_length=36)

    def __init__(self, *args: Any, offers: Iterable[StallOffer], today: date, **kwargs: Any) -> None:
        initial = {"on": today, "key": str(uuid4())} | (kwargs.pop("initial", None) or {})
        self.offers = {f"n{stall.offer.pk}": stall for stall in offers}
        modes = {mode for stall in self.offers.values() for mode in stall.prices}
        choices = [(mode.value, mode.label.capitalize()) for mode in SupplyMode if mode.value in modes]
        if choices:
            initial = {"mode": choices[-1][0]} | initial
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["mode"].choices = choices
        for name, stall in self.offers.items():
            self.fields[name] = forms.CharField(
                label=stall.offer.name,
                help_text=_told(stall),
                required=False,
                max_length=12,
                widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "court"}),
            )

    @property
    def basket(self) -> list[forms.BoundField]:
        return [self[name] for name in self.offers]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        self.lines: list[CounterPrice] = []
        for name, stall in self.offers.items():
            words = data.get(name, "").strip()
            if words in {"", "0"} or "mode" not in data:
                continue
            try:
                quantity = parse_quantity(words)
            except DomainError as error:
                self.add_error(name, ValidationError(str(error), code=error.code))
                continue
            if data["mode"] not in stall.prices:
                self.add_error(name, ValidationError(_("Le taux de TVA n’est pas noté pour cette façon.")))
                continue
            self.lines.append(_line(stall, data["mode"], quantity))
        if not self.lines and not self.errors:
            raise ValidationError(_("Écrivez combien vous vendez d’au moins une chose."))
        return data

    @property
    def total(self) -> Euro:
        return Euro(sum(line.gross_cents for line in self.lines))


def _line(stall: StallOffer, mode: str, quantity: Decimal) -> CounterPrice:
    price, vat_bp = stall.prices[mode]
    return CounterPrice(
        label=stall.offer.name,
        quantity=quantity,
        unit=stall.offer.unit,
        unit_gross_cents=price,
        vat_bp=vat_bp,
        mode=mode,
        offer=stall.offer.pk,
    )


def _told(stall: StallOffer) -> str:
    """« 3,50 € la pièce », or each price when it depends on the mode."""
    prices = {price for price, _rate in stall.prices.values()}
    unit = stall.offer.get_unit_display()
    if len(prices) == 1:
        return _("%(price)s, par %(unit)s") % {"price": Euro(prices.pop()), "unit": unit}
    each = [
        f"{SupplyMode(mode).label} {Euro(price)}" for mode, (price, _rate) in sorted(stall.prices.items())
    ]
    return _("Par %(unit)s : %(each)s") % {"unit": unit, "each": ", ".join(each)}


class ReasonForm(Form):
    reason = forms.CharField(
        label=gettext_lazy("Pourquoi ?"), max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )
