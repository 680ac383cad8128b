"""What everyone reads of a charter, and what stays among members."""

import pytest

from kpacite.domain.governance import services
from kpacite.domain.governance.enums import Publication
from kpacite.domain.governance.rules import Section
from tests.domain.governance.charters import BY, TEXT, discuss, put_in_force, write
from tests.factories.people import TODAY

pytestmark = pytest.mark.django_db
NEW = (TEXT[0], Section("Nos engagements", "Passer 6 h par mois dans les actions communes."))


def text(response) -> str:
    return response.content.decode()


def publish(kpa, publication: Publication) -> None:
    services.change_publication(charter=kpa.charters.get(), publication=publication, **BY)


def test_everyone_reads_the_version_in_force_with_its_date(client, version):
    page = text(client.get("/kpa/la-cape/charte/"))
    assert "Passer 8 h par mois" in page
    assert "<li>visiter le lieu</li>" in page
    assert "En vigueur depuis le 15 janvier 2026." in page
    assert "js/listen.js" in page


def test_a_kpa_without_charter_says_that_it_is_to_complete(client, la_cape):
    response = client.get("/kpa/la-cape/charte/")
    assert response.status_code == 200
    assert "À compléter" in text(response)
    assert client.get("/kpa/nulle-part/charte/").status_code == 404


def test_a_draft_and_a_discussion_stay_in_the_kpa_unless_it_publishes_them(client, version, la_cape):
    discuss(la_cape, NEW)
    address = "/kpa/la-cape/charte/version-2/"
    assert client.get(address).status_code == 404
    assert client.get("/kpa/la-cape/charte/differences/1-2/").status_code == 404
    publish(la_cape, Publication.DISCUSSION)
    assert client.get(address).status_code == 200
    publish(la_cape, Publication.MEMBERS)
    assert "Passer" not in text(client.get("/kpa/la-cape/charte/"))
    assert client.get("/kpa/la-cape/charte/version-1/").status_code == 404


def test_a_discussed_charter_is_public_with_its_gaps_when_the_kpa_wants(client, la_cape):
    discuss(la_cape, (*TEXT, Section("Médiation")))
    publish(la_cape, Publication.DISCUSSION)
    page = text(client.get("/kpa/la-cape/charte/"))
    assert "Ce texte est en discussion." in page
    assert "à compléter" in page


def test_history_and_differences_are_told_in_words_and_marks(client, version, la_cape):
    put_in_force(la_cape, NEW, start=TODAY, motive="Moins d’heures")
    page = text(client.get("/kpa/la-cape/charte/"))
    assert "/kpa/la-cape/charte/version-1/" in page
    assert "/kpa/la-cape/charte/differences/1-2/" in page
    page = text(client.get("/kpa/la-cape/charte/differences/1-2/"))
    assert "1 mot ajouté et 1 mot enlevé, dans 1 partie." in page
    assert "<ins>" in page
    assert "<del>" in page
    assert "Moins d’heures" in page
    assert "Remplacée le 12 mars 2026." in text(client.get("/kpa/la-cape/charte/version-1/"))


def test_the_words_of_a_charter_are_never_run_as_html(client, la_cape):
    put_in_force(la_cape, (Section("<b>Titre", "<script>alert(1)</script>\n- <i>x"),))
    put_in_force(la_cape, (Section("<b>Autre", "<script>alert(2)</script>"),), start=TODAY)
    for address in ("", "version-1/", "differences/1-2/"):
        page = text(client.get(f"/kpa/la-cape/charte/{address}"))
        assert "<script>alert" not in page
        assert "<b>" not in page.replace("<b>Menu", "")


def test_members_read_a_discussion_and_only_the_coordination_a_draft(as_, version, la_cape, amina, chloe):
    draft = write(la_cape, NEW)
    assert as_(amina).get("/la-cape/charte/version-2/").status_code == 404
    assert as_(chloe).get("/la-cape/charte/version-2/").status_code == 200
    services.open_discussion(version=draft, **BY)
    browser = as_(amina)
    assert "La version 2 se prépare" in text(browser.get("/la-cape/charte/"))
    assert browser.get("/la-cape/charte/version-2/").status_code == 200
    assert browser.get("/la-cape/charte/differences/1-2/").status_code == 200
    assert browser.get("/la-cape/charte/version-3/").status_code == 404


@pytest.mark.parametrize("address", ["/kpa/la-cape/charte/", "/la-cape/charte/"])
def test_reading_costs_the_same_after_two_versions_and_after_nine(
    as_, amina, version, la_cape, address, django_assert_max_num_queries
):
    for rank in range(7):
        put_in_force(la_cape, (Section("Titre", f"Texte {rank}"),), start=TODAY, motive="Encore")
    browser = as_(amina)
    browser.get(address)
    with django_assert_max_num_queries(13):
        browser.get(address)
