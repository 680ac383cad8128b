import pytest

from kpacite.domain.ledger import permissions
from kpacite.domain.ledger.models import Book
from kpacite.domain.organisations.enums import Role
from kpacite.domain.organisations.models import Organisation
from kpacite.domain.organisations.selectors import Hat, Hats

pytestmark = pytest.mark.django_db


def wearing(role: Role, organisation: Organisation, *linked: Organisation) -> Hats:
    return Hats(worn=(Hat(role, organisation),), linked=frozenset((role, kpa.pk) for kpa in linked))


def test_only_the_accountant_of_the_entity_keeps_and_reads_its_book(
    book: Book, la_cape: Organisation
) -> None:
    other = Organisation.objects.create(kind="carrier", name="Autre CAE", slug="autre-cae")
    driss = wearing(Role.CARRIER_ACCOUNTANT, book.entity, la_cape)
    assert permissions.may_keep(driss, book)
    assert permissions.may_read(driss, book)
    for stranger in (
        wearing(Role.CARRIER_ACCOUNTANT, other),
        wearing(Role.KPA_COORDINATOR, la_cape),
        wearing(Role.COOPERATOR, la_cape),
        Hats(),
    ):
        assert not permissions.may_keep(stranger, book)
        assert not permissions.may_read(stranger, book)


def test_members_and_the_carrier_read_the_totals_of_a_kpa(book: Book, la_cape: Organisation) -> None:
    assert permissions.may_read_totals_of(wearing(Role.COOPERATOR, la_cape), la_cape)
    assert permissions.may_read_totals_of(wearing(Role.CARRIER_ACCOUNTANT, book.entity, la_cape), la_cape)
    assert not permissions.may_read_totals_of(Hats(), la_cape)
