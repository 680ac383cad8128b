"""The récit: photos on the page and in the PDF, and a link for whoever has no account."""

import io
import re
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from kpacite import scenarios
from kpacite.domain.indicators import services
from kpacite.domain.indicators.enums import Outside
from kpacite.domain.indicators.models import LinkReading, ReportFreeze, ReportLink, ReportPhoto
from kpacite.domain.indicators.rules.frame import Frame
from kpacite.domain.organisations.enums import OrganisationKind, Role
from kpacite.platform import uploads
from tests.factories.expenses import photo as drawn
from tests.factories.organisations import make_organisation, wear
from tests.factories.people import make_account
from tests.interfaces.www.bilan.reading import BY, NOW, OPEN, STAFF, crowd, figures, soup, text_of

pytestmark = pytest.mark.django_db
HERE = f"{STAFF}2022-2023/"
NEW = f"{HERE}photos/ajouter/"
LINKS = f"{HERE}liens/"
ALT = "Trois personnes préparent un repas."


@pytest.fixture
def oracle(db):
    scenarios.load(["bilan-2023"], now=timezone.now())


@pytest.fixture
def coordinator(esther, la_cape):
    """Who coordinates a network with one bilan of 40 people, frozen and open."""
    crowd(la_cape.kpa, 40, date(2022, 4, 1))
    frame = Frame(date(2022, 3, 1), date(2023, 12, 31))
    report = services.prepare_report(title="Bilan", slug="2022-2023", frame=frame, **BY)
    freeze = services.freeze_report(report=report, author=esther.person, today=NOW.date(), **BY)
    for audience in Outside:
        services.publish_freeze(freeze=freeze, audience=audience, **BY)
    return esther


def sent(content=None, **changes):
    exif = Image.Exif()
    exif[0x010F] = "SecretPhone"
    content = drawn(7, size=(3_000, 2_000), exif=exif) if content is None else content
    file = SimpleUploadedFile("IMG_2034.jpg", content, content_type="image/jpeg")
    return {"file": file, "section": "opening", "alt": ALT, "credit": "KPA exemple", "agreed": "on"} | changes


def given(browser, **changes):
    """The address behind a new link, as the screen shows it once."""
    asked = {"given_to": "Un financeur", "audience": "funder", "days": "90"} | changes
    page = soup(browser.post(LINKS, asked))
    return re.sub(r"^https?://[^/]+", "", page.select_one("#lien")["value"])


def test_a_photo_of_a_phone_is_on_the_page_small_bare_and_in_words(as_, coordinator, client):
    assert as_(coordinator).post(NEW, sent()).status_code == 303
    client.logout()
    image = soup(client.get(OPEN)).select_one(".recit-photo img")
    assert (image["alt"], image["width"], image["height"]) == (ALT, "1200", "800")
    answer = client.get(image["src"])
    assert answer["Content-Type"] == "image/jpeg"
    with Image.open(io.BytesIO(answer.content)) as picture:
        assert picture.size == (1_200, 800)
        assert not picture.getexif()
    assert b"SecretPhone" not in answer.content
    again = client.get(image["src"], headers={"if-none-match": answer["ETag"]})
    assert again.status_code == 304
    assert client.get(f"{OPEN}chiffres/pdf/").content.count(b"/Subtype/Image") == 1


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"content": b"%PDF-1.4 not a photo"}, "On n’arrive pas à lire cette photo"),
        ({"content": b"<svg></svg>"}, "On n’arrive pas à lire cette photo"),
        ({"alt": ""}, "Écrivez ce qu’on voit sur la photo"),
        ({"agreed": ""}, "Demandez d’abord l’accord"),
        ({"credit": ""}, "Qui a pris la photo"),
        ({"alt": "Mon numéro est 2 99 05 59 350 123"}, "sécurité sociale"),
    ],
)
def test_a_photo_that_cannot_be_kept_is_refused_beside_its_field(as_, coordinator, changes, sentence):
    response = as_(coordinator).post(NEW, sent(**changes))
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert "KPA exemple" in response.content.decode() or changes.get("credit") == "", "what was typed stays"
    assert not ReportPhoto.objects.exists()


def test_a_photo_that_is_too_heavy_is_refused(as_, coordinator, monkeypatch):
    monkeypatch.setattr(uploads, "LARGEST_BYTES", 1_000)
    response = as_(coordinator).post(NEW, sent())
    assert (response.status_code, "trop lourd" in response.content.decode()) == (422, True)


def test_the_same_button_twice_adds_one_photo(as_, coordinator):
    browser = as_(coordinator)
    assert browser.post(NEW, sent()).status_code == 303
    assert browser.post(NEW, sent()).status_code == 422
    assert ReportPhoto.objects.count() == 1


def test_a_removed_photo_is_gone_from_the_open_bilan_and_the_figures_stay(as_, coordinator, client):
    browser = as_(coordinator)
    browser.post(NEW, sent())
    photo = ReportPhoto.objects.get()
    page = f"{HERE}photos/{photo.pk}/"
    before = figures(client.get(OPEN))
    assert browser.get(page).status_code == 200
    assert "même si le bilan est figé" in text_of(browser.get(f"{page}enlever/"))
    assert browser.post(f"{page}enlever/", {"why": ""}).status_code == 422
    assert browser.post(f"{page}enlever/", {"why": "consent"}).status_code == 303
    assert browser.get(page).status_code == 404
    assert browser.get(f"{page}enlever/").status_code == 404
    client.logout()
    assert client.get(f"{OPEN}photos/{photo.pk}/").status_code == 404
    answer = client.get(OPEN)
    assert soup(answer).select_one(".recit-photo") is None
    assert figures(answer) == before
    assert b"/Subtype/Image" not in client.get(f"{OPEN}chiffres/pdf/").content


