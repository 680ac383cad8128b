"""What people write on an invoice: the client, what is sold, dates and payment."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kpacite.domain.activities.models import Activity
from kpacite.domain.sales.enums import InvoicePace, LineNature, LineUnit, PaymentMeans
from kpacite.domain.sales.models import Client, Invoice, InvoiceLine
from kpacite.domain.sales.rules.lines import format_quantity, parse_quantity
from kpacite.domain.sales.services.invoices import LineInput, copied
from kpacite.kernel.errors import DomainError
from kpacite.kernel.money import Euro
from kpacite.platform.forms import AmountField, Form, FrenchDateField

FREE_LINES, MOST_LINES = 3, 40
RATES = ((1_000, "10 %"), (2_000, "20 %"), (550, "5,5 %"), (210, "2,1 %"), (0, "0 %"))
NATURES = (
    (LineNature.SERVICES.value, gettext_lazy("un service")),
    (LineNature.GOODS.value, gettext_lazy("un produit")),
)


class QuantityField(forms.Field):
    """« 30 », « 2,5 »; cleans to a Decimal."""

    widget = forms.TextInput

    def to_python(self, value: Any) -> Decimal | None:
        if value in self.empty_values:
            return None
        try:
            return parse_quantity(str(value))
        except DomainError as error:
            raise ValidationError(str(error), code=error.code) from error

    def widget_attrs(self, _widget: forms.Widget) -> dict[str, str]:
        return {"inputmode": "decimal"}


class LineForm(Form):
    """One line. Without a name nor a price, there is no line."""

    label = forms.CharField(
        label=gettext_lazy("Ce qu’on vend"),
        max_length=200,
        error_messages={"required": gettext_lazy("Écrivez ce que vous vendez sur cette ligne.")},
    )
    detail = forms.CharField(label=gettext_lazy("Précisions"), max_length=500, required=False)
    quantity = QuantityField(
        label=gettext_lazy("Nombre"),
        error_messages={"required": gettext_lazy("Écrivez un nombre, par exemple 30 ou 2,5.")},
    )
    unit = forms.ChoiceField(label=gettext_lazy("Unité"), choices=LineUnit.choices)
    price = AmountField(
        label=gettext_lazy("Prix HT, €"),
        error_messages={"required": gettext_lazy("Écrivez un prix, par exemple 14,50.")},
    )
    rate = forms.TypedChoiceField(label=gettext_lazy("TVA"), choices=RATES, coerce=int)
    nature = forms.ChoiceField(label=gettext_lazy("C’est"), choices=NATURES)
    position = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, empty_permitted=True, **kwargs)

    def has_changed(self) -> bool:
        """An empty line is no mistake: nothing of it is asked."""
        typed = (self.data.get(self.add_prefix(name), "") for name in ("label", "price"))
        return any(words.strip() for words in typed)

    def line(self) -> LineInput | None:
        """What is written, when it can be counted."""
        data = self.cleaned_data
        if self.errors or not data.get("label"):
            return None  # Wrong, or empty.
        return LineInput(
            label=data["label"],
            detail=data["detail"],
            quantity=data["quantity"],
            unit=LineUnit(data["unit"]),
            unit_price_cents=data["price"].cents,
            vat_bp=data["rate"],
            nature=LineNature(data["nature"]),
        )


class InvoiceForm(Form):
    """The three blocks. `clients` and `activities`: those of the KPA; `invoice`: the draft to change."""

    client = forms.ChoiceField(
        label=gettext_lazy("Le client"), error_messages={"required": gettext_lazy("Choisissez le client.")}
    )
    activity = forms.ChoiceField(label=gettext_lazy("L’activité"), required=False)
    client_order_number = forms.CharField(
        label=gettext_lazy("Le numéro de bon de commande du client"), max_length=50, required=False
    )
    supplied_on = FrenchDateField(label=gettext_lazy("Le jour de la prestation"), required=False)
    due_on = FrenchDateField(
        label=gettext_lazy("À payer avant le"),
        help_text=gettext_lazy("Laissez vide : c’est le délai habituel."),
        required=False,
    )
    means = forms.ChoiceField(
        label=gettext_lazy("Comment le client paie"), choices=PaymentMeans.choices, widget=forms.RadioSelect
    )
    discount = AmountField(label=gettext_lazy("Une remise sur le tout, HT en euros"), required=False)
    remark = forms.CharField(
        label=gettext_lazy("Un mot pour le client"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    key = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)

    def __init__(
        self,
        *args: Any,
        clients: Iterable[Client],
        activities: Iterable[Activity],
        invoice: Invoice | None = None,
        **kwargs: Any,
    ) -> None:
        self.clients = {str(client.pk): client for client in clients}
        self.activities = {str(activity.pk): activity for activity in activities}
        if invoice is not None:
            self.clients.setdefault(str(invoice.client_id), invoice.client)
            if invoice.activity:
                self.activities.setdefault(str(invoice.activity_id), invoice.activity)
        super().__init__(*args, **kwargs)
        self.fields["client"].choices = [("", "—"), *((key, row.name) for key, row in self.clients.items())]
        self.fields["activity"].choices = [
            ("", "—"),
            *((key, str(row)) for key, row in self.activities.items()),
        ]

    @property
    def chosen_client(self) -> Client:
        return self.clients[self.cleaned_data["client"]]

    @property
    def details(self) -> dict[str, Any]:
        data = self.cleaned_data
        discount = data["discount"]
        return {
            "activity": self.activities.get(data["activity"]),
            "client_order_number": data["client_order_number"],
            "supplied_on": data["supplied_on"],
            "due_on": data["due_on"],
            "means": PaymentMeans(data["means"]),
            "discount_cents": discount.cents if discount is not None else 0,
            "remark": data["remark"],
        }


def first_values(invoice: Invoice | None, today: date, key: str) -> dict[str, Any]:
    """What the form shows at first."""
    if invoice is None:
        return {"supplied_on": today, "means": PaymentMeans.TRANSFER.value, "key": key}
    return {
        "client": str(invoice.client_id),
        "activity": str(invoice.activity_id or ""),
        "client_order_number": invoice.client_order_number,
        "supplied_on": invoice.supplied_on,
        "due_on": invoice.due_on,
        "means": invoice.means,
        "discount": Euro(invoice.discount_cents) if invoice.discount_cents else None,
        "remark": invoice.remark,
        "version": invoice.version,
    }


class LineForms:
    """The lines of the form: those that are there, and a few empty ones. Works without JavaScript."""

    def __init__(self, data: Any = None, *, invoice: Invoice | None = None) -> None:
        self.forms = _bound(data) if data is not None else _unbound(invoice)

    def is_valid(self) -> bool:
        # Every line is asked, so that every line says what is wrong.
        wrong = [form for form in self.forms if not form.is_valid()]
        return not wrong

    def inputs(self, draft: Invoice | None = None) -> list[LineInput]:
        """The lines that can be counted, even while others are wrong: the preview shows them.

        What the form does not show of a line of this draft stays, as do the deposits that it takes off.
        """
        rows = draft.lines.select_related("activity", "offer", "deposit") if draft else []
        known = {row.position: row for row in rows}
        typed = [
            _with_the_unseen(line, known.get(form.cleaned_data.get("position") or 0))
            for form in self.forms
            if form.is_valid() and (line := form.line())
        ]
        return typed + [
            copied(row, row.quantity) for rank, row in sorted(known.items()) if row.deposit_id is not None
        ]

    @property
    def errors(self) -> list[tuple[str, str]]:
        """(id of the control, sentence), for the summary on top."""
        return [
            (form[name].auto_id, sentence)
            for form in self.forms
            for name, sentences in form.errors.items()
            for sentence in sentences
        ]


def _with_the_unseen(line: LineInput, row: InvoiceLine | None) -> LineInput:
    """Its discount, its activity and its offer: nobody could change them here."""
    if row is None or row.deposit_id is not None:
        return line
    names = ("discount_bp", "mode", "is_travel", "offer", "activity")
    return replace(line, **{name: getattr(row, name) for name in names})


def _bound(data: Any) -> list[LineForm]:
    ranks = sorted(
        {
            int(name[1:-6])
            for name in data
            if name[:1] == "l" and name.endswith("-label") and name[1:-6].isdecimal()
        }
    )
    wanted = ranks[:MOST_LINES] or range(1, FREE_LINES + 1)
    return [LineForm(data, prefix=f"l{rank}", auto_id="%s") for rank in wanted]


def _unbound(invoice: Invoice | None) -> list[LineForm]:
    rows = [row for row in invoice.lines.order_by("position") if row.deposit_id is None] if invoice else []
    shown = [
        {
            "label": row.label,
            "detail": row.detail,
            "quantity": format_quantity(row.quantity),
            "unit": row.unit,
            "price": Euro(row.unit_price_cents),
            "rate": row.vat_bp,
            "nature": row.nature,
            "position": row.position,
        }
        for row in rows
    ]
    empty: list[dict[str, Any]] = [{} for _rank in range(1 if rows else FREE_LINES)]
    return [
        LineForm(prefix=f"l{rank}", auto_id="%s", initial=values)
        for rank, values in enumerate([*shown, *empty], start=1)
    ]


class ReasonForm(Form):
    reason = forms.CharField(
        label=gettext_lazy("Pourquoi ?"), max_length=300, widget=forms.Textarea(attrs={"rows": 3})
    )


class RecurringForm(Form):
    every = forms.ChoiceField(
        label=gettext_lazy("Elle revient"), choices=InvoicePace.choices, widget=forms.RadioSelect
    )
    first_on = FrenchDateField(label=gettext_lazy("Le jour du premier brouillon"))


class SendForm(Form):
    email = forms.EmailField(label=gettext_lazy("L’adresse e-mail du client"))


class CreditForm(ReasonForm):
    """The reason, and how many of each line are given back; all of them unless changed."""

    def __init__(self, *args: Any, invoice: Invoice, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = list(invoice.lines.order_by("position"))
        for row in self.rows:
            self.fields[f"q{row.pk}"] = QuantityField(
                label=row.label,
                required=False,
                initial=format_quantity(abs(row.quantity)),
                disabled=row.deposit_id is not None,
            )

    @property
    def quantity_fields(self) -> list[Any]:
        return [self[f"q{row.pk}"] for row in self.rows]

    def quantities(self) -> dict[int, Decimal] | None:
        """None when everything is given back."""
        asked = {row.pk: self._asked(row) for row in self.rows}
        if all(asked[row.pk] == row.quantity for row in self.rows):
            return None
        return asked

    def _asked(self, row: Any) -> Decimal:
        if row.quantity < 0:
            return row.quantity
        return self.cleaned_data[f"q{row.pk}"] or Decimal(0)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = self.cleaned_data
        for row in self.rows:
            asked = data.get(f"q{row.pk}")
            if asked is not None and asked > abs(row.quantity):
                self.add_error(f"q{row.pk}", _("C’est plus que sur la facture."))
        return data
