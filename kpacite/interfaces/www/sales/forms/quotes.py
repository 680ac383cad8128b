"""The editor of a quote: three numbered blocks, and as many lines as one wants."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from kpacite.domain.activities.models import Activity
from kpacite.domain.sales.enums import DepositKind, LineNature, LineUnit, SalesChannel
from kpacite.domain.sales.models import Quote
from kpacite.domain.sales.rules.deals import default_validity
from kpacite.domain.sales.rules.lines import format_quantity, parse_quantity
from kpacite.domain.sales.services import LineInput
from kpacite.interfaces.www.sales.forms.base import SubmissionForm
from kpacite.kernel.errors import DomainError
from kpacite.kernel.money import Euro
from kpacite.platform.forms import AmountField, Form, FrenchDateField

BP_PER_PERCENT = 100
FULL = 100
MOST_LINES = 60
NEW_CLIENT = "new"
SHORT = {"inputmode": "decimal", "class": "court"}


def read_percent(text: str) -> int:
    """« 5,5 » or « 5,5 % » in basis points; ValidationError outside 0 to 100."""
    plain = text.replace("%", "").replace(",", ".").strip()
    wrong = ValidationError(_t("Écrivez un nombre de 0 à 100, par exemple 5,5."))
    digits = plain.replace(".", "", 1)
    if not digits.isascii() or not digits.isdigit():
        raise wrong
    points = Decimal(plain) * BP_PER_PERCENT
    if points > FULL * BP_PER_PERCENT or points != int(points):
        raise wrong
    return int(points)


def write_percent(bp: int) -> str:
    return format_quantity(Decimal(bp) / BP_PER_PERCENT)


class PercentField(forms.CharField):
    """A share as people type it; cleans to basis points."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=10, widget=forms.TextInput(attrs=SHORT), **kwargs)

    def clean(self, value: Any) -> int | None:
        text = super().clean(value)
        return read_percent(text) if text else None


class LineForm(Form):
    """One line. A row where nothing is written is left out."""

    label = forms.CharField(
        label=_("Ce qu’on vend"),
        max_length=200,
        error_messages={"required": _("Écrivez ce que vous vendez.")},
    )
    quantity = forms.CharField(
        label=_("Nombre"),
        max_length=20,
        widget=forms.TextInput(attrs=SHORT),
        error_messages={"required": _("Écrivez un nombre.")},
    )
    price = AmountField(label=_("Prix HT, €"), error_messages={"required": _("Écrivez un prix.")})
    rate = PercentField(label=_("TVA, %"), error_messages={"required": _("Écrivez le taux de TVA.")})
    unit = forms.ChoiceField(label=_("Unité"), choices=LineUnit.choices, required=False)
    discount = PercentField(label=_("Remise, %"), required=False)
    nature = forms.ChoiceField(label=_("C’est une"), choices=LineNature.choices, required=False)
    detail = forms.CharField(label=_("Précisions"), required=False, max_length=500)
    offer = forms.IntegerField(widget=forms.HiddenInput, required=False)
    mode = forms.CharField(widget=forms.HiddenInput, required=False, max_length=12)
    is_travel = forms.CharField(widget=forms.HiddenInput, required=False, max_length=1)

    @property
    def is_blank(self) -> bool:
        return not any(
            str(self.data.get(self.add_prefix(name), "")).strip() for name in ("label", "quantity", "price")
        )

    def clean_quantity(self) -> Decimal:
        try:
            return parse_quantity(self.cleaned_data["quantity"])
        except DomainError as error:
            raise ValidationError(str(error)) from error

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if (price := data.get("price")) is not None and price.cents < 0:
            self.add_error("price", ValidationError(_t("Un prix est de zéro euro au moins.")))
        return data

    def line(self, activity: int | None) -> LineInput:
        data = self.cleaned_data
        return LineInput(
            label=data["label"],
            detail=data["detail"],
            quantity=data["quantity"],
            unit=data["unit"] or LineUnit.PIECE,
            unit_price_cents=data["price"].cents,
            vat_bp=data["rate"],
            discount_bp=data["discount"] or 0,
            nature=data["nature"] or LineNature.SERVICES,
            mode=data["mode"],
            is_travel=bool(data["is_travel"]),
            offer=data["offer"],
            activity=activity,
        )


