"""What people write about an expense: few fields, most of them already filled in."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kpacite.domain.activities.models import Activity
from kpacite.domain.sales.enums import ExpenseKind, RepaymentMethod
from kpacite.domain.sales.models import ExpenseClaim, Order
from kpacite.integrations.facturx import read_invoice
from kpacite.integrations.facturx.reader import LARGEST_BYTES
from kpacite.kernel.errors import DomainError
from kpacite.kernel.money import ZERO, Euro
from kpacite.platform.forms import AmountField, Form, FrenchDateField

PDF_HEAD = b"%PDF-"


class ExpenseForm(Form):
    """`activities`, `orders`: the open ones of the KPA. `claim`: the draft that is edited."""

    file = forms.FileField(
        label=gettext_lazy("La photo du ticket ou de la facture"),
        help_text=gettext_lazy(
            "Prenez-la en photo, ou choisissez un PDF. Une facture électronique se lit toute seule."
        ),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/*,application/pdf"}),
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("C’était pour quoi ?"),
        choices=ExpenseKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choisissez une sorte de frais.")},
    )
    label = forms.CharField(
        label=gettext_lazy("Ce que vous avez payé"),
        help_text=gettext_lazy("Par exemple : farine pour le buffet de la mairie."),
        required=False,
        max_length=120,
    )
    amount = AmountField(
        label=gettext_lazy("Le montant payé, taxes comprises"),
        help_text=gettext_lazy("Pour un trajet en voiture, laissez vide : il est calculé."),
        required=False,
    )
    km = forms.IntegerField(
        label=gettext_lazy("Les kilomètres du trajet, aller et retour"),
        help_text=gettext_lazy("Seulement pour un trajet en voiture."),
        required=False,
        min_value=1,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "court"}),
    )
    spent_on = FrenchDateField(label=gettext_lazy("Le jour où vous avez payé"))
    order = forms.ChoiceField(
        label=gettext_lazy("Pour quelle commande ?"),
        help_text=gettext_lazy("Son activité est choisie avec elle."),
        required=False,
    )
    activity = forms.ChoiceField(label=gettext_lazy("Sans commande, pour quelle activité ?"), required=False)
    supplier = forms.CharField(
        label=gettext_lazy("Le magasin ou le fournisseur"), required=False, max_length=120
    )
    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=36)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        *args: Any,
        activities: Iterable[Activity],
        orders: Iterable[Order],
        today: date,
        claim: ExpenseClaim | None = None,
        usual: int | None = None,
        asked: str = "",
        **kwargs: Any,
    ) -> None:
        self.activities = {str(activity.pk): activity for activity in activities}
        self.orders = {str(order.pk): order for order in orders}
        initial = {"kind": ExpenseKind.MATERIALS, "spent_on": today, "key": str(uuid4())}
        initial["activity"] = str(usual) if str(usual) in self.activities else ""
        initial["order"] = asked if asked in self.orders else ""
        if claim is not None:
            initial = _initial(claim)
            if claim.order is not None:
                self.orders.setdefault(str(claim.order_id), claim.order)
            if claim.activity is not None:
                self.activities.setdefault(str(claim.activity_id), claim.activity)
        super().__init__(*args, initial=initial, **kwargs)
        choices = [("", _("Pour le commun, tout le KPA")), *((k, str(v)) for k, v in self.activities.items())]
        self.fields["activity"].choices = choices
        named = [(key, f"{order.title} ({order.number})") for key, order in self.orders.items()]
        self.fields["order"].choices = [("", _("Aucune commande en particulier")), *named]
        if not self.orders:
            del self.fields["order"]
            self.fields["activity"].label = _("Pour quelle activité ?")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        self.vat_cents = self._read_invoice(data)
        if "label" not in self.errors and not data.get("label"):
            self.add_error("label", ValidationError(_("Écrivez ce que vous avez payé.")))
        if data.get("kind") == ExpenseKind.TRAVEL:
            if "km" not in self.errors and not data.get("km"):
                self.add_error("km", ValidationError(_("Écrivez le nombre de kilomètres, aller et retour.")))
        elif "amount" not in self.errors and not _is_positive(data.get("amount")):
            self.add_error("amount", ValidationError(_("Écrivez un montant plus grand que zéro.")))
        return data

    def _read_invoice(self, data: dict[str, Any]) -> int | None:
        """Fill what was left empty from the XML of a supplier's invoice; its VAT, for the accountant."""
        file = data.get("file")
        if file is None or file.size > LARGEST_BYTES:
            return None
        file.seek(0)
        if file.read(len(PDF_HEAD)) != PDF_HEAD:
            return None
        file.seek(0)
        try:
            received = read_invoice(file.read())
        except DomainError:
            return None  # An ordinary PDF: the person types the amounts.
        if received.currency != "EUR" or received.gross_cents <= 0:
            return None
        data["label"] = data.get("label") or (_("Facture %(number)s") % {"number": received.number})[:120]
        data["supplier"] = data.get("supplier") or received.seller[:120]
        if data.get("amount") is None and "amount" not in self.errors:
            data["amount"] = Euro(received.gross_cents)
        return received.tax_cents if data.get("amount") == Euro(received.gross_cents) else None

    @property
    def details(self) -> dict[str, Any]:
        data = self.cleaned_data
        travel = data["kind"] == ExpenseKind.TRAVEL
        vat = {} if self.vat_cents is None or travel else {"vat_cents": self.vat_cents}
        return vat | {
            "kind": ExpenseKind(data["kind"]),
            "order": self.orders.get(data.get("order", "")),
            "activity": self.activities.get(data["activity"]),
            "label": data["label"],
            "supplier": data["supplier"],
            "spent_on": data["spent_on"],
            "amount_cents": 0 if travel else data["amount"].cents,
            "km": data["km"] if travel else None,
        }


