"""The file of people on screen: looked at, then imported; whole or not at all."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from kpacite.domain.paths.models import Path

pytestmark = pytest.mark.django_db
HERE = reverse("kpa_people_import", kwargs={"kpa": "la-cape"})
GOOD = "person_ref;first_name;path_start\nP1;Zoé;06/03/2024\n"


def file(text: str) -> dict[str, object]:
    return {"file": SimpleUploadedFile("gens.csv", text.encode())}


def seal_in(page: str) -> str:
    return re.search(r'name="seal" value="([^"]+)"', page)[1]


def test_a_file_is_looked_at_then_imported(as_, chloe, la_cape):
    client = as_(chloe)
    seen = client.post(HERE, file(GOOD))
    assert not Path.objects.exists()
    assert client.post(HERE, {"seal": seal_in(seen.content.decode())}).status_code == 303
    assert Path.objects.get().kpa_id == la_cape.pk


def test_errors_are_told_line_by_line_and_nothing_is_written(as_, chloe):
    refused = as_(chloe).post(HERE, file("person_ref;path_start\nP1;hier\n;06/03/2024\n"))
    assert refused.status_code == 422
    page = refused.content.decode()
    assert "2 erreurs à corriger" in page
    assert "path_start" in page
    assert not Path.objects.exists()


def test_a_file_that_is_no_table_or_speaks_of_another_kpa_is_refused(as_, chloe, coop_manau):
    assert as_(chloe).post(HERE, file("nom\nZoé\n")).status_code == 422
    other = "person_ref;kpa;path_start\nP1;coop-manau;06/03/2024\n"
    assert as_(chloe).post(HERE, file(other)).status_code == 422
    assert as_(chloe).post(HERE, {}).status_code == 422


def test_what_one_person_looked_at_cannot_be_sent_by_another_nor_changed(as_, chloe, esther):
    seal = seal_in(as_(chloe).post(HERE, file(GOOD)).content.decode())
    as_(esther).post(reverse("network_people_import"), {"seal": seal})
    as_(chloe).post(HERE, {"seal": seal[:-4] + "aaaa"})
    assert not Path.objects.exists()


def test_the_network_imports_for_every_kpa(as_, esther, la_cape):
    client = as_(esther)
    here = reverse("network_people_import")
    seen = client.post(here, file("person_ref;kpa;path_start\nP1;La Cape;06/03/2024\n"))
    client.post(here, {"seal": seal_in(seen.content.decode())})
    assert Path.objects.get().kpa_id == la_cape.pk
