from datetime import date

import pytest

from kpacite.domain.ledger import services as ledger
from kpacite.domain.ledger.models import Book
from kpacite.domain.organisations.models import Organisation
from tests.factories.people import NOW


@pytest.fixture
def carrier_book(carrier: Organisation) -> Book:
    """The book of the carrier of La Cape, with its year open."""
    book = ledger.open_book(entity=carrier, actor=None, now=NOW)
    ledger.open_fiscal_year(book=book, start=date(2026, 1, 1), actor=None, now=NOW)
    return book
