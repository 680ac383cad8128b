"""What a member notes of a client's answer."""

from django import forms
from django.utils.translation import gettext_lazy as _

from kpacite.platform.forms import Form


class PaperForm(Form):
    name = forms.CharField(
        label=_("Le nom de la personne qui a signé"),
        max_length=120,
        error_messages={"required": _("Écrivez le nom de la personne qui a signé.")},
    )
    signed = forms.BooleanField(
        label=_("J’ai le devis signé, ou un message écrit du client"),
        error_messages={"required": _("Gardez une preuve écrite, puis cochez la case.")},
    )
