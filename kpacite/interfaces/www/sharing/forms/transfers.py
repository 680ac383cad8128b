"""Where one is paid, and the file of transfers."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kpacite.domain.sales.models import BankAccount
from kpacite.domain.sharing.rules.cut_off import LAST_CUT_OFF, NO_CUT_OFF
from kpacite.platform.forms import Form, FrenchDateField


class OwnAccountForm(Form):
    holder = forms.CharField(label=_("Le nom écrit sur le RIB"), max_length=70)
    iban = forms.CharField(
        label=_("L’IBAN"),
        help_text=_("Il est sur votre RIB. En France, il commence par FR76."),
        max_length=50,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


class CutOffForm(Form):
    """The last day of the month to ask for pay, from a day on."""

    value = forms.IntegerField(
        label=_("Le dernier jour du mois pour demander"),
        help_text=_("Par exemple 20. Écrivez 0 s’il n’y en a pas."),
        min_value=NO_CUT_OFF,
        max_value=LAST_CUT_OFF,
    )
    valid_from = FrenchDateField(label=_("À partir du"))
    reason = forms.CharField(
        label=_("Pourquoi ?"), help_text=_("Par exemple : calendrier de la paie 2026."), max_length=300
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
