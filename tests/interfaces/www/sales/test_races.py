"""Several people behind the same link answer at the same moment: the quote has one answer, and one order."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection
from django.test import Client as Browser
from django.utils import timezone

from kpacite.domain.activities.models import Activity
from kpacite.domain.organisations.models import Organisation
from kpacite.domain.sales import services
from kpacite.domain.sales.enums import QuoteState
from kpacite.domain.sales.models import Order, Quote
from kpacite.platform import audit
from tests.factories.people import NOW
from tests.factories.sales import make_client, make_quote

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]
PEOPLE, ROUNDS = 6, 5
DONE, REFUSED = 303, 422


@pytest.fixture
def quotes(la_cape: Organisation, cuisine: Activity) -> list[Quote]:
    client = make_client(la_cape, "Les Tilleuls", email="tilleuls@client.example")
    until = timezone.localdate() + timedelta(days=30)
    return [make_quote(client, QuoteState.SENT, activity=cuisine, valid_until=until) for _ in range(ROUNDS)]


def answers(quote: Quote, gestures: str) -> list[int]:
    """What each person is told: « a » accepts, « r » refuses, all at once."""
    token = services.give_link(deal=quote.deal, actor=None, now=NOW.replace(year=2050))
    link = f"/d/{token}/devis/{quote.pk}/"
    words = {"text": services.acceptance_text(quote), "name": "Samira Exemple", "agreed": "on"}
    start = Barrier(len(gestures))

    def answer(rank: int, gesture: str) -> int:
        browser = Browser(REMOTE_ADDR=f"192.0.2.{rank + 1}")
        start.wait()
        try:
            if gesture == "a":
                return browser.post(link, words | {"name": f"Samira {rank}"}).status_code
            return browser.post(f"{link}refuser/", {"reason": f"Trop cher {rank}"}).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(gestures)) as pool:
        return list(pool.map(answer, range(len(gestures)), gestures))


def told(quote: Quote) -> list[str]:
    """The answers that the register knows."""
    actions = [event.action.rpartition(".")[2] for event in audit.for_target(quote)]
    return [action for action in actions if action in ("accepted", "refused")]


def test_two_people_who_accept_at_once_make_one_order(quotes: list[Quote]) -> None:
    for quote in quotes:
        assert answers(quote, "a" * PEOPLE) == [DONE] * PEOPLE
        quote.refresh_from_db()
        assert quote.state == QuoteState.ACCEPTED
        assert told(quote) == ["accepted"]
        assert Order.objects.filter(quote=quote).count() == 1
    numbers = Order.objects.order_by("pk").values_list("number", flat=True)
    ranks = [int(number.rpartition("-")[2]) for number in numbers]
    assert ranks == list(range(1, ROUNDS + 1))


def test_two_people_who_refuse_at_once_refuse_once(quotes: list[Quote]) -> None:
    for quote in quotes:
        assert sorted(answers(quote, "r" * PEOPLE)) == [DONE] + [REFUSED] * (PEOPLE - 1)
        assert told(quote) == ["refused"]
    assert not Order.objects.exists()


def test_between_yes_and_no_the_first_one_stands_and_the_others_are_told(quotes: list[Quote]) -> None:
    for quote in quotes:
        found = answers(quote, "ar" * (PEOPLE // 2))
        accepted, refused = found[::2], found[1::2]
        quote.refresh_from_db()
        if quote.state == QuoteState.ACCEPTED:
            assert (accepted, refused) == ([DONE] * (PEOPLE // 2), [REFUSED] * (PEOPLE // 2))
            assert (told(quote), quote.refusal_reason) == (["accepted"], "")
            assert Order.objects.filter(quote=quote).count() == 1
        else:
            assert quote.state == QuoteState.REFUSED
            assert accepted == [REFUSED] * (PEOPLE // 2)
            assert sorted(refused) == [DONE] + [REFUSED] * (PEOPLE // 2 - 1)
            assert (told(quote), quote.accepted_name) == (["refused"], "")
            assert not Order.objects.filter(quote=quote).exists()
