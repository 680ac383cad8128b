"""The book, the year and the gestures of the ledger's own tests; Driss signed in."""

from datetime import date

import pytest
from django.test import Client

from kpacite.domain.ledger.models import Book, FiscalYear
from kpacite.domain.organisations.enums import Role
from kpacite.domain.organisations.models import RoleAssignment
from kpacite.domain.people.models import Account
from tests.domain.ledger.conftest import book, carrier, driss, la_cape, post, year
from tests.interfaces.www.homes.conftest import as_

__all__ = ["as_", "book", "carrier", "driss", "la_cape", "post", "year"]


@pytest.fixture
def desk(as_, driss: Account, book: Book, year: FiscalYear) -> Client:
    RoleAssignment.objects.create(
        person=driss.person,
        role=Role.CARRIER_ACCOUNTANT,
        organisation=book.entity,
        start=date(2020, 1, 1),
    )
    return as_(driss)
