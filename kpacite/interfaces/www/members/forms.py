"""What is written about someone who comes: as little as possible."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from kpacite.domain.members.models import WelcomeFile, WelcomeQuestion
from kpacite.domain.people.models import Person
from kpacite.interfaces.www.public.forms import TOKEN_LENGTH, new_token
from kpacite.platform.forms import Form, FrenchDateField, HoneypotMixin, PhoneField
from kpacite.platform.templatetags.kpacite import insecable

WAYS = ("email", "phone", "other_contact")


class NewcomerForm(Form):
    """A first name, and one way to reach the person."""

    first_name = forms.CharField(label=_("Le prénom"), max_length=80)
    phone = PhoneField(label=_("Le téléphone"), required=False, max_length=20)
    email = forms.EmailField(label=_("L’e-mail"), required=False, max_length=254)
    other_contact = forms.CharField(
        label=_("Un autre moyen"),
        help_text=_("Par exemple : par ma sœur, ou au centre social."),
        required=False,
        max_length=200,
    )
    words = forms.CharField(
        label=_("Ce qui donne envie"),
        help_text=_("Avec vos mots, dans la langue que vous voulez."),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    token = forms.RegexField(rf"^[0-9a-f]{{{TOKEN_LENGTH}}}$", widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"token": new_token()} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not any(data.get(way) for way in WAYS) and not set(WAYS) & set(self.errors):
            self.add_error("phone", ValidationError(_("Donnez un moyen de vous joindre : un seul suffit.")))
        return data

    @property
    def details(self) -> dict[str, Any]:
        data = dict(self.cleaned_data)
        return data | {"token": data.get("token") or None}


class JoinForm(HoneypotMixin, NewcomerForm):
    """The same, by the person herself, without an account."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = {
            "first_name": _("Votre prénom"),
            "phone": _("Votre téléphone"),
            "email": _("Votre e-mail"),
            "words": _("Ce qui vous donne envie"),
        }
        for name, label in labels.items():
            self.fields[name].label = label
        self.fields["first_name"].error_messages["required"] = _("Écrivez votre prénom.")

    @property
    def details(self) -> dict[str, Any]:
        return {name: value for name, value in super().details.items() if name != self.HONEYPOT}


class FactsForm(Form):
    """Who she is, as far as the charter asks: a name to sign with, an age."""

    first_name = forms.CharField(label=_("Le prénom"), max_length=80)
    last_name = forms.CharField(label=_("Le nom"), max_length=80, required=False)
    birth_date = FrenchDateField(
        label=_("La date de naissance"),
        help_text=_(
            "Parce qu’il y a un âge minimum. La coordination et la personne qui accueille la lisent."
        ),
        required=False,
    )
    phone = PhoneField(label=_("Le téléphone"), required=False, max_length=20)
    email = forms.EmailField(label=_("L’e-mail"), required=False, max_length=254)
    other_contact = forms.CharField(label=_("Un autre moyen"), required=False, max_length=200)

    def __init__(self, *args: Any, file: WelcomeFile, today: date, **kwargs: Any) -> None:
        self.today = today
        kwargs["initial"] = {name: getattr(file, name) for name in self.base_fields}
        super().__init__(*args, **kwargs)

    def clean_birth_date(self) -> date | None:
        day = self.cleaned_data["birth_date"]
        if day is not None and not date(1900, 1, 1) <= day <= self.today:
            raise ValidationError(_("Écrivez la date de naissance, par exemple 6 mars 1998."))
        return day


class WelcomerForm(Form):
    welcomer = forms.ChoiceField(label=_("Qui accueille"), widget=forms.Select)

    def __init__(self, *args: Any, people: Iterable[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {person.public_id: person for person in people}
        choices = [(key, str(person)) for key, person in self.people.items()]
        self.fields["welcomer"].choices = [("", _("Choisir une personne")), *choices]

    @property
    def person(self) -> Person:
        return self.people[self.cleaned_data["welcomer"]]


class StepForm(Form):
    done_on = FrenchDateField(label=_("Le jour"))
    done_with = forms.CharField(
        label=_("Avec qui"), help_text=_("Un prénom suffit."), required=False, max_length=80
    )


class AnswerForm(Form):
    """One question. Nobody has to answer."""

    words = forms.CharField(
        label="…", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, question: WelcomeQuestion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"].label = insecable(question.label)
        self.fields["words"].help_text = question.help


class GuardianForm(Form):
    name = forms.CharField(label=_("Le prénom et le nom du représentant légal"), max_length=160)
    contact = forms.CharField(
        label=_("Comment le joindre"), help_text=_("Un téléphone ou un e-mail."), max_length=200
    )
    signed_on = FrenchDateField(label=_("Le jour de sa signature"))
    agrees = forms.BooleanField(
        label=_("Le représentant légal est là et dit oui"),
        help_text=_("Ou bien ajoutez la photo du papier signé."),
        required=False,
    )
    file = forms.FileField(
        label=_("La photo du papier signé"),
        help_text=_("Photo ou PDF, 5 Mo au plus. Le fichier est chiffré."),
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("agrees") and not data.get("file") and "file" not in self.errors:
            self.add_error("file", ValidationError(_("Ajoutez la photo du papier signé, ou cochez la case.")))
        return data


class EnterForm(Form):
    """The charter, at the door. `seen`: hash of the text on the page."""

    typed_name = forms.CharField(
        label=_("La personne écrit son prénom et son nom"),
        help_text=_("Écrire son nom vaut signature."),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    paper_note = forms.CharField(
        label=_("Ou elle a signé sur papier : où est la feuille"),
        help_text=_("Par exemple : classeur des chartes."),
        max_length=300,
        required=False,
    )
    seen = forms.CharField(max_length=64, widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, has_charter: bool, **kwargs: Any) -> None:
        self.has_charter = has_charter
        super().__init__(*args, **kwargs)
        if not has_charter:
            del self.fields["typed_name"], self.fields["paper_note"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.has_charter and not data.get("typed_name") and not data.get("paper_note"):
            self.add_error(
                "typed_name", ValidationError(_("Écrivez le nom, ou dites où est la feuille signée."))
            )
        return data


class WithdrawForm(Form):
    words = forms.CharField(
        label=_("Pourquoi, en quelques mots"),
        help_text=_("Par exemple : a trouvé une formation. Rien sur la santé."),
        required=False,
        max_length=200,
    )


class DayForm(Form):
    """One day."""

    day = FrenchDateField(label=_("Le jour"))


class PauseForm(DayForm):
    words = forms.CharField(label=_("Pourquoi, si la personne veut le dire"), required=False, max_length=300)


class SettleForm(Form):
    """What is settled before someone leaves."""

    situation = forms.BooleanField(
        label=_("La situation à la sortie est notée"),
        help_text=_("« On ne sait pas » est une réponse."),
        required=False,
    )
    equipment = forms.BooleanField(label=_("Le matériel est rendu"), required=False)
    balance = forms.BooleanField(
        label=_("Le solde est réglé"),
        help_text=_("Ce qui reste à verser est demandé à la CAE."),
        required=False,
    )


class LendForm(DayForm):
    words = forms.CharField(
        label=_("Ce qui est prêté"), help_text=_("Par exemple : la clé de la réserve."), max_length=120
    )
    field_order = ["words", "day"]


class ReturnForm(DayForm):
    note = forms.CharField(
        label=_("Comment, si besoin"),
        help_text=_("Par exemple : perdue, on en refait une."),
        required=False,
        max_length=200,
    )
