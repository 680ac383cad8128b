import pytest

from kpacite.domain.ledger.models import Book
from kpacite.domain.organisations.models import Organisation
from tests.factories.invoices import ready_to_invoice


@pytest.fixture
def book(carrier: Organisation) -> Book:
    """The carrier of La Cape, ready to invoice."""
    ready_to_invoice(carrier)
    return Book.objects.get(entity=carrier)