def _is_positive(amount: Euro | None) -> bool:
    return amount is not None and amount > ZERO


def _initial(claim: ExpenseClaim) -> dict[str, Any]:
    return {
        "kind": claim.kind,
        "label": claim.label,
        "amount": None if claim.km else Euro(claim.amount_cents),
        "km": claim.km,
        "spent_on": claim.spent_on,
        "order": str(claim.order_id or ""),
        "activity": str(claim.activity_id or ""),
        "supplier": claim.supplier,
        "version": claim.version,
    }


class CheckForm(Form):
    is_production = forms.BooleanField(
        label=gettext_lazy("Cela entre dans ce qui est vendu"),
        help_text=gettext_lazy("Par exemple les ingrédients d’un buffet : ils sont payés avant le partage."),
        required=False,
    )


class RefusalForm(Form):
    reason = forms.CharField(
        label=gettext_lazy("Pourquoi ?"),
        help_text=gettext_lazy("La personne lit vos mots. Dites-lui ce qu’elle peut corriger."),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class AcceptForm(Form):
    vat = AmountField(
        label=gettext_lazy("La TVA que la structure récupère"),
        help_text=gettext_lazy("Recopiez-la du justificatif. Laissez vide si elle n’est pas récupérable."),
        required=False,
    )

    def clean_vat(self) -> int:
        vat: Euro | None = self.cleaned_data["vat"]
        if vat is not None and vat < ZERO:
            raise ValidationError(_("Une TVA est de zéro euro au moins."))
        return 0 if vat is None else vat.cents


class RepaymentForm(Form):
    method = forms.ChoiceField(
        label=gettext_lazy("Comment avez-vous remboursé ?"),
        choices=[(method.value, method.label.capitalize()) for method in RepaymentMethod],
        widget=forms.RadioSelect,
        initial=RepaymentMethod.TRANSFER,
    )
    on = FrenchDateField(label=gettext_lazy("Le jour du remboursement"))
    reference = forms.CharField(
        label=gettext_lazy("La référence du virement ou du chèque"), required=False, max_length=60
    )


class RateForm(Form):
    """The dated rate of the kilometres: a number, a day, and who says so."""

    rate = AmountField(
        label=gettext_lazy("L’indemnité pour 1 000 km, en euros"),
        help_text=gettext_lazy("Par exemple 500 € pour 1 000 km, soit 50 centimes du kilomètre."),
    )
    valid_from = FrenchDateField(label=gettext_lazy("À partir du"))
    source = forms.CharField(
        label=gettext_lazy("D’où vient ce barème ?"),
        help_text=gettext_lazy("Le texte officiel, ou la décision de votre structure, avec sa date."),
        max_length=300,
    )

    def clean_rate(self) -> int:
        rate = self.cleaned_data["rate"]
        if rate <= ZERO:
            raise ValidationError(_("Écrivez un montant plus grand que zéro."))
        return int(rate.cents)
