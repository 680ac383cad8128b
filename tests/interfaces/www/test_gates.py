"""Each gate against each person: what the verdict is, and what it leaves on the request."""

import re

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory, override_settings
from django.urls import get_resolver

from kpacite.domain.organisations.rules import RESERVED_SLUGS
from kpacite.interfaces.www import gates
from kpacite.platform.access import Verdict

pytestmark = pytest.mark.django_db
YES, SIGN_IN, FORBIDDEN, NOT_FOUND = (
    Verdict.YES,
    Verdict.SIGN_IN,
    Verdict.FORBIDDEN,
    Verdict.NOT_FOUND,
)
LA_CAPE, OPTEOS = {"kpa": "la-cape"}, {"carrier": "opteos"}
PEOPLE = ("amina", "bilal", "gaelle", "chloe", "hugo", "driss", "esther", "ines", "fanny", "karim")
TABLE = {
    "kpa_member": (gates.KPA_MEMBER, LA_CAPE, "yes yes yes yes yes 404 404 404 404 404"),
    "kpa_space": (gates.KPA_SPACE, LA_CAPE, "yes yes yes yes yes yes 404 404 404 404"),
    "kpa_coordinator": (gates.KPA_COORDINATOR, LA_CAPE, "403 403 403 yes 403 404 404 404 404 404"),
    "carrier_staff": (gates.CARRIER_STAFF, OPTEOS, "404 404 404 404 404 yes 404 404 404 404"),
    "network_staff": (gates.NETWORK_STAFF, {}, "403 403 403 403 403 403 yes 403 403 403"),
    "funder": (gates.FUNDER, {}, "403 403 403 403 403 403 403 yes 403 403"),
}
WORDS = {"yes": YES, "403": FORBIDDEN, "404": NOT_FOUND}


def ask(gate, kwargs, user=None):
    request = RequestFactory().get("/")
    request.user = user or AnonymousUser()
    return gate.verdict(request, kwargs), request


@pytest.mark.usefixtures("la_cape", "carrier", "network")
@pytest.mark.parametrize("code", TABLE)
@pytest.mark.parametrize("name", PEOPLE)
def test_each_gate_answers_each_person_as_the_table_says(code, name, request):
    gate, kwargs, verdicts = TABLE[code]
    expected = dict(zip(PEOPLE, verdicts.split(), strict=True))[name]
    assert ask(gate, kwargs, request.getfixturevalue(name))[0] is WORDS[expected]
    assert gate.code == code
    assert str(gate.words)


@pytest.mark.usefixtures("la_cape", "carrier", "network")
@pytest.mark.parametrize("code", TABLE)
def test_nobody_signed_in_is_asked_to_sign_in(code):
    gate, kwargs, _verdicts = TABLE[code]
    assert ask(gate, kwargs)[0] is SIGN_IN


def test_an_unknown_kpa_is_not_found_even_before_signing_in(amina):
    assert ask(gates.KPA_MEMBER, {"kpa": "nulle-part"})[0] is NOT_FOUND
    assert ask(gates.KPA_MEMBER, {"kpa": "nulle-part"}, amina)[0] is NOT_FOUND


def test_a_carrier_is_not_a_kpa(driss, carrier):
    assert ask(gates.KPA_MEMBER, {"kpa": carrier.slug}, driss)[0] is NOT_FOUND


def test_a_gate_leaves_the_checked_organisation_and_the_hats_on_the_request(
    amina, la_cape, django_assert_max_num_queries
):
    amina.person  # noqa: B018 — the session loads the account, not the gate
    with django_assert_max_num_queries(3):
        _verdict, request = ask(gates.KPA_MEMBER, LA_CAPE, amina)
        assert gates.hats_of(request) is gates.hats_of(request)
    assert request.organisation == la_cape
    assert request.hats.roles_in(la_cape)


def test_the_network_gate_leaves_the_network(esther, network):
    assert ask(gates.NETWORK_STAFF, {}, esther)[1].organisation == network


@pytest.mark.parametrize(("gate", "setting"), [(gates.DEMO_ONLY, "DEMO"), (gates.SHOWCASE_ONLY, "SHOWCASE")])
def test_demo_and_showcase_exist_only_where_they_are_switched_on(gate, setting):
    with override_settings(**{setting: True}):
        assert ask(gate, {})[0] is YES
    with override_settings(**{setting: False}):
        assert ask(gate, {})[0] is NOT_FOUND


def _first_segments(patterns) -> set[str]:
    """What the first part of each address says, when it says something fixed."""
    segments = set()
    for pattern in patterns:
        route = str(pattern.pattern).lstrip("^")
        if not route and hasattr(pattern, "url_patterns"):
            segments |= _first_segments(pattern.url_patterns)
        elif route and not route.startswith("<"):
            segments.add(route.split("/")[0])
    return segments


def test_no_organisation_can_take_the_address_of_a_page():
    taken = {
        segment
        for segment in _first_segments(get_resolver().url_patterns)
        if re.fullmatch(r"[-\w]+", segment)
    }
    assert "kpa" in taken
    assert taken <= set(RESERVED_SLUGS)
