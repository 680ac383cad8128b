"""What an accountant writes about lateness, cheques and the till."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kpacite.domain.sales.enums import PaymentMeans
from kpacite.domain.sales.models import BankAccount, Payment
from kpacite.domain.sales.rules.lateness import LateSum
from kpacite.domain.sales.services.payments import Claim, Slip
from kpacite.kernel.money import Euro
from kpacite.platform.forms import AmountField, Form, FrenchDateField
from kpacite.platform.templatetags.kpacite import jour


class ClaimForm(Form):
    """Which of the computed sums are asked, and before when. `key` makes a second click harmless."""

    with_indemnity = forms.BooleanField(required=False)
    with_interest = forms.BooleanField(required=False)
    due_on = FrenchDateField(label=gettext_lazy("À payer avant le"))
    key = forms.CharField(widget=forms.HiddenInput, max_length=40)

    def __init__(self, *args: Any, due_on: date, found: LateSum | None, **kwargs: Any) -> None:
        interest = found.interest_cents if found else 0
        initial = {
            "with_indemnity": bool(found and found.indemnity_cents),
            "with_interest": bool(interest),
            "due_on": due_on,
            "key": str(uuid4()),
        }
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["with_indemnity"].label = _("L’indemnité de recouvrement : %(sum)s") % {
            "sum": Euro(found.indemnity_cents if found else 0)
        }
        self.fields["with_interest"].label = _("Les intérêts de retard : %(sum)s") % {
            "sum": Euro(interest or 0)
        }
        if found and not found.indemnity_cents:
            del self.fields["with_indemnity"]
        if found and not interest:
            del self.fields["with_interest"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not data.get("with_indemnity") and not data.get("with_interest"):
            raise ValidationError(_("Cochez ce que vous réclamez."))
        return data

    @property
    def claim(self) -> Claim:
        data = self.cleaned_data
        return Claim(
            with_indemnity=bool(data.get("with_indemnity")),
            with_interest=bool(data.get("with_interest")),
            due_on=data["due_on"],
            key=data["key"],
        )


class WaiverForm(Form):
    GIFT, MISTAKE = "remise", "erreur"
    kind = forms.ChoiceField(
        label=gettext_lazy("Pourquoi ?"),
        choices=[
            (GIFT, gettext_lazy("C’est une remise : on ne réclamera plus ces jours")),
            (MISTAKE, gettext_lazy("C’est une erreur : on pourra réclamer à nouveau")),
        ],
        widget=forms.RadioSelect,
        initial=GIFT,
    )
    reason = forms.CharField(label=gettext_lazy("La raison, que le client lira"), max_length=200)


class DepositForm(Form):
    """The cheques (or cards) that go, or how much cash; where and when. `held`: what waits, in cents."""

    payments = forms.MultipleChoiceField(
        label=gettext_lazy("Ce que vous remettez"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choisissez ce que vous remettez.")},
    )
    amount = AmountField(label=gettext_lazy("Le montant remis"))
    fee = AmountField(
        label=gettext_lazy("La commission de la banque"),
        help_text=gettext_lazy("Ce qu’elle a gardé. Rien : laissez vide."),
        required=False,
    )
    account = forms.ChoiceField(label=gettext_lazy("Sur quel compte ?"))
    deposited_on = FrenchDateField(label=gettext_lazy("Le jour de la remise"))
    bank_reference = forms.CharField(
        label=gettext_lazy("Le numéro écrit par la banque"), required=False, max_length=60
    )
    key = forms.CharField(widget=forms.HiddenInput, max_length=40)

    def __init__(
        self,
        *args: Any,
        means: PaymentMeans,
        today: date,
        accounts: Iterable[BankAccount],
        payments: Iterable[Payment],
        held: int,
        **kwargs: Any,
    ) -> None:
        self.means, self.accounts = means, {str(account.pk): account for account in accounts}
        rows = {str(payment.pk): payment for payment in payments}
        initial = {
            "payments": list(rows),
            "amount": Euro(held) if means == PaymentMeans.CASH else None,
            "account": next(iter(self.accounts), ""),
            "deposited_on": today,
            "key": str(uuid4()),
        }
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["account"].choices = [(key, str(account)) for key, account in self.accounts.items()]
        self.fields["payments"].choices = [(key, _told(payment)) for key, payment in rows.items()]
        unused = {
            PaymentMeans.CASH: ("payments", "fee"),
            PaymentMeans.CHEQUE: ("amount", "fee"),
            PaymentMeans.CARD: ("amount",),
        }
        for name in unused[means]:
            del self.fields[name]

    @property
    def slip(self) -> Slip:
        data = self.cleaned_data
        cash, fee = data.get("amount"), data.get("fee")
        return Slip(
            account=self.accounts[data["account"]],
            means=self.means,
            on=data["deposited_on"],
            key=f"form.{data['key']}",
            payments=[int(key) for key in data.get("payments", ())],
            cash_cents=0 if cash is None else cash.cents,
            fee_cents=0 if fee is None else fee.cents,
            bank_reference=data["bank_reference"],
        )


def _told(payment: Payment) -> str:
    words = _("%(client)s, %(sum)s, reçu le %(day)s") % {
        "client": payment.client.name,
        "sum": Euro(payment.amount_cents),
        "day": jour(payment.received_on),
    }
    return f"{words} ({payment.reference})" if payment.reference else words


class BounceForm(Form):
    deposited_on = FrenchDateField(label=gettext_lazy("Le jour où la banque a repris la somme"))
    reason = forms.CharField(
        label=gettext_lazy("Le motif de la banque"),
        help_text=gettext_lazy("Par exemple : sans provision, opposition."),
        max_length=200,
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, initial={"deposited_on": today}, **kwargs)
