"""A KPA offers words and a photo; the network reads, answers; everybody then reads what was kept."""

from datetime import timedelta

import pytest
from django.utils import timezone

from kpacite.domain.indicators.models import Report, ReportPhoto, ReportText
from tests.interfaces.www.bilan.reading import OPEN, STAFF, soup, text_of
from tests.interfaces.www.bilan.test_recit_pages import coordinator, sent  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db
HERE = "/la-cape/recits/"
WORDS, PHOTOS = f"{HERE}2022-2023/paroles/", f"{HERE}2022-2023/photos/"
REPORT = f"{STAFF}2022-2023/"
QUOTE = {"section": "exits", "kind": "quote", "body": "Ici on décide ensemble."}


@pytest.fixture
def asking(as_, coordinator):  # noqa: F811
    until = timezone.localdate() + timedelta(days=5)
    answer = as_(coordinator).post(f"{REPORT}demander/", {"until": f"{until:%d/%m/%Y}"})
    assert answer.status_code == 303
    return coordinator


def offer_of(model):
    return model.objects.get(standing="offered")


def test_words_go_from_a_member_to_the_open_page_when_the_network_keeps_them(as_, asking, amina, client):
    assert as_(amina).post(WORDS, QUOTE).status_code == 303
    assert "le réseau doit répondre" in text_of(as_(amina).get(HERE))
    client.logout()
    assert QUOTE["body"] not in text_of(client.get(OPEN))
    browser = as_(asking)
    assert "Ici on décide ensemble" in text_of(browser.get(REPORT))
    assert "1 proposition à lire" in text_of(browser.get(STAFF))
    offer = f"{REPORT}propositions/paroles/{offer_of(ReportText).pk}/"
    assert "Une proposition de La Cape" in text_of(browser.get(offer))
    assert browser.post(offer, {"decision": "keep", "version": "7"}).status_code == 422
    assert browser.post(offer, {"decision": "keep", "version": "1"}).status_code == 303
    assert browser.get(offer).status_code == 404
    client.logout()
    (quote,) = [each.get_text(" ", strip=True) for each in soup(client.get(OPEN)).select("blockquote")]
    assert quote == "Ici on décide ensemble. La Cape"


def test_a_refusal_says_why_and_the_words_may_be_offered_again(as_, asking, amina):
    as_(amina).post(WORDS, QUOTE)
    pk = offer_of(ReportText).pk
    offer = f"{REPORT}propositions/paroles/{pk}/"
    silent = as_(asking).post(offer, {"decision": "decline", "version": "1"})
    assert (silent.status_code, "Dites pourquoi" in silent.content.decode()) == (422, True)
    as_(asking).post(offer, {"decision": "decline", "version": "1", "reason": "Trop court."})
    assert "Le réseau répond : Trop court." in text_of(as_(amina).get(HERE))
    page = as_(amina).get(f"{WORDS}{pk}/")
    assert "Trop court." in text_of(page)
    again = QUOTE | {"body": "Ici on décide ensemble, chaque mardi.", "version": "2"}
    assert as_(amina).post(f"{WORDS}{pk}/", again).status_code == 303
    assert offer_of(ReportText).body == "Ici on décide ensemble, chaque mardi."


def test_a_photo_waits_unseen_and_its_kpa_takes_it_back_even_once_it_is_public(as_, asking, chloe, client):
    assert as_(chloe).post(PHOTOS, sent(agreed="")).status_code == 422
    assert as_(chloe).post(PHOTOS, sent(alt="")).status_code == 422
    assert as_(chloe).post(PHOTOS, sent()).status_code == 303
    pk = offer_of(ReportPhoto).pk
    public = f"{OPEN}photos/{pk}/"
    assert as_(chloe).get(f"{PHOTOS}{pk}/").status_code == 200
    client.logout()
    assert client.get(public).status_code == 404
    assert b"/Subtype/Image" not in client.get(f"{OPEN}chiffres/pdf/").content
    offer = f"{REPORT}propositions/photos/{pk}/"
    assert as_(asking).get(f"{REPORT}photos/{pk}/").status_code == 200
    assert "Trois personnes préparent un repas." in text_of(as_(asking).get(offer))
    assert as_(asking).post(offer, {"decision": "keep"}).status_code == 303
    client.logout()
    assert client.get(public).status_code == 200
    assert as_(chloe).post(f"{PHOTOS}{pk}/enlever/", {"why": "declined"}).status_code == 422
    assert as_(chloe).post(f"{PHOTOS}{pk}/enlever/", {"why": "consent"}).status_code == 303
    client.logout()
    assert client.get(public).status_code == 404


def test_a_photo_that_is_not_kept_is_destroyed(as_, asking, chloe):
    as_(chloe).post(PHOTOS, sent())
    pk = offer_of(ReportPhoto).pk
    answer = {"decision": "decline", "reason": "On reconnaît un enfant."}
    assert as_(asking).post(f"{REPORT}propositions/photos/{pk}/", answer).status_code == 303
    assert "On reconnaît un enfant." in text_of(as_(chloe).get(HERE))
    assert as_(chloe).get(f"{PHOTOS}{pk}/").status_code == 404
    assert ReportPhoto.objects.get().file is None


def test_words_are_mended_and_taken_back_by_their_author_and_her_coordination_only(
    as_, asking, amina, chloe, bilal, karim, fanny
):
    as_(amina).post(WORDS, QUOTE)
    page = f"{WORDS}{offer_of(ReportText).pk}/"
    for path in (page, f"{page}retirer/"):
        assert as_(bilal).get(path).status_code == 403
        assert as_(bilal).post(path, QUOTE).status_code == 403
        assert as_(karim).get(path.replace("la-cape", "coop-manau")).status_code == 404
        assert as_(fanny).post(path, QUOTE).status_code == 404
        assert as_(chloe).get(path).status_code == 200
    assert as_(amina).post(f"{page}retirer/").status_code == 303
    assert not ReportText.objects.filter(offered_at__isnull=False).exists()


def test_nobody_offers_or_answers_out_of_turn(as_, asking, amina, karim, client):
    for path in (f"{REPORT}demander/", f"{REPORT}propositions/paroles/1/"):
        assert as_(amina).post(path, {"decision": "keep"}).status_code == 403
    assert as_(karim).post(WORDS, QUOTE).status_code == 404
    as_(asking).post(f"{REPORT}demander/", {"until": ""})
    assert Report.objects.get().asks_until is None
    assert as_(amina).post(WORDS, QUOTE).status_code == 404
    past = as_(asking).post(f"{REPORT}demander/", {"until": "01/01/2020"})
    assert (past.status_code, "Choisissez un jour à venir" in past.content.decode()) == (422, True)
    client.logout()
    assert client.post(WORDS, QUOTE).status_code == 302
    assert not ReportText.objects.exists()


def test_the_coordination_finds_the_call_on_its_home_until_it_has_answered(as_, asking, chloe, amina):
    call = "Proposer une parole ou une photo"
    assert call in text_of(as_(chloe).get("/la-cape/"))
    assert call not in text_of(as_(amina).get("/la-cape/"))
    assert f'href="{HERE}"' in as_(amina).get("/la-cape/bilan/").content.decode()
    as_(amina).post(WORDS, QUOTE)
    assert call not in text_of(as_(chloe).get("/la-cape/"))