def test_a_photo_of_a_bilan_that_is_not_open_is_not_found(as_, coordinator, client):
    browser = as_(coordinator)
    words = {"title": "Fermé", "first": "1/1/2021", "last": "31/12/2021", "age_on": "entry"}
    browser.post(f"{STAFF}preparer/", words)
    browser.post(f"{STAFF}ferme/photos/ajouter/", sent())
    photo = ReportPhoto.objects.get()
    assert browser.get(f"{STAFF}ferme/photos/{photo.pk}/").status_code == 200
    assert browser.get(f"{HERE}photos/{photo.pk}/").status_code == 404, "nor under another bilan"
    client.logout()
    for page in (f"/reseau/bilan/ferme/photos/{photo.pk}/", f"{OPEN}photos/{photo.pk}/"):
        assert client.get(page).status_code == 404


def test_a_link_shows_the_recit_of_a_bilan(as_, coordinator, client):
    browser = as_(coordinator)
    browser.post(NEW, sent())
    page = given(browser)
    client.logout()
    answer = client.get(page)
    assert "Ce récit n’est pas public. Ce lien a été donné à : Un financeur." in text_of(answer)
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    assert "no-store" in answer["Cache-Control"]
    assert client.get(f"{page}chiffres/pdf/").content.startswith(b"%PDF")
    image = soup(answer).select_one(".recit-photo img")
    assert client.get(image["src"]).content.startswith(b"\xff\xd8\xff")


def test_a_link_shows_the_figures_of_its_audience_only(client, oracle):
    freeze = ReportFreeze.objects.get()
    for audience, told in ((Outside.FUNDER, "5"), (Outside.PUBLIC, "masqué")):
        asked = {"freeze": freeze, "audience": audience, "given_to": "Une école"}
        token = services.give_link(**asked, actor=None, now=timezone.now())
        page = f"/reseau/recit/{token}/"
        assert figures(client.get(page))["I06"][0] == told
        assert client.get(f"{page}chiffres/json/").json()["audience"] == audience


def test_a_link_needs_no_publication(as_, coordinator, client):
    browser = as_(coordinator)
    words = {"title": "Pour nous", "first": "1/3/2022", "last": "31/1/2024", "age_on": "entry"}
    browser.post(f"{STAFF}preparer/", words)
    assert "Ce bilan n’est pas figé" in text_of(browser.get(f"{STAFF}pour-nous/liens/"))
    browser.post(f"{STAFF}pour-nous/figer/")
    asked = {"given_to": "Un financeur", "audience": "public", "days": "30"}
    url = soup(browser.post(f"{STAFF}pour-nous/liens/", asked)).select_one("#lien")["value"]
    client.logout()
    assert client.get("/reseau/bilan/pour-nous/").status_code == 404
    assert client.get(url.partition("testserver")[2]).status_code == 200


def test_readings_are_counted_and_shown_to_the_coordination(as_, coordinator, client):
    browser = as_(coordinator)
    page = given(browser)
    client.logout()
    for _reading in range(3):
        client.get(page)
    client.head(page)
    client.get(f"{page}chiffres/csv/")
    assert LinkReading.objects.get().count == 3
    assert "3 lectures" in text_of(as_(coordinator).get(LINKS))
    assert "On compte les lectures, pas les personnes" in text_of(as_(coordinator).get(LINKS))


def test_a_forged_closed_or_old_link_says_that_it_does_not_work(as_, coordinator, client):
    browser = as_(coordinator)
    closed, old, living = (given(browser, given_to=name) for name in ("A", "B", "C"))
    link = ReportLink.objects.get(given_to="A")
    assert "Il n’ouvrira plus rien" in text_of(browser.get(f"{LINKS}{link.pk}/fermer/"))
    assert browser.post(f"{LINKS}{link.pk}/fermer/").status_code == 303
    assert browser.post(f"{LINKS}{link.pk}/fermer/").status_code == 303
    client.logout()
    forged = living[:-3] + "xx/"
    for page in (closed, forged, "/reseau/recit/x/"):
        answer = client.get(page)
        assert (answer.status_code, "Ce lien ne marche plus" in answer.content.decode()) == (404, True)
        assert client.get(f"{page}chiffres/csv/").status_code == 404
    assert client.get(living).status_code == 200
    with pytest.MonkeyPatch.context() as patch:
        later = timezone.now() + timedelta(days=91)
        patch.setattr(timezone, "now", lambda: later)
        assert client.get(old).status_code == 404


def test_a_link_without_a_name_or_length_is_refused_beside_its_field(as_, coordinator):
    answer = as_(coordinator).post(LINKS, {"given_to": "", "audience": "internal", "days": "7"})
    assert answer.status_code == 422
    assert not ReportLink.objects.exists()


@pytest.mark.parametrize("page", [NEW, LINKS, f"{HERE}liens/1/fermer/", f"{HERE}photos/1/enlever/"])
def test_a_stranger_a_member_another_coordination_and_a_funder_change_nothing(
    as_, client, amina, fanny, chloe, page
):
    funder = make_account("Olga")
    wear(funder, Role.FUNDER, make_organisation("Un financeur", OrganisationKind.PARTNER))
    for somebody in (amina, fanny, chloe, funder):
        browser = as_(somebody)
        assert browser.get(page).status_code == 403
        assert browser.post(page, sent()).status_code == 403
    client.logout()
    assert client.post(page, sent()).status_code == 302
    assert not ReportPhoto.objects.exists()
    assert not ReportLink.objects.exists()
