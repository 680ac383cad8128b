"""Who reads which version, and what reading costs."""

import pytest

from kpacite.domain.governance import permissions, selectors, services
from kpacite.domain.governance.enums import Publication, VersionState
from kpacite.domain.organisations.enums import Role
from kpacite.domain.organisations.selectors import Hats, hats_of
from tests.domain.governance.charters import BY, TEXT, discuss, put_in_force, sign, write
from tests.factories.organisations import wear
from tests.factories.people import TODAY, make_person

pytestmark = pytest.mark.django_db
MEMBERS = ("amina", "bilal", "gaelle", "hugo")
STRANGERS = ("fanny", "driss", "esther")
READERS = {
    (Publication.MEMBERS, VersionState.IN_FORCE): set(),
    (Publication.IN_FORCE, VersionState.IN_FORCE): set(STRANGERS),
    (Publication.IN_FORCE, VersionState.DISCUSSED): set(),
    (Publication.DISCUSSION, VersionState.DISCUSSED): set(STRANGERS),
    (Publication.DISCUSSION, VersionState.DRAFT): None,
}
MAKE = {VersionState.IN_FORCE: put_in_force, VersionState.DISCUSSED: discuss, VersionState.DRAFT: write}


@pytest.mark.usefixtures("carrier", "network")
@pytest.mark.parametrize(("publication", "state"), READERS)
@pytest.mark.parametrize("name", [*MEMBERS, *STRANGERS, "chloe"])
def test_each_person_reads_what_the_table_says(la_cape, request, name, publication, state):
    version = MAKE[state](la_cape)
    version.charter = services.change_publication(charter=version.charter, publication=publication, **BY)
    hats = hats_of(request.getfixturevalue(name).person, TODAY)
    also = READERS[publication, state]
    expected = name == "chloe" or (also is not None and name in {*MEMBERS, *also})
    assert permissions.may_read_version(hats, version) is expected


def test_only_the_coordination_writes_and_only_members_are_asked_to_sign(la_cape, request):
    writes = {"chloe"}
    signs = {"amina", "bilal", "gaelle", "chloe"}
    for name in (*MEMBERS, *STRANGERS, "chloe"):
        hats = hats_of(request.getfixturevalue(name).person, TODAY)
        assert permissions.may_write_charter(hats, la_cape) is (name in writes)
        assert permissions.is_asked_to_sign(hats, la_cape) is (name in signs)
    assert not permissions.is_asked_to_sign(Hats(), la_cape)


def test_a_book_knows_what_is_in_force_what_is_written_and_what_was(la_cape):
    first = put_in_force(la_cape)
    second = put_in_force(la_cape, TEXT[:1], start=TODAY)
    third = write(la_cape)
    book = selectors.charter_book(la_cape)
    assert (book.in_force, book.being_written, book.history) == (second, third, (second, first))
    assert (book.before(third), book.before(second), book.before(first)) == (second, first, None)
    assert book.number(1) == first
    assert book.number(9) is None
    assert book.only({VersionState.IN_FORCE}).versions == (second,)


def test_a_kpa_without_charter_has_an_empty_book(la_cape):
    book = selectors.charter_book(la_cape)
    assert (book.charter, book.in_force, book.history) == (None, None, ())
    assert not selectors.signature_due(make_person(), la_cape, TODAY)


@pytest.mark.parametrize("people", [3, 30])
def test_the_sheet_costs_the_same_for_three_people_and_for_thirty(
    la_cape, amina, people, django_assert_num_queries
):
    sign(put_in_force(la_cape), amina)
    put_in_force(la_cape, TEXT[:1], start=TODAY)
    for rank in range(people - 1):
        wear(make_person(f"Personne {rank}"), Role.COOPERATOR, la_cape)
    with django_assert_num_queries(4):
        sheet = selectors.signature_sheet(selectors.charter_book(la_cape), TODAY)
    assert len(sheet) == people
    assert [row.earlier for row in sheet if row.person == amina.person] == [1]
    assert not any(row.signature for row in sheet)


def test_what_one_signed_is_listed_from_the_newest(la_cape, amina):
    sign(put_in_force(la_cape), amina)
    sign(put_in_force(la_cape, TEXT[:1], start=TODAY), amina)
    assert [row.version.number for row in selectors.signatures_of(amina.person, la_cape)] == [2, 1]


def test_two_hats_make_one_signer(la_cape, amina):
    wear(amina, Role.REFERENT, la_cape)
    put_in_force(la_cape)
    assert len(selectors.signature_sheet(selectors.charter_book(la_cape), TODAY)) == 1
