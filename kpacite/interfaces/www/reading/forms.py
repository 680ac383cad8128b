"""What one may choose on the reading comfort page."""

from typing import Any, Self

from django import forms
from django.utils.translation import gettext_lazy as _

from kpacite.platform.forms import Form
from kpacite.platform.reading import Reading


class ReadingForm(Form):
    size = forms.TypedChoiceField(
        label=_("La taille du texte"),
        coerce=int,
        choices=[(100, _("Normale")), (115, _("Grande")), (130, _("Très grande"))],
        widget=forms.RadioSelect,
    )
    theme = forms.ChoiceField(
        label=_("Les couleurs"),
        choices=[("auto", _("Comme mon appareil")), ("clair", _("Claires")), ("sombre", _("Sombres"))],
        widget=forms.RadioSelect,
    )
    contrast = forms.BooleanField(
        label=_("Plus de contraste"), help_text=_("Le texte et les bords sont plus foncés."), required=False
    )
    simple = forms.BooleanField(
        label=_("Texte simple"),
        help_text=_("Plus d’espace entre les lignes, des mots entiers."),
        required=False,
    )
    without_dot = forms.BooleanField(
        label=_("Sans point médian"),
        help_text=_("On écrit « une coopérante ou un coopérant »."),
        required=False,
    )

    @classmethod
    def showing(cls, reading: Reading) -> Self:
        return cls(initial=vars(reading))

    def to_reading(self) -> Reading:
        data: dict[str, Any] = self.cleaned_data
        return Reading(**data)
