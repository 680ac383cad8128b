"""The PDF of a quote: in the group's hands, behind the client's link, and nowhere else."""

import pytest
from django.core import mail

from kpacite.domain.sales import services
from kpacite.domain.sales.enums import QuoteState
from tests.factories.people import NOW, TODAY
from tests.factories.sales import make_client, make_quote
from tests.interfaces.www.activities.test_public import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def tilleuls(la_cape):
    return make_client(la_cape, "Les Tilleuls", email="tilleuls@client.example")


@pytest.fixture
def sent(tilleuls, cuisine):
    return make_quote(tilleuls, QuoteState.SENT, activity=cuisine)


@pytest.fixture
def link(sent):
    token = services.give_link(deal=sent.deal, actor=None, now=NOW.replace(year=2050))
    return f"/d/{token}/devis/"


def at(quote, page="devis.pdf"):
    return f"/la-cape/devis/{quote.pk}/{page}"


def test_the_group_and_the_client_open_the_same_paper(as_, client, amina, sent, link):
    theirs = client.get(f"{link}{sent.pk}/devis.pdf")
    assert (theirs.status_code, theirs["Content-Type"]) == (200, "application/pdf")
    assert theirs["Cache-Control"] == "no-store, private" or "no-store" in theirs["Cache-Control"]
    assert theirs.content.startswith(b"%PDF")
    assert f"{link}{sent.pk}/devis.pdf" in text_of(client.get(f"{link}{sent.pk}/"))
    ours = as_(amina).get(at(sent))
    assert ours.content == theirs.content
    assert 'filename="D-2026-001.pdf"' in ours["Content-Disposition"]
    assert at(sent) in text_of(as_(amina).get(at(sent, "")))


def test_a_draft_has_no_paper_and_no_link_to_it(as_, amina, tilleuls, cuisine):
    draft = make_quote(tilleuls, activity=cuisine)
    assert as_(amina).get(at(draft)).status_code == 404
    assert "devis.pdf" not in text_of(as_(amina).get(at(draft, "")))


def test_strangers_other_kpas_and_wrong_links_get_nothing(as_, client, fanny, sent, link, tilleuls):
    assert client.get(at(sent)).status_code == 302
    assert client.get(f"/d/devine/devis/{sent.pk}/devis.pdf").status_code == 404
    other, draft = make_quote(tilleuls, QuoteState.SENT), make_quote(tilleuls)
    ready = make_quote(tilleuls, QuoteState.READY)
    for hidden in (other, draft, ready):
        assert client.get(f"{link}{hidden.pk}/devis.pdf").status_code == 404
    services.close_links(deal=sent.deal, actor=None, now=NOW.replace(year=2050))
    assert client.get(f"{link}{sent.pk}/devis.pdf").status_code == 404
    assert as_(fanny).get(at(sent)).status_code == 404


def test_sending_from_the_screen_joins_the_paper_once(
    as_, amina, tilleuls, cuisine, django_capture_on_commit_callbacks
):
    ready = make_quote(tilleuls, QuoteState.READY, activity=cuisine, valid_until=TODAY.replace(year=2050))
    assert "avec le PDF" in text_of(as_(amina).get(at(ready, "")))
    with django_capture_on_commit_callbacks(execute=True):
        as_(amina).post(at(ready, "envoyer/"))
        as_(amina).post(at(ready, "envoyer/"))
    [message] = mail.outbox
    [(name, content, _kind)] = message.attachments
    assert name == "D-2026-001.pdf"
    assert content == as_(amina).get(at(ready)).content
