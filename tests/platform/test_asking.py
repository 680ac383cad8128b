"""One query for many small questions, alike on both databases."""

from datetime import UTC, datetime

import pytest

from kpacite.domain.organisations.enums import Role
from kpacite.domain.organisations.models import Organisation, RoleAssignment
from kpacite.domain.people.models import Account, Person
from kpacite.platform.asking import ask, first_of, how_many, moment_of, rows_of, sum_of
from tests.factories.organisations import make_kpa, wear
from tests.factories.people import make_account, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def here():
    kpa = make_kpa("Exemple")
    for name in ("Amina", "Bilal", "Chloé"):
        wear(make_person(name), Role.COOPERATOR, kpa.organisation)
    return Organisation.objects.filter(pk=kpa.pk)


def test_everything_is_told_in_one_query(here, django_assert_num_queries):
    people = Person.objects.filter(hats__organisation__in=here.values("pk"))
    with django_assert_num_queries(1):
        told = ask(
            here,
            {
                "is_there": people,
                "is_not": people.filter(first_name="Driss"),
                "count": how_many(people),
                "none": how_many(people.filter(first_name="Driss")),
                "sum": sum_of(RoleAssignment.objects.filter(organisation__in=here), "organisation_id"),
                "first": first_of(people.order_by("-first_name"), "first_name"),
                "nobody": first_of(people.filter(first_name="Driss"), "first_name"),
                "rows": rows_of(people.order_by("first_name"), most=2, name="first_name"),
                "no_rows": rows_of(people.filter(first_name="Driss"), most=2, name="first_name"),
            },
        )
    key = here.get().pk
    assert told["is_there"]
    assert not told["is_not"]
    assert (told["count"], told["none"], told["sum"]) == (3, 0, 3 * key)
    assert (told["first"], told["nobody"]) == ("Chloé", None)
    assert sorted(row["name"] for row in told["rows"]) == ["Amina", "Bilal"]
    assert not told["no_rows"]


def test_nothing_asked_costs_nothing(here, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert ask(here, {}) == {}


def test_a_moment_comes_back_as_it_was(here):
    make_account("Esther")
    accounts = Account.objects.filter(person__first_name="Esther")
    told = ask(here, {"rows": rows_of(accounts, most=1, at="opened_at")})
    assert moment_of(told["rows"][0]["at"]) == accounts.get().opened_at
    assert moment_of("2026-03-12 08:30:00") == datetime(2026, 3, 12, 8, 30, tzinfo=UTC)
