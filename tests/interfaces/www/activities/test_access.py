"""Each gate against each person: what the verdict is."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory

from kpacite.domain.activities.enums import OfferState
from kpacite.interfaces.www.activities import gates
from kpacite.platform.access import Verdict
from tests.factories.activities import join, make_activity, make_offer

pytestmark = pytest.mark.django_db
WORDS = {"yes": Verdict.YES, "403": Verdict.FORBIDDEN, "404": Verdict.NOT_FOUND}
PEOPLE = ("amina", "bilal", "gaelle", "chloe", "hugo", "driss", "esther", "ines", "fanny", "karim")
# Amina is the author of the offer, Bilal the référent of its activity.
TABLE = {
    "activity_reader": (gates.ACTIVITY_READER, "yes yes yes yes yes yes 404 404 404 404"),
    "offer_reader": (gates.OFFER_READER, "yes yes yes yes yes yes 404 404 404 404"),
    "offer_editor": (gates.OFFER_EDITOR, "yes yes 403 yes 403 404 404 404 404 404"),
    "offer_publisher": (gates.OFFER_PUBLISHER, "403 yes 403 yes 403 404 404 404 404 404"),
    "offer_checker": (gates.OFFER_CHECKER, "403 403 403 yes 403 404 404 404 404 404"),
}


def ask(gate, offer, user=None, **kwargs):
    request = RequestFactory().get("/")
    request.user = user or AnonymousUser()
    return gate.verdict(request, {"kpa": "la-cape", "offer": offer.pk, "code": "cuisine"} | kwargs)


@pytest.mark.usefixtures("carrier", "network")
@pytest.mark.parametrize("code", TABLE)
@pytest.mark.parametrize("name", PEOPLE)
def test_each_gate_answers_each_person_as_the_table_says(code, name, request, proposed):
    gate, verdicts = TABLE[code]
    expected = dict(zip(PEOPLE, verdicts.split(), strict=True))[name]
    assert ask(gate, proposed, request.getfixturevalue(name)) is WORDS[expected]
    assert gate.code == code
    assert str(gate.words)


@pytest.mark.parametrize("code", TABLE)
def test_nobody_signed_in_is_asked_to_sign_in(code, proposed):
    assert ask(TABLE[code][0], proposed) is Verdict.SIGN_IN


@pytest.mark.parametrize("code", TABLE)
def test_an_offer_of_another_kpa_is_not_found_under_the_address_of_mine(code, chloe, cuisine, coop_manau):
    elsewhere = make_offer(make_activity(coop_manau, code="JARDIN"))
    assert ask(TABLE[code][0], elsewhere, chloe, code="jardin") is Verdict.NOT_FOUND


def test_an_author_no_longer_edits_what_is_online(cuisine, amina):
    mine = {"author": amina.person}
    for state, verdict in {
        OfferState.DRAFT: Verdict.YES,
        OfferState.PROPOSED: Verdict.YES,
        OfferState.PUBLISHED: Verdict.FORBIDDEN,
    }.items():
        assert ask(gates.OFFER_EDITOR, make_offer(cuisine, state=state, **mine), amina) is verdict


def test_the_referent_of_another_group_publishes_nothing_here(proposed, gaelle, la_cape):
    join(make_activity(la_cape, "Jardin"), gaelle, referent=True)
    assert ask(gates.OFFER_PUBLISHER, proposed, gaelle) is Verdict.FORBIDDEN


def test_a_referent_who_left_the_kpa_publishes_nothing(proposed, bilal):
    bilal.person.hats.update(end="2025-01-01")
    assert ask(gates.OFFER_PUBLISHER, proposed, bilal) is Verdict.NOT_FOUND
