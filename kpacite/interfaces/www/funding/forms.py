"""What the coordination of the network writes of an agreement."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kpacite.domain.funding import selectors
from kpacite.domain.funding.models import LONGEST_NAME, Grant
from kpacite.domain.organisations.models import Kpa, Organisation
from kpacite.kernel.money import Euro
from kpacite.platform.forms import AmountField, Form, FrenchDateField


class GrantForm(Form):
    """`grant`: the one that is mended."""

    title = forms.CharField(
        label=gettext_lazy("Le titre"),
        help_text=gettext_lazy("Par exemple : Jeunes et quartiers 2026."),
        max_length=LONGEST_NAME,
    )
    funder = forms.CharField(
        label=gettext_lazy("Le financeur"),
        help_text=gettext_lazy("Le nom d’une structure, pas d’une personne."),
        max_length=LONGEST_NAME,
    )
    carrier = forms.ModelChoiceField(
        label=gettext_lazy("L’association qui reçoit l’argent"), queryset=Organisation.objects.none()
    )
    first = FrenchDateField(label=gettext_lazy("Le premier jour"))
    last = FrenchDateField(label=gettext_lazy("Le dernier jour"))
    kpas = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Les KPA concernés"),
        queryset=Kpa.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choisissez au moins un KPA.")},
    )
    territory = forms.CharField(label=gettext_lazy("Le territoire"), max_length=LONGEST_NAME, required=False)
    amount = AmountField(
        label=gettext_lazy("Le montant"),
        help_text=gettext_lazy("Laissez vide si vous ne le savez pas."),
        required=False,
    )
    purpose = forms.CharField(
        label=gettext_lazy("À quoi elle sert"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, grant: Grant | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs | {"initial": _initial(grant) if grant else {}})
        self.fields["carrier"].queryset = selectors.receivers()
        kpas = Kpa.objects.select_related("organisation").order_by("organisation__name")
        self.fields["kpas"].queryset = kpas

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, last, amount = data.get("first"), data.get("last"), data.get("amount")
        if first and last and last < first:
            self.add_error(
                "last", ValidationError(_("Le dernier jour vient après le premier, ou le même jour."))
            )
        if amount is not None and amount.cents <= 0:
            self.add_error("amount", ValidationError(_("Écrivez un montant plus grand que zéro, ou rien.")))
        return data

    @property
    def details(self) -> dict[str, Any]:
        data = self.cleaned_data
        names = ("title", "funder", "carrier", "first", "last", "kpas", "territory", "purpose")
        amount: Euro | None = data["amount"]
        return {name: data[name] for name in names} | {
            "amount_cents": None if amount is None else amount.cents
        }


def _initial(grant: Grant) -> dict[str, Any]:
    names = ("title", "carrier", "first", "last", "territory", "purpose", "version")
    return {name: getattr(grant, name) for name in names} | {
        "funder": grant.funder.name,
        "kpas": list(grant.kpas.all()),
        "amount": None if grant.amount_cents is None else Euro(grant.amount_cents),
    }
