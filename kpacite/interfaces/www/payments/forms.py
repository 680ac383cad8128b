"""What an accountant writes about money: an amount, a day, how it came; nearly all already filled in."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kpacite.domain.sales.enums import PaymentMeans
from kpacite.domain.sales.enums.payments import LateAudience, LifecycleCode
from kpacite.domain.sales.services.payments import Money
from kpacite.integrations.bank_statements import CsvMapping
from kpacite.integrations.bank_statements.amounts import DATE_FORMATS
from kpacite.kernel.ids import InvalidIban, parse_iban
from kpacite.kernel.money import ZERO, Euro
from kpacite.platform.forms import AmountField, Form, FrenchDateField

Choices = Iterable[tuple[str, str]]


class MoneyForm(Form):
    """An amount, a day, a means. `key` makes a second click harmless."""

    amount = AmountField(label=gettext_lazy("Le montant reçu"))
    means = forms.ChoiceField(
        label=gettext_lazy("Comment ?"), choices=PaymentMeans.choices, widget=forms.RadioSelect
    )
    received_on = FrenchDateField(label=gettext_lazy("Le jour où l’argent est arrivé"))
    reference = forms.CharField(
        label=gettext_lazy("La référence du virement ou du chèque"), required=False, max_length=120
    )
    key = forms.CharField(widget=forms.HiddenInput, max_length=40)

    def __init__(self, *args: Any, today: date, left: Euro | None = None, **kwargs: Any) -> None:
        initial = {
            "amount": left,
            "means": PaymentMeans.TRANSFER,
            "received_on": today,
            "key": str(uuid4()),
        }
        super().__init__(*args, initial=initial, **kwargs)

    def clean_amount(self) -> Euro:
        amount: Euro = self.cleaned_data["amount"]
        if amount <= ZERO:
            raise ValidationError(_("Écrivez un montant plus grand que zéro."))
        return amount

    @property
    def money(self) -> Money:
        data = self.cleaned_data
        return Money(
            means=PaymentMeans(data["means"]),
            on=data["received_on"],
            cents=data["amount"].cents,
            key=f"form.{data['key']}",
            reference=data["reference"],
        )


class PaymentForm(MoneyForm):
    """`choices`: the open invoices of the client; those that are ticked are settled, the oldest first."""

    invoices = forms.MultipleChoiceField(
        label=gettext_lazy("Les factures payées"),
        help_text=gettext_lazy("La plus ancienne est payée d’abord. Ce qui reste est gardé pour le client."),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choisissez au moins une facture.")},
    )

    def __init__(self, *args: Any, choices: Choices, chosen: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["invoices"].choices = list(choices)
        self.initial["invoices"] = [chosen]


class ReasonForm(Form):
    reason = forms.CharField(label=gettext_lazy("Pourquoi ?"), max_length=200)


class UseForm(Form):
    """Which open invoice of the client takes what it paid too much."""

    invoice = forms.ChoiceField(label=gettext_lazy("La facture à payer"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, choices: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["invoice"].choices = list(choices)


class ReminderForm(Form):
    email = forms.EmailField(label=gettext_lazy("L’adresse e-mail du client"))
    text = forms.CharField(
        label=gettext_lazy("Votre message"),
        help_text=gettext_lazy("Relisez, changez ce que vous voulez. Le client le reçoit tel quel."),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 14}),
    )


class LifecycleForm(Form):
    code = forms.ChoiceField(
        label=gettext_lazy("Ce que dit la plateforme"),
        choices=[
            (code.value, code.label)
            for code in (LifecycleCode.DEPOSITED, LifecycleCode.REFUSED, LifecycleCode.REJECTED)
        ],
    )
    motive = forms.CharField(
        label=gettext_lazy("Le motif"),
        help_text=gettext_lazy("Obligatoire pour un refus ou un rejet."),
        required=False,
        max_length=300,
    )


class AccountForm(Form):
    name = forms.CharField(label=gettext_lazy("Le nom du compte"), max_length=80)
    iban = forms.CharField(label=gettext_lazy("L’IBAN"), required=False, max_length=42)

    def clean_iban(self) -> str:
        typed = self.cleaned_data["iban"]
        try:
            return parse_iban(typed) if typed else ""
        except InvalidIban as error:
            raise ValidationError(str(error), code=error.code) from error


class StatementForm(Form):
    file = forms.FileField(
        label=gettext_lazy("Le relevé de la banque"),
        help_text=gettext_lazy("Un fichier CAMT.053, OFX ou CSV, téléchargé depuis le site de la banque."),
    )


class MatchForm(Form):
    """What a movement is: one of the proposals, a payment already noted, any open invoice, or nothing."""

    fate = forms.ChoiceField(label=gettext_lazy("Ce mouvement, c’est…"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=gettext_lazy("Si ce n’est pas une facture, dites ce que c’est"), required=False, max_length=200
    )

    more = forms.BooleanField(
        label=gettext_lazy("La somme dépasse ce qui reste à payer"),
        help_text=gettext_lazy("Ce qui dépasse devient une avance chez ce fournisseur."),
        required=False,
    )

    def __init__(self, *args: Any, choices: Choices, goes_out: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["fate"].choices = list(choices)
        if not goes_out:
            del self.fields["more"]
        self.initial.setdefault("fate", self.fields["fate"].choices[0][0])


class MappingForm(Form):
    """What the columns of a bank's CSV mean. `titles`: those of the file."""

    date = forms.ChoiceField(label=gettext_lazy("La date"))
    label = forms.ChoiceField(label=gettext_lazy("Le libellé"), required=False)
    amount = forms.ChoiceField(label=gettext_lazy("Le montant, avec son signe"), required=False)
    debit = forms.ChoiceField(label=gettext_lazy("Le débit"), required=False)
    credit = forms.ChoiceField(label=gettext_lazy("Le crédit"), required=False)
    counterparty = forms.ChoiceField(label=gettext_lazy("Qui paie"), required=False)
    reference = forms.ChoiceField(label=gettext_lazy("La référence"), required=False)
    decimal = forms.ChoiceField(
        label=gettext_lazy("Les centimes viennent après"),
        choices=[(",", gettext_lazy("une virgule")), (".", gettext_lazy("un point"))],
    )
    date_format = forms.ChoiceField(
        label=gettext_lazy("Les dates s’écrivent"),
        choices=[(form, date(2026, 3, 31).strftime(form)) for form in DATE_FORMATS],
    )

    def __init__(self, *args: Any, mapping: CsvMapping, titles: Iterable[str], **kwargs: Any) -> None:
        self.mapping = mapping
        super().__init__(*args, initial=mapping.to_json(), **kwargs)
        choices = [("", "—"), *((title, title) for title in titles)]
        for name in ("date", "label", "amount", "debit", "credit", "counterparty", "reference"):
            self.fields[name].choices = choices

    @property
    def told(self) -> dict[str, str]:
        return self.mapping.to_json() | self.cleaned_data


class LateRateForm(Form):
    audience = forms.ChoiceField(label=gettext_lazy("Pour qui ?"), choices=LateAudience.choices)
    rate = AmountField(
        label=gettext_lazy("Le taux par an, en pour cent"),
        help_text=gettext_lazy("Par exemple 12,15. Le taux de la banque centrale, plus ceux de la loi."),
    )
    valid_from = FrenchDateField(label=gettext_lazy("À partir du"))
    source = forms.CharField(
        label=gettext_lazy("D’où vient ce taux ?"),
        help_text=gettext_lazy("Le texte ou la page officielle, avec sa date."),
        max_length=300,
    )

    def clean_rate(self) -> int:
        rate: Euro = self.cleaned_data["rate"]
        if not ZERO < rate < Euro(10_000):
            raise ValidationError(_("Écrivez un taux entre 0 et 100."))
        return rate.cents