def line_initial(line: LineInput) -> dict[str, Any]:
    """A known line as its form shows it."""
    return {
        "label": line.label,
        "detail": line.detail,
        "quantity": format_quantity(line.quantity),
        "unit": line.unit,
        "price": amount_typed(line.unit_price_cents),
        "rate": write_percent(line.vat_bp),
        "discount": write_percent(line.discount_bp) if line.discount_bp else "",
        "nature": line.nature,
        "mode": line.mode,
        "is_travel": "1" if line.is_travel else "",
        "offer": line.offer,
    }


def amount_typed(cents: int) -> str:
    return Euro(cents).format().removesuffix("\u00a0€")


class QuoteForm(SubmissionForm):
    """`clients`: keys and names to choose from, with « Ajouter … au carnet » first for a request."""

    client = forms.ChoiceField(label=_("Le client"), error_messages={"required": _("Choisissez le client.")})
    activity = forms.ChoiceField(label=_("L’activité"))
    title = forms.CharField(
        label=_("L’objet"), help_text=_("Par exemple : buffet du 6 mars."), max_length=120
    )
    discount = forms.CharField(
        label=_("Remise sur le tout"),
        help_text=_("Par exemple 10 % ou 20 €, hors taxes."),
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"class": "court"}),
    )
    service_on = FrenchDateField(label=_("Jour de la prestation"), required=False)
    place = forms.CharField(label=_("Lieu"), required=False, max_length=200)
    valid_until = FrenchDateField(label=_("Valable jusqu’au"))
    channel = forms.ChoiceField(
        label=_("Où se fait la vente"),
        choices=SalesChannel.choices,
        widget=forms.RadioSelect,
        initial=SalesChannel.DISTANCE.value,
    )
    deposit_kind = forms.ChoiceField(
        label=_("Demander une somme avant"),
        choices=[("", _("Non")), *DepositKind.choices],
        widget=forms.RadioSelect,
        required=False,
    )
    deposit = forms.CharField(
        label=_("La somme demandée avant"),
        help_text=_("Par exemple 30 % ou 150 €, taxes comprises."),
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"class": "court"}),
    )
    payment_days = forms.TypedChoiceField(
        label=_("Le client paie"),
        choices=[
            (0, _("à la réception de la facture")),
            (15, _("15 jours après")),
            (30, _("30 jours après")),
            (45, _("45 jours après")),
            (60, _("60 jours après")),
        ],
        coerce=int,
        initial=30,
    )
    words = forms.CharField(
        label=_("Un mot pour le client"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        *args: Any,
        clients: Sequence[tuple[str, str]],
        activities: Iterable[Activity],
        today: date,
        **kwargs: Any,
    ) -> None:
        kwargs["initial"] = {"valid_until": default_validity(today)} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        self.activities = {str(activity.pk): activity for activity in activities}
        self.fields["client"].choices = list(clients) if len(clients) == 1 else [("", "—"), *clients]
        named = [(key, str(activity)) for key, activity in self.activities.items()]
        self.fields["activity"].choices = named if len(named) == 1 else [("", "—"), *named]
        self.fields["activity"].error_messages["required"] = _t("Choisissez l’activité.")

    def _share_or_sum(self, name: str) -> tuple[int, int]:
        """« 30 % » is (3000, 0); « 150 € » is (0, 15000)."""
        text = self.cleaned_data[name].strip()
        if not text:
            return 0, 0
        if text.endswith("%"):
            return read_percent(text), 0
        try:
            amount = Euro.parse(text)
        except DomainError as error:
            raise ValidationError(_t("Écrivez par exemple 30 % ou 150 €.")) from error
        if amount.cents < 0:
            raise ValidationError(_t("Écrivez par exemple 30 % ou 150 €."))
        return 0, amount.cents

    def clean_discount(self) -> tuple[int, int]:
        return self._share_or_sum("discount")

    def clean_deposit(self) -> tuple[int, int]:
        return self._share_or_sum("deposit")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        asked = any(data.get("deposit") or ())
        if "deposit" not in self.errors and bool(data.get("deposit_kind")) != asked:
            self.add_error(
                "deposit", ValidationError(_t("Choisissez : un acompte ou des arrhes, et écrivez la somme."))
            )
        return data

    @property
    def chosen_activity(self) -> Activity:
        return self.activities[self.cleaned_data["activity"]]

    @property
    def details(self) -> dict[str, Any]:
        """The fields of `QuoteWords`, without its client and lines."""
        data = self.cleaned_data
        discount_bp, discount_cents = data["discount"]
        deposit_bp, deposit_sum = data["deposit"]
        kind = data["deposit_kind"]
        return {
            "title": data["title"],
            "activity": self.chosen_activity,
            "channel": SalesChannel(data["channel"]),
            "valid_until": data["valid_until"],
            "service_on": data["service_on"],
            "place": data["place"],
            "discount_bp": discount_bp,
            "discount_cents": discount_cents,
            "deposit_kind": DepositKind(kind) if kind else None,
            "deposit_bp": deposit_bp,
            "deposit_sum": deposit_sum,
            "payment_days": data["payment_days"],
            "words": data["words"],
        }


def quote_initial(quote: Quote) -> dict[str, Any]:
    """A draft as its form shows it."""
    return {
        "client": str(quote.client_id),
        "activity": str(quote.deal.activity_id or ""),
        "title": quote.title,
        "discount": _typed(quote.discount_bp, quote.discount_cents),
        "service_on": quote.service_on,
        "place": quote.place,
        "valid_until": quote.valid_until,
        "channel": quote.channel,
        "deposit_kind": quote.deposit_kind,
        "deposit": _typed(quote.deposit_bp, quote.deposit_cents),
        "payment_days": quote.payment_days,
        "words": quote.words,
        "revision": quote.revision,
    }


def _typed(bp: int, cents: int) -> str:
    if bp:
        return f"{write_percent(bp)} %"
    return f"{amount_typed(cents)} €" if cents else ""


@dataclass(frozen=True, slots=True)
class LineForms:
    """The rows of lines on the page."""

    forms: list[LineForm]

    @classmethod
    def of(cls, lines: Sequence[Mapping[str, Any]]) -> "LineForms":
        """Rows already filled, or one blank row."""
        rows = list(lines) or [{}]
        return cls([LineForm(prefix=f"l{rank}", initial=row) for rank, row in enumerate(rows, start=1)])

    @classmethod
    def posted(cls, data: Mapping[str, Any]) -> "LineForms":
        """The rows that came back."""
        text = str(data.get("rows", ""))
        count = min(int(text), MOST_LINES) if text.isascii() and text.isdigit() and len(text) < 4 else 0
        return cls([LineForm(data, prefix=f"l{rank}") for rank in range(1, count + 1)])

    @property
    def written(self) -> list[LineForm]:
        return [form for form in self.forms if not form.is_blank]

    def are_valid(self) -> bool:
        """Every row is judged, so that all that is wrong is told at once."""
        judged = [form.is_valid() for form in self.written]
        return all(judged)

    def lines(self, activity: int | None) -> list[LineInput]:
        return [form.line(activity) for form in self.written]

    def changed(self, *, more: Mapping[str, Any] | None = None, away: int = 0) -> "LineForms":
        """The same rows, numbered again, without row `away`, with one more: nothing typed is lost."""
        kept = [
            {name: form[name].value() for name in form.fields}
            for rank, form in enumerate(self.forms, start=1)
            if rank != away and not form.is_blank
        ]
        return LineForms.of([*kept, *([] if more is None else [more])])
