"""What is typed about the group around a person, a service, an orientation and its answer."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from kpacite.domain.paths.enums import NoteTheme, OrientationState, SupportQuality
from kpacite.domain.paths.models import PartnerService
from kpacite.domain.people.models import Person
from kpacite.platform.forms import Form, FrenchDateField, PhoneField

LONGEST = 500


class PartnerForm(Form):
    name = forms.CharField(label=_("Le nom du service"), max_length=120)
    about = forms.CharField(
        label=_("Ce qu’il fait"),
        help_text=_("En quelques mots : pour quoi on y va."),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    contact = forms.CharField(label=_("La personne à contacter"), required=False, max_length=120)
    phone = PhoneField(label=_("Son téléphone"), required=False)
    email = forms.EmailField(label=_("Son e-mail"), required=False)


class SupportForm(Form):
    """`people` and `services`: those that may be proposed."""

    quality = forms.ChoiceField(
        label=_("Comme"),
        choices=SupportQuality.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Dites comme quoi.")},
    )
    who = forms.ChoiceField(label=_("Une personne du KPA"), required=False)
    service = forms.ChoiceField(label=_("Ou un service partenaire"), required=False)
    contact = forms.CharField(label=_("Qui, dans ce service"), required=False, max_length=120)
    reason = forms.CharField(
        label=_("Pour quoi"),
        help_text=_("La personne lit ces mots avant de répondre. Pas de diagnostic."),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Écrivez pour quoi, en quelques mots.")},
    )
    start = FrenchDateField(label=_("Depuis le"), error_messages={"required": _("Écrivez le premier jour.")})
    end = FrenchDateField(label=_("Jusqu’au"), help_text=_("Vide : on ne sait pas encore."), required=False)

    def __init__(
        self, *args: Any, people: Iterable[Person], services: Iterable[PartnerService], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._people = {person.public_id: person for person in people}
        self._services = {str(row.pk): row for row in services}
        blank = ("", _("Choisir…"))
        self.fields["who"].choices = [blank, *((key, str(who)) for key, who in self._people.items())]
        self.fields["service"].choices = [blank, *((key, row.name) for key, row in self._services.items())]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("quality") == SupportQuality.PARTNER:
            if not cleaned.get("service"):
                self.add_error("service", ValidationError(_("Choisissez le service.")))
            cleaned["who"] = ""
        elif cleaned.get("quality"):
            if not cleaned.get("who"):
                self.add_error("who", ValidationError(_("Choisissez la personne.")))
            cleaned["service"], cleaned["contact"] = "", ""
        start, end = cleaned.get("start"), cleaned.get("end")
        if start and end and end < start:
            self.add_error("end", ValidationError(_("La fin vient après le début.")))
        return cleaned

    @property
    def chosen(self) -> dict[str, Any]:
        typed = self.cleaned_data
        return {
            "quality": SupportQuality(typed["quality"]),
            "supporter": self._people.get(typed["who"]),
            "service": self._services.get(typed["service"]),
            "contact": typed["contact"],
        }


class OrientationForm(Form):
    service = forms.ChoiceField(
        label=_("Le service"), error_messages={"required": _("Choisissez un service de la liste.")}
    )
    theme = forms.ChoiceField(label=_("Le sujet"), choices=[("", _("Choisir…")), *NoteTheme.choices])
    reason = forms.CharField(
        label=_("Ce que le service saura"),
        help_text=_("Seulement ce qu’il faut pour vous recevoir. Ni diagnostic, ni histoire de vie."),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Écrivez quelques mots.")},
    )

    def __init__(self, *args: Any, services: Iterable[PartnerService], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._services = {str(row.pk): row for row in services}
        choices = [("", _("Choisir…")), *((key, row.name) for key, row in self._services.items())]
        self.fields["service"].choices = choices

    @property
    def chosen(self) -> PartnerService:
        return self._services[self.cleaned_data["service"]]


class AnswerForm(Form):
    state = forms.ChoiceField(
        label=_("Le service"),
        choices=[
            (OrientationState.ACCEPTED.value, _("dit oui")),
            (OrientationState.REFUSED.value, _("dit non")),
            (OrientationState.UNANSWERED.value, _("ne répond pas")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Dites la réponse du service.")},
    )
    day = FrenchDateField(label=_("Le jour"), error_messages={"required": _("Écrivez le jour.")})
    words = forms.CharField(
        label=_("Quelques mots sur la suite"),
        help_text=_("Par exemple : premier rendez-vous le 12 mai. Pas de diagnostic."),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class PrescriberForm(Form):
    service = forms.ChoiceField(label=_("Le service qui a orienté la personne"), required=False)
    contact = forms.CharField(label=_("Qui, dans ce service"), required=False, max_length=120)

    def __init__(self, *args: Any, services: Iterable[PartnerService], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._services = {str(row.pk): row for row in services}
        choices = [("", _("On ne sait pas")), *((key, row.name) for key, row in self._services.items())]
        self.fields["service"].choices = choices

    @property
    def chosen(self) -> PartnerService | None:
        return self._services.get(self.cleaned_data["service"])


class GatherForm(PrescriberForm):
    """Words written by hand, and the service that they mean."""

    words = forms.CharField(max_length=120, widget=forms.HiddenInput)
    contact = None  # type: ignore[assignment]
    service = forms.ChoiceField(
        label=_("C’est ce service"), error_messages={"required": _("Choisissez le service.")}
    )
