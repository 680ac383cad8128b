"""Where one is paid, and the file of transfers."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kpacite.domain.sales.models import BankAccount
from kpacite.platform.forms import Form, FrenchDateField


class OwnAccountForm(Form):
    holder = forms.CharField(label=_("Le nom écrit sur le RIB"), max_length=70)
    iban = forms.CharField(
        label=_("L’IBAN"),
        help_text=_("Il est sur votre RIB. En France, il commence par FR76."),
        max_length=50,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


class TransferForm(Form):
    """`accounts`: those of the carrier that a transfer may leave from."""

    account = forms.ChoiceField(label=_("Le compte qui paie"))
    on = FrenchDateField(label=_("Le jour des virements"))

    def __init__(self, *args: Any, accounts: Iterable[BankAccount], today: date, **kwargs: Any) -> None:
        kwargs["initial"] = {"on": today} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        self.accounts = {str(one.pk): one for one in accounts}
        self.fields["account"].choices = [(key, str(one)) for key, one in self.accounts.items()]

    @property
    def chosen(self) -> BankAccount:
        return self.accounts[self.cleaned_data["account"]]
