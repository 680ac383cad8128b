"""My data on paper: what the JSON says, in words, a valid file, whatever I wrote."""

import io
import json
from pathlib import Path

import pytest
from django.urls import reverse
from pypdf import PdfReader

from kpacite.domain.people.models import Person
from tests.integrations.documents.verapdf import broken_clauses

pytestmark = pytest.mark.django_db


def text_of(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())


def test_the_paper_says_what_the_file_says(as_, amina, journey, tmp_path: Path):
    client = as_(amina)
    taken = json.loads(client.get(reverse("my_data_json")).content)
    response = client.get(reverse("my_data_pdf"))
    assert response["Content-Disposition"] == 'attachment; filename="mes-donnees.pdf"'
    text = text_of(response.content)
    for table in taken["tables"]:
        assert table["titre"] in text
        for line in table["lignes"]:
            for value in line.values():
                assert " ".join(value.split()) in text
    file = tmp_path / "mes-donnees.pdf"
    file.write_bytes(response.content)
    assert set(broken_clauses([file]).values()) == {""}
    assert reverse("my_data_pdf") in client.get(reverse("my_data")).content.decode()


def test_signs_that_no_font_has_are_replaced_and_it_is_said(as_, amina):
    Person.objects.filter(pk=amina.person_id).update(last_name="أمينة 🌻")
    text = text_of(as_(amina).get(reverse("my_data_pdf")).content)
    assert "Certains signes ne s’impriment pas" in text


def test_nobody_else_is_in_it(as_, amina, bilal):
    assert "Bilal" not in text_of(as_(amina).get(reverse("my_data_pdf")).content)
