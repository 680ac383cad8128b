"""What issuing asks of the database does not grow, neither with the lines nor with what was issued before."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from kpacite.domain.ledger.models import Book
from kpacite.domain.organisations.models import Organisation
from kpacite.domain.sales.models import Client
from kpacite.domain.sales.services import invoices as services
from tests.factories.invoices import BY, make_buyer, make_draft, make_issued, row


def cost(kpa: Organisation, client: Client, lines: int) -> int:
    draft = make_draft(kpa, client, [row(f"Buffet {rank}", "1", 1_000) for rank in range(lines)])
    with CaptureQueriesContext(connection) as queries:
        services.issue_invoice(invoice=draft, **BY)
    return len(queries)


def test_thirty_lines_and_thirty_invoices_cost_what_three_do(la_cape: Organisation, book: Book) -> None:
    client = make_buyer(la_cape)
    make_issued(la_cape, client)  # The counters of the year are born.
    few = cost(la_cape, client, 3)
    for _ in range(30):
        make_issued(la_cape, client)
    assert cost(la_cape, client, 30) == few
    assert few <= 22  # With the savepoint that stands for the transaction in a test.
