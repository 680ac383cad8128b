"""What a client writes behind their link."""

from django import forms
from django.utils.translation import gettext_lazy as _

from kpacite.interfaces.www.sales.forms.base import SubmissionForm
from kpacite.platform.forms import Form


class ClientMessageForm(SubmissionForm):
    text = forms.CharField(
        label=_("Une question, un changement, un problème ?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Écrivez votre message.")},
    )


class AcceptForm(Form):
    """`text`: the words that were on the page, kept as they were read."""

    name = forms.CharField(label=_("Votre nom et votre prénom"), max_length=120)
    agreed = forms.BooleanField(
        label=_("J’ai lu le devis et je l’accepte"),
        error_messages={"required": _("Cochez la case pour accepter.")},
    )
    text = forms.CharField(widget=forms.HiddenInput, max_length=2000)


class ClientRefusalForm(Form):
    reason = forms.CharField(
        label=_("Pourquoi"),
        help_text=_("Cela aide le KPA. Vous pouvez laisser vide."),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
