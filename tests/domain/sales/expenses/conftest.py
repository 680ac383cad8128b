from datetime import date

import pytest

from kpacite.domain.activities.models import Activity
from kpacite.domain.ledger import services as ledger
from kpacite.domain.ledger.models import Book
from kpacite.domain.organisations.models import Organisation
from kpacite.domain.people.models import Account
from tests.factories.activities import join, make_activity
from tests.factories.people import NOW


@pytest.fixture
def book(carrier: Organisation, driss: Account) -> Book:
    book = ledger.open_book(entity=carrier, siren="999999998", actor=driss, now=NOW)
    ledger.open_fiscal_year(book=book, start=date(2026, 1, 1), actor=driss, now=NOW)
    return book


@pytest.fixture
def cuisine(la_cape: Organisation, amina: Account, bilal: Account) -> Activity:
    """Bilal answers for it, Amina works in it."""
    activity = make_activity(la_cape, code="CUISINE")
    join(activity, bilal, referent=True)
    join(activity, amina)
    return activity
