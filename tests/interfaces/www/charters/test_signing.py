"""A member signs once each version; the coordination keeps the sheet."""

import csv
import io

import pytest

from kpacite.domain.governance.models import CharterSignature
from kpacite.domain.governance.rules import Section
from kpacite.domain.organisations.enums import Role
from tests.domain.governance.charters import put_in_force, sign
from tests.factories.organisations import wear
from tests.factories.people import TODAY, make_person

pytestmark = pytest.mark.django_db
OWN = "/la-cape/charte/"


def text(response) -> str:
    return response.content.decode()


def post_name(browser, version, name="amina EXEMPLE", **changes):
    return browser.post(OWN, {"typed_name": name, "seen": version.content_hash} | changes)


def test_a_member_reads_signs_and_sees_her_proof(as_, version, amina):
    browser = as_(amina)
    assert "La charte attend votre signature." in text(browser.get(OWN))
    assert "La charte attend votre signature." in text(browser.get("/la-cape/"))
    assert post_name(browser, version).status_code == 303
    page = text(browser.get(OWN))
    assert "Signée le 12 mars 2026, à l’écran, version 1." in page
    assert "attend votre signature" not in page
    assert "attend votre signature" not in text(browser.get("/la-cape/"))
    signature = CharterSignature.objects.get()
    assert (signature.person, signature.signed_on, len(signature.ip_hash)) == (amina.person, TODAY, 64)


def test_she_signs_once(as_, version, amina):
    browser = as_(amina)
    post_name(browser, version)
    assert post_name(browser, version).status_code == 422
    assert CharterSignature.objects.count() == 1


def test_another_name_or_an_older_text_is_refused_with_a_sentence(as_, version, amina):
    browser = as_(amina)
    wrong = post_name(browser, version, name="Bilal")
    assert wrong.status_code == 422
    assert "Écrivez «\u00a0Amina Exemple\u00a0», comme dans votre compte." in text(wrong)
    stale = post_name(browser, version, seen="0" * 64)
    assert "Le texte a changé entre-temps." in text(stale)
    assert f'value="{version.content_hash}"' in text(stale)
    assert post_name(browser, version, name="").status_code == 422
    assert not CharterSignature.objects.exists()


def test_a_new_version_asks_again_and_shows_what_changes(as_, version, la_cape, amina):
    sign(version, amina)
    put_in_force(la_cape, (Section("Titre", "Autre texte"),), start=TODAY, motive="Mieux dit")
    page = text(as_(amina).get(OWN))
    assert "Vous avez signé la version 1 le 12 mars 2026." in page
    assert "/la-cape/charte/differences/1-2/" in page
    assert as_(amina).get("/la-cape/").status_code == 200


def test_who_hosts_the_kpa_reads_and_is_not_asked_to_sign(as_, version, hugo):
    browser = as_(hugo)
    assert "attend votre signature" not in text(browser.get(OWN))
    assert post_name(browser, version, name="Hugo Exemple").status_code == 422


@pytest.mark.parametrize("name", ["fanny", "karim", "driss", "esther"])
def test_a_stranger_gets_a_404_everywhere(as_, request, version, name):
    browser = as_(request.getfixturevalue(name))
    for page in ("", "version-1/", "differences/1-1/", "signatures/", "signatures/liste.csv", "brouillon/"):
        assert browser.get(OWN + page).status_code == 404, page
    assert post_name(browser, version).status_code == 404


@pytest.mark.parametrize(
    "page", ["signatures/", "signatures/liste.csv", "signatures/papier/", "brouillon/", "qui-la-lit/"]
)
def test_a_member_does_not_open_what_is_for_the_coordination(as_, version, amina, page):
    assert as_(amina).get(OWN + page).status_code == 403
    assert as_(amina).post(OWN + page).status_code == 403


def test_nobody_signed_in_is_asked_to_sign_in(client, version):
    assert client.get(OWN).status_code == 302


def test_the_coordination_sees_who_signed_and_downloads_it(as_, version, amina, bilal, chloe):
    sign(version, amina)
    browser = as_(chloe)
    assert "1 sur 3 membres ont signé la version 1." in text(browser.get(OWN + "signatures/"))
    body = b"".join(browser.get(OWN + "signatures/liste.csv").streaming_content).decode("utf-8-sig")
    rows = {row[0]: row for row in csv.reader(io.StringIO(body))}
    assert rows["Amina"][2:6] == ["oui", "1", "2026-03-12", "à l’écran"]
    assert rows["Bilal"][3:6] == ["", "", ""]


def test_the_coordination_notes_a_paper_signature(as_, version, amina, bilal, chloe):
    sign(version, bilal)
    browser = as_(chloe)
    address = OWN + "signatures/papier/"
    page = text(browser.get(address))
    assert amina.person.public_id in page
    assert bilal.person.public_id not in page
    fields = {"person": amina.person.public_id, "signed_on": "1er mars 2026", "note": "Classeur"}
    assert browser.post(address, fields | {"signed_on": "1er janvier 2026"}).status_code == 422
    assert browser.post(address, fields | {"person": bilal.person.public_id}).status_code == 422
    assert browser.post(address, fields).status_code == 303
    assert CharterSignature.objects.get(person=amina.person).recorded_by == chloe


@pytest.mark.parametrize("people", [3, 30])
def test_the_sheet_costs_as_much_for_thirty_as_for_three(
    as_, version, la_cape, chloe, people, django_assert_max_num_queries
):
    for rank in range(people):
        wear(make_person(f"Personne {rank}"), Role.COOPERATOR, la_cape)
    browser = as_(chloe)
    browser.get(OWN + "signatures/")
    with django_assert_max_num_queries(13):
        browser.get(OWN + "signatures/")
