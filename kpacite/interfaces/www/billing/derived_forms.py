"""The forms of a deposit and of a credit note, before they get their number."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kpacite.domain.sales.enums import PaymentMeans
from kpacite.domain.sales.models import Invoice
from kpacite.domain.sales.rules.lines import format_quantity
from kpacite.interfaces.www.billing.forms import CreditForm
from kpacite.platform.forms import AmountField, Form, FrenchDateField


class DepositForm(Form):
    deposit = AmountField(
        label=_("La somme demandée, TTC en euros"),
        help_text=_("La TVA est recalculée, taux par taux."),
        error_messages={"required": _("Écrivez une somme, par exemple 150.")},
    )
    due_on = FrenchDateField(
        label=_("À payer avant le"),
        help_text=_("Laissez vide : c’est le délai habituel."),
        required=False,
    )
    means = forms.ChoiceField(
        label=_("Comment le client paie"), choices=PaymentMeans.choices, widget=forms.RadioSelect
    )
    client_order_number = forms.CharField(
        label=_("Le numéro de bon de commande du client"), max_length=50, required=False
    )
    remark = forms.CharField(
        label=_("Un mot pour le client"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    @staticmethod
    def first(draft: Invoice) -> dict[str, Any]:
        """What the form shows at first."""
        shown = ("due_on", "means", "client_order_number", "remark", "version")
        return {"deposit": draft.gross} | {name: getattr(draft, name) for name in shown}

    @property
    def details(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {
            "version": data["version"],
            "cents": data["deposit"].cents,
            "due_on": data["due_on"],
            "means": PaymentMeans(data["means"]),
            "client_order_number": data["client_order_number"],
            "remark": data["remark"],
        }


class CreditNoteForm(CreditForm):
    """The same as when it was written, filled in with what the note gives back."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, given: Mapping[int, Decimal], note: Invoice, **kwargs: Any) -> None:
        initial = {"reason": note.reason, "version": note.version}
        super().__init__(*args, invoice=note.corrects, initial=initial, **kwargs)
        for row in self.rows:
            if row.deposit_id is None:
                self.fields[f"q{row.pk}"].initial = format_quantity(given[row.pk]) if row.pk in given else ""
