"""Fields accept what people type, and say in French what is missing."""

from datetime import date
from typing import Any

import pytest
from django import forms as django_forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st

from kpacite.kernel.errors import DomainError
from kpacite.kernel.money import Euro
from kpacite.platform import forms


class Contact(forms.HoneypotMixin, forms.Form):
    name = django_forms.CharField(label="Votre nom", max_length=5)
    siret = django_forms.CharField(label="SIRET")
    email = django_forms.EmailField(label="Votre adresse e-mail")
    duration = django_forms.ChoiceField(label="Une durée", choices=[("1", "1 h")])
    agreed = django_forms.BooleanField(label="J’ai lu la charte")
    phone = forms.PhoneField(label="Votre téléphone", required=False)
    own = django_forms.CharField(label="Autre", error_messages={"required": "Dites-nous tout."})


def errors(**data: Any) -> dict[str, str]:
    return {name: messages[0] for name, messages in Contact(data).errors.items()}


def test_an_empty_field_says_what_to_write() -> None:
    assert errors() == {
        "name": "Écrivez votre nom.",
        "siret": "Remplissez « SIRET ».",
        "email": "Écrivez votre adresse e-mail.",
        "duration": "Choisissez une durée.",
        "agreed": "Cochez la case « J’ai lu la charte ».",
        "own": "Dites-nous tout.",
    }


def test_a_wrong_field_says_how_to_write_it() -> None:
    found = errors(name="trop long", email="amina", duration="9", phone="12")
    assert found["name"] == "Écrivez 5 signes au plus. Il y en a 9."
    assert found["email"] == "Écrivez une adresse e-mail, par exemple prenom@exemple.fr."
    assert found["duration"] == "Choisissez une réponse de la liste."
    assert found["phone"].startswith("Écrivez un numéro de téléphone")


def test_browsers_know_what_they_may_fill_in() -> None:
    html = str(Contact()["email"])
    assert 'autocomplete="email"' in html
    assert "required" not in html


def test_a_robot_that_fills_the_hidden_field_is_caught() -> None:
    assert Contact({"site_web": "http://spam.example"}).caught
    assert not Contact({"site_web": ""}).caught


@pytest.mark.parametrize(
    "text",
    ["6 mars 2026", "06/03/2026", "6.3.26", "2026-03-06", " Vendredi 6 MARS 2026 ", "06-03-2026"],
)
def test_a_date_is_read_however_it_is_written(text: str) -> None:
    assert forms.FrenchDateField().clean(text) == date(2026, 3, 6)


@pytest.mark.parametrize("text", ["hier", "31/02/2026", "6 ju 2026", "2026-13-01", "1/2", "0/1/2026"])
def test_an_impossible_date_gets_an_example(text: str) -> None:
    with pytest.raises(ValidationError, match="par exemple 6 mars 2026"):
        forms.FrenchDateField().clean(text)


@given(st.dates(min_value=date(1000, 1, 1)))
def test_a_date_that_the_form_shows_can_be_sent_back(day: date) -> None:
    field = forms.FrenchDateField()
    assert field.clean(field.prepare_value(day)) == day


@pytest.mark.parametrize("text", ["06 12 34 56 78", "+33 6 12 34 56 78", "06.12.34.56.78", "0612345678"])
def test_a_phone_number_is_read_however_it_is_written(text: str) -> None:
    assert forms.PhoneField().clean(text) == "+33612345678"


def test_a_stored_phone_number_is_shown_as_people_read_it() -> None:
    assert forms.PhoneField().prepare_value("+33612345678") == "06 12 34 56 78"
    assert forms.PhoneField(required=False).clean("") == ""


@given(st.integers(-(10**9), 10**9))
def test_an_amount_that_the_form_shows_can_be_sent_back(cents: int) -> None:
    field = forms.AmountField()
    assert field.clean(field.prepare_value(Euro(cents))) == Euro(cents)


def test_a_wrong_amount_gets_an_example() -> None:
    with pytest.raises(ValidationError, match="par exemple 14,50"):
        forms.AmountField().clean("douze")
    with pytest.raises(ValidationError):
        forms.AmountField().clean("")


@given(st.integers(0, 24 * 60))
def test_a_duration_that_the_form_shows_can_be_sent_back(minutes: int) -> None:
    field = forms.DurationField()
    assert field.clean(field.prepare_value(minutes)) == minutes


def test_a_day_has_24_hours_at_most() -> None:
    with pytest.raises(ValidationError, match="24 h au plus"):
        forms.DurationField().clean("25 h")


def test_a_broken_rule_is_told_beside_its_field_or_on_top() -> None:
    form = Contact({})
    form.refuse(DomainError("Ce nom est déjà pris.", field="own"))
    form.refuse(DomainError("Le mois est clos."))
    assert "Ce nom est déjà pris." in form.errors["own"]
    assert form.non_field_errors() == ["Le mois est clos."]


class Receipt(forms.Form):
    label = django_forms.CharField(label="Ce que vous avez payé")
    photo = django_forms.FileField(label="La photo", required=False)


def photo(content: bytes = b"photo") -> dict[str, Any]:
    return {"photo": SimpleUploadedFile("ticket.jpg", content)}


def test_a_photo_that_the_page_cannot_keep_is_asked_again() -> None:
    again = ["Choisissez à nouveau ce fichier\u00a0: la page ne peut pas le garder."]
    assert Receipt({}, photo()).errors["photo"] == again
    assert "photo" not in Receipt({}, {}).errors
    assert Receipt({"label": "Farine"}, photo()).errors == {}
    assert Receipt({}, photo(b"")).errors["photo"] != again, "what is wrong with it is said instead"


def test_a_broken_rule_asks_for_the_photo_again_once() -> None:
    form = Receipt({"label": "Farine"}, photo())
    form.refuse(DomainError("Le mois est clos."))
    form.refuse(DomainError("Le mois est bien clos."))
    assert len(form.errors["photo"]) == 1
    other = Receipt({"label": "Farine"}, photo())
    other.refuse(DomainError("Cette photo ne se lit pas.", field="photo"))
    assert other.errors["photo"] == ["Cette photo ne se lit pas."]
