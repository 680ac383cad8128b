"""What a KPA offers for the story of a bilan, and what the network answers."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kpacite.domain.indicators.enums import Section, TextKind
from kpacite.domain.indicators.models import LONGEST_ANSWER, ReportText
from kpacite.domain.indicators.services import OfferDetails
from kpacite.interfaces.www.bilan.forms import TextForm
from kpacite.platform.forms import Form, FrenchDateField

KEEP, DECLINE = "keep", "decline"


class OfferForm(TextForm):
    """Words of this KPA; `text`: those that are mended."""

    def __init__(self, *args: Any, text: ReportText | None = None, **kwargs: Any) -> None:
        super().__init__(*args, text=text, **kwargs)
        del self.fields["kpa"]
        self.fields["kind"].choices = [
            (TextKind.QUOTE.value, _("Une parole de notre KPA")),
            (TextKind.STORY.value, _("Un texte : ce que nous avons fait")),
        ]
        if text is None:
            self.initial["kind"] = TextKind.QUOTE

    @property
    def offered(self) -> OfferDetails:
        data = self.cleaned_data
        return {
            "section": Section(data["section"]),
            "kind": TextKind(data["kind"]),
            "body": data["body"],
        }


class AskForm(Form):
    until = FrenchDateField(
        label=gettext_lazy("Les KPA proposent jusqu’au"),
        help_text=gettext_lazy("Ce jour compris. Laissez vide pour ne plus demander."),
        required=False,
    )


class AnswerForm(Form):
    """One answer to one offer. `version`: the words that were read."""

    decision = forms.ChoiceField(
        label=gettext_lazy("Votre réponse"),
        choices=[
            (KEEP, gettext_lazy("La mettre dans le récit")),
            (DECLINE, gettext_lazy("Ne pas la retenir")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choisissez une réponse.")},
    )
    reason = forms.CharField(
        label=gettext_lazy("Si vous ne la retenez pas, dites pourquoi"),
        help_text=gettext_lazy("Le KPA lira ces mots."),
        max_length=LONGEST_ANSWER,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("decision") == DECLINE and not data.get("reason", "").strip():
            self.add_error("reason", ValidationError(_("Dites pourquoi : le KPA lira votre réponse.")))
        return data

    @property
    def keeps(self) -> bool:
        return self.cleaned_data["decision"] == KEEP
