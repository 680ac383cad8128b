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
from kpacite.domain.sales.enums import LineUnit, PaymentMeans
from kpacite.domain.sales.rules.counter import COUNTER_MEANS, CounterPrice
from kpacite.domain.sales.rules.lines import parse_quantity
from kpacite.domain.sales.selectors import StallOffer
from kpacite.interfaces.www.billing.forms import RATES, QuantityField
from kpacite.kernel.errors import DomainError
from kpacite.kernel.money import Euro
from kpacite.platform.forms import AmountField, Form, FrenchDateField

FREE_LINES = 3


class FreeLineForm(Form):
    """Something that is not in the catalogue. Without words nor price, there is no line."""

    label = forms.CharField(
        label=gettext_lazy("Ce qu’on vend"),
        max_length=200,
        error_messages={"required": gettext_lazy("Écrivez ce que vous vendez sur cette ligne.")},
    )
    quantity = QuantityField(
        label=gettext_lazy("Nombre"),
        initial="1",
        error_messages={"required": gettext_lazy("Écrivez un nombre, par exemple 30 ou 2,5.")},
    )
    price = AmountField(
        label=gettext_lazy("Prix TTC, €"),
        error_messages={"required": gettext_lazy("Écrivez un prix, par exemple 14,50.")},
    )
    rate = forms.TypedChoiceField(
        label=gettext_lazy("TVA"),
        choices=(("", "—"), *RATES),
        coerce=int,
        error_messages={"required": gettext_lazy("Choisissez le taux de TVA.")},
    )

    def __init__(self, *args: Any, is_exempt: bool, **kwargs: Any) -> None:
        super().__init__(*args, empty_permitted=True, use_required_attribute=False, **kwargs)
        if is_exempt:
            del self.fields["rate"]

    def has_changed(self) -> bool:
        typed = (self.data.get(self.add_prefix(name), "") for name in ("label", "price"))
        return any(words.strip() for words in typed)

    def clean_price(self) -> Euro:
        price: Euro = self.cleaned_data["price"]
        if price.cents <= 0:
            raise ValidationError(_("Écrivez un montant plus grand que zéro."), code="not_positive")
        return price

    def line(self, mode: str) -> CounterPrice | None:
        data = self.cleaned_data
        if self.errors or not data.get("label"):
            return None
        return CounterPrice(
            label=data["label"],
            quantity=data["quantity"],
            unit=LineUnit.PIECE,
            unit_gross_cents=data["price"].cents,
            vat_bp=data.get("rate", 0),
            mode=mode,
        )


class CounterForm(Form):
    """`offers`: what the activity has in its catalogue with a price, one quantity for each; and free lines.

    `is_exempt`: the carrier owes no VAT, no rate is asked.
    """

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

    def __init__(
        self,
        *args: Any,
        offers: Iterable[StallOffer],
        today: date,
        is_exempt: bool = False,
        **kwargs: Any,
    ) -> None:
        initial = {"on": today, "key": str(uuid4())} | (kwargs.pop("initial", None) or {})
        self.offers = {f"n{stall.offer.pk}": stall for stall in offers}
        modes = {mode for stall in self.offers.values() for mode in stall.prices}
        shown = [mode for mode in SupplyMode if not modes or mode.value in modes]
        choices = [(mode.value, mode.label.capitalize()) for mode in shown]
        initial = {"mode": choices[-1][0]} | initial
        super().__init__(*args, initial=initial, **kwargs)
        rates = {rate for stall in self.offers.values() for _price, rate in stall.prices.values()}
        usual = {"rate": rates.pop()} if len(rates) == 1 else {}
        self.free = [
            FreeLineForm(
                self.data if self.is_bound else None,
                prefix=f"libre-{rank}",
                is_exempt=is_exempt,
                initial=usual,
            )
            for rank in range(1, FREE_LINES + 1)
        ]
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
        wrong = [free for free in self.free if not free.is_valid()]
        if wrong:
            # Each sentence is beside its own field; this one tells that there are some.
            raise ValidationError(_("Complétez ce qui n’est pas au catalogue."), code="free_lines")
        written = [free.line(data.get("mode", "")) for free in self.free]
        self.lines += [line for line in written if line is not None]
        if not self.lines and not self.errors:
            raise ValidationError(_("Écrivez combien vous vendez d’au moins une chose."))
        return data

    @property
    def writes_freely(self) -> bool:
        """Whether the free lines are to be seen at once."""
        return not self.offers or any(free.is_bound and free.has_changed() for free in self.free)

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
