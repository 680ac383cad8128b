"""A hat from the wish to the answer, through the client."""

import pytest
from django.utils import timezone

from kpacite.domain.organisations.models import HatRequest, RoleAssignment

pytestmark = pytest.mark.django_db
ASK = "/la-cape/casquettes/"


def text_of(response, status=200):
    assert response.status_code == status
    return " ".join(response.content.decode().replace("\u00a0", " ").replace("\u202f", " ").split())


def test_a_member_asks_the_coordination_answers_and_she_reads_it(as_, amina, chloe, la_cape):
    assert ASK in text_of(as_(amina).get("/moi/casquettes/"))
    typed = {"role": "contributor", "words": "Montrer la pâtisserie"}
    assert as_(amina).post(ASK, typed).status_code == 303
    assert "Attend la réponse" in text_of(as_(amina).get(ASK))
    row = HatRequest.objects.get()
    one = f"{ASK}{row.pk}/"
    assert one in text_of(as_(chloe).get("/la-cape/"))
    assert "Montrer la pâtisserie" in text_of(as_(chloe).get(one))
    refused = text_of(as_(chloe).post(one, {"words": "Dit en réunion"}), 422)
    assert "Choisissez oui ou non." in refused
    assert "Dit en réunion" in refused
    assert as_(chloe).post(one, {"answer": "oui", "words": "Dit en réunion"}).status_code == 303
    page = text_of(as_(amina).get(ASK))
    assert "Acceptée" in page
    assert "Dit en réunion" in page
    worn = RoleAssignment.objects.on(timezone.localdate()).filter(person=amina.person)
    assert set(worn.values_list("role", flat=True)) == {"cooperator", "contributor"}
    assert one not in text_of(as_(chloe).get("/la-cape/"))
    assert "a déjà une réponse" in text_of(as_(chloe).post(one, {"answer": "non"}), 422)


def test_an_error_keeps_what_was_typed(as_, amina, la_cape):
    page = text_of(as_(amina).post(ASK, {"words": "J’ai une idée"}), 422)
    assert "Choisissez une casquette." in page
    assert "J’ai une idée" in page


def test_nobody_answers_herself_and_only_the_coordination_answers(as_, amina, chloe, fanny, la_cape):
    as_(chloe).post(ASK, {"role": "referent"})
    one = f"{ASK}{HatRequest.objects.get().pk}/"
    assert "C’est votre demande." in text_of(as_(chloe).get(one))
    assert as_(chloe).post(one, {"answer": "oui"}).status_code == 422
    assert as_(amina).get(one).status_code == 403
    assert as_(fanny).get(one).status_code == 404
    assert as_(fanny).get(ASK).status_code == 404
    assert as_(chloe).get(f"{ASK}{HatRequest.objects.get().pk + 1}/").status_code == 404
