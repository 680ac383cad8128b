"""What an accountant writes about lateness, cheques and the till."""

from datetime import date
from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kpacite.domain.sales.rules.lateness import LateSum
from kpacite.domain.sales.services.payments import Claim
from kpacite.kernel.money import Euro
from kpacite.platform.forms import Form, FrenchDateField


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
