"""What the coordination of the network writes to prepare and freeze a bilan."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kpacite.domain.funding.models import Grant
from kpacite.domain.funding.selectors import grants
from kpacite.domain.indicators.enums import AgeOn, Outside, PhotoRemoval, Section, TextKind
from kpacite.domain.indicators.models import ReportText
from kpacite.domain.indicators.models.photos import LONGEST_ALT, LONGEST_CREDIT
from kpacite.domain.indicators.rules.links import LINK_DAYS, USUAL_DAYS
from kpacite.domain.indicators.services import PhotoDetails, TextDetails
from kpacite.domain.organisations.models import Kpa, Tag
from kpacite.interfaces.www.bilan.parts import Part, choices_of, kpas_and_tags
from kpacite.platform.forms import Form, FrenchDateField

DAYS = {"first": gettext_lazy("Écrivez le premier jour."), "last": gettext_lazy("Écrivez le dernier jour.")}
LIVES = {30: gettext_lazy("30 jours"), 90: gettext_lazy("3 mois"), 365: gettext_lazy("un an")}


class ReportForm(Form):
    """`part`: empty for the network, else `kpa:<pk>`, `tag:<pk>` or `grant:<pk>`, which brings its dates.

    `grant`: the agreement whose bilan is wanted.
    """

    title = forms.CharField(
        label=gettext_lazy("Le titre"),
        help_text=gettext_lazy("Par exemple : Bilan du réseau 2025."),
        max_length=120,
    )
    first = FrenchDateField(
        label=gettext_lazy("Le premier jour"),
        help_text=gettext_lazy("Pour une convention, laissez vide pour prendre ses dates."),
        required=False,
    )
    last = FrenchDateField(label=gettext_lazy("Le dernier jour"), required=False)
    part = forms.ChoiceField(label=gettext_lazy("La partie du réseau"), required=False)
    age_on = forms.ChoiceField(
        label=gettext_lazy("L’âge est compté"), choices=AgeOn.choices, initial=AgeOn.ENTRY
    )

    def __init__(self, *args: Any, grant: Grant | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs | {"initial": _of_agreement(grant) if grant else {}})
        self.parts: dict[str, Part] = dict(kpas_and_tags())
        self.parts |= {f"grant:{each.pk}": each for each in grants()}
        self.fields["part"].choices = choices_of(self.parts)
        for name, sentence in DAYS.items():
            self.fields[name].required = self._agreement() is None and grant is None
            self.fields[name].error_messages["required"] = sentence

    def _agreement(self) -> Grant | None:
        """The one that is chosen: it has its own days."""
        part = self.parts.get(self.data.get("part", ""))
        return part if isinstance(part, Grant) else None

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if agreement := self._agreement():
            for name in DAYS:
                if name not in self.errors and not data.get(name):
                    data[name] = getattr(agreement, name)
        first, last = data.get("first"), data.get("last")
        if first and last and last < first:
            self.add_error(
                "last", ValidationError(_("Le dernier jour vient après le premier, ou le même jour."))
            )
        return data

    @property
    def days(self) -> tuple[date, date]:
        return self.cleaned_data["first"], self.cleaned_data["last"]

    @property
    def chosen_part(self) -> Kpa | Tag | Grant | None:
        return self.parts.get(self.cleaned_data["part"])


def _of_agreement(grant: Grant) -> dict[str, Any]:
    return {
        "title": grant.title,
        "first": grant.first,
        "last": grant.last,
        "part": f"grant:{grant.pk}",
        "age_on": AgeOn.ENTRY,
    }


class FreezeForm(Form):
    reason = forms.CharField(
        label=gettext_lazy("Pourquoi une nouvelle version"),
        help_text=gettext_lazy("Par exemple : les sorties de La Rochelle sont arrivées."),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, is_first: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_first:
            del self.fields["reason"]


class TextForm(Form):
    """A piece of the story; `text`: the one that is mended."""

    section = forms.ChoiceField(label=gettext_lazy("L’endroit de la page"), choices=Section.choices)
    kind = forms.ChoiceField(
        label=gettext_lazy("Ce que c’est"), choices=TextKind.choices, widget=forms.RadioSelect
    )
    body = forms.CharField(
        label=gettext_lazy("Le texte"),
        help_text=gettext_lazy("Ne nommez personne. Une ligne vide sépare deux paragraphes."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    kpa = forms.ModelChoiceField(
        label=gettext_lazy("Le KPA qui parle"),
        help_text=gettext_lazy("Pour une parole. Pour un texte, laissez vide."),
        queryset=Kpa.objects.none(),
        required=False,
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, text: ReportText | None = None, **kwargs: Any) -> None:
        initial: dict[str, Any] = {"kind": TextKind.STORY}
        if text is not None:
            initial = {name: getattr(text, name) for name in ("section", "kind", "body", "kpa", "version")}
        super().__init__(*args, **kwargs | {"initial": initial})
        kpas = Kpa.objects.select_related("organisation").order_by("organisation__name")
        self.fields["kpa"].queryset = kpas

    @property
    def details(self) -> TextDetails:
        data = self.cleaned_data
        return {
            "section": Section(data["section"]),
            "kind": TextKind(data["kind"]),
            "body": data["body"],
            "kpa": data["kpa"],
        }


class PhotoForm(Form):
    """A photo of the story, from a phone or a computer."""

    file = forms.FileField(
        label=gettext_lazy("La photo"),
        help_text=gettext_lazy("Prenez-la en photo, ou choisissez-la. Le lieu et l’heure sont effacés."),
        widget=forms.FileInput(attrs={"accept": "image/*"}),
    )
    section = forms.ChoiceField(label=gettext_lazy("L’endroit de la page"), choices=Section.choices)
    alt = forms.CharField(
        label=gettext_lazy("Ce qu’on voit sur la photo"),
        help_text=gettext_lazy(
            "Pour qui ne la voit pas. Par exemple : trois personnes préparent un repas. Ne nommez personne."
        ),
        max_length=LONGEST_ALT,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": gettext_lazy("Écrivez ce qu’on voit sur la photo, pour qui ne la voit pas.")
        },
    )
    credit = forms.CharField(
        label=gettext_lazy("Qui a pris la photo"),
        help_text=gettext_lazy("Par exemple : KPA Touraine."),
        max_length=LONGEST_CREDIT,
    )
    agreed = forms.BooleanField(
        label=gettext_lazy("Toutes les personnes qu’on reconnaît sont d’accord"),
        help_text=gettext_lazy("Pour un enfant, ses parents aussi. Votre prénom et la date sont gardés."),
        error_messages={
            "required": gettext_lazy(
                "Demandez d’abord l’accord de chaque personne qu’on reconnaît, puis cochez la case."
            )
        },
    )

    @property
    def details(self) -> PhotoDetails:
        data = self.cleaned_data
        return {"section": Section(data["section"]), "alt": data["alt"], "credit": data["credit"]}


class PhotoRemovalForm(Form):
    why = forms.ChoiceField(
        label=gettext_lazy("Pourquoi l’enlever"),
        choices=[(each.value, each.label) for each in PhotoRemoval if each is not PhotoRemoval.DECLINED],
        widget=forms.RadioSelect,
    )

    @property
    def why_chosen(self) -> PhotoRemoval:
        return PhotoRemoval(self.cleaned_data["why"])


class LinkForm(Form):
    given_to = forms.CharField(
        label=gettext_lazy("Pour qui est ce lien"),
        help_text=gettext_lazy("Une structure plutôt qu’une personne. Par exemple : le Département."),
        max_length=120,
    )
    audience = forms.ChoiceField(
        label=gettext_lazy("Les chiffres montrés sont ceux que lisent"),
        choices=Outside.choices,
        widget=forms.RadioSelect,
        initial=Outside.PUBLIC,
    )
    days = forms.TypedChoiceField(
        label=gettext_lazy("Le lien marche"),
        choices=[(days, LIVES[days]) for days in LINK_DAYS],
        coerce=int,
        initial=USUAL_DAYS,
    )

    @property
    def details(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {
            "given_to": data["given_to"],
            "audience": Outside(data["audience"]),
            "days": data["days"],
        }
