"""The file of people on screen: looked at, then imported; whole or not at all."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from kpacite.domain.paths import services
from kpacite.domain.paths.models import Path
from kpacite.domain.people.models import Person
from kpacite.integrations.tabular import read_table
from kpacite.platform.advancing import bars
from tests.factories.people import NOW

pytestmark = pytest.mark.django_db
HERE = reverse("kpa_people_import", kwargs={"kpa": "la-cape"})
HEADER = "person_ref;first_name;path_start\n"
GOOD = f"{HEADER}P1;Zoé;06/03/2024\n"
MANY = "".join(f"P{rank};Zoé;06/03/2024\n" for rank in range(1200))


def file(text: str) -> dict[str, object]:
    return {"file": SimpleUploadedFile("gens.csv", text.encode())}


def seal_in(page: str) -> str:
    return re.search(r'name="seal" value="([^"]+)"', page)[1]


def told(response) -> str:
    """The whole page of an import, sent as it goes."""
    assert response.status_code == 200
    return b"".join(response.streaming_content).decode().replace("\u00a0", " ")


def test_a_file_is_looked_at_then_imported(as_, chloe, la_cape):
    client = as_(chloe)
    seen = client.post(HERE, file(GOOD))
    assert not Path.objects.exists()
    page = told(client.post(HERE, {"seal": seal_in(seen.content.decode())}))
    assert "Personnes : 1 en plus" in page.replace("\xa0", " ")
    assert Path.objects.get().kpa_id == la_cape.pk


def test_the_page_advances_while_the_file_is_written(as_, chloe, la_cape):
    client = as_(chloe)
    seal = seal_in(client.post(HERE, file(HEADER + MANY)).content.decode())
    response = client.post(HERE, {"seal": seal}, headers={"Accept-Encoding": "gzip"})
    parts = response.streaming_content
    first = next(parts).decode()
    assert "L’import avance" in first
    assert response["Content-Encoding"] == "identity"
    assert not Path.objects.exists()
    rest = [part.decode() for part in parts]
    percents = [int(found[1]) for part in rest if (found := re.search(r'value="(\d+)"', part))]
    assert len(percents) > 4
    assert percents == sorted(percents)
    assert percents[-1] == 100
    assert "1200 en plus" in "".join(rest)
    assert Path.objects.count() == 1200


def test_who_closes_the_page_imports_nothing(la_cape):
    rows = read_table((HEADER + MANY).encode(), name="gens.csv").rows
    steps = services.import_steps(rows=rows, source=la_cape, only_kpa=la_cape, actor=None, now=NOW)
    shown = bars(steps)
    assert any('value="100"' in bar for bar in shown)
    assert Path.objects.exists()
    shown.close()
    assert not Path.objects.exists()
    assert not Person.objects.filter(first_name="Zoé").exists()


def test_a_file_that_is_wrong_by_now_says_so_on_the_page_that_advances(as_, chloe, la_cape):
    client = as_(chloe)
    other = GOOD.replace("06/03/2024", "01/03/2024")
    old, new = (seal_in(client.post(HERE, file(text)).content.decode()) for text in (GOOD, other))
    told(client.post(HERE, {"seal": old}))
    page = told(client.post(HERE, {"seal": new}))
    assert "Rien n’est enregistré" in page
    assert Path.objects.count() == 1


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
    told(client.post(here, {"seal": seal_in(seen.content.decode())}))
    assert Path.objects.get().kpa_id == la_cape.pk
