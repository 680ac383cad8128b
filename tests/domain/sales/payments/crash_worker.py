"""What the processes of the crash test do, on a database of the environment (tests/domain/sales/crash.py).

Each invoice of a private customer is paid in two halves, by two workers: every payment has its receipt in the
chain, its entry and its parts by rate, and the second one settles and letters the invoice.
"""

import sys

import django

django.setup()

from django.db.models import Sum  # noqa: E402

from kpacite.domain.organisations.enums import OrganisationKind  # noqa: E402
from kpacite.domain.sales.enums import ClientKind  # noqa: E402
from kpacite.domain.sales.models import Invoice, Payment  # noqa: E402
from kpacite.domain.sales.selectors.payments import with_settlement  # noqa: E402
from kpacite.platform import verification  # noqa: E402
from tests.factories.invoices import make_buyer, make_issued, ready_to_invoice  # noqa: E402
from tests.factories.organisations import carry, make_kpa, make_organisation  # noqa: E402
from tests.factories.payments import pay  # noqa: E402


def prepare(count: int) -> None:
    kpa = make_kpa("La Cape", slug="la-cape")
    carrier = make_organisation("Opteos", OrganisationKind.CARRIER, slug="opteos")
    carry(kpa, carrier)
    ready_to_invoice(carrier)
    client = make_buyer(kpa, ClientKind.PERSON)
    for _ in range(count // 2):
        make_issued(kpa, client)


def work(first: int, step: int) -> None:
    """Record this worker's share: the first half of an invoice, or what the first half leaves."""
    invoices = list(Invoice.objects.order_by("pk").select_related("carrier", "client"))
    for rank in range(2 * len(invoices))[first::step]:
        invoice = invoices[rank // 2]
        half = invoice.gross_cents // 2
        cents = invoice.gross_cents - half if rank % 2 else half
        payment = pay((invoice, cents), key=f"half {rank}")
        sys.stdout.write(f"{payment.key}\n")
        sys.stdout.flush()


def verify() -> None:
    problems = [problem for result in verification.run() for problem in result.problems]
    left = with_settlement(Invoice.objects.issued()).aggregate(cents=Sum("left"))["cents"]
    keys = Payment.objects.order_by("pk").values_list("key", flat=True)
    told = [f"{len(problems)} problems", *problems, f"{left} cents left", *keys]
    sys.stdout.write("\n".join(told) + "\n")


if __name__ == "__main__":
    verb, *numbers = sys.argv[1:]
    {"prepare": prepare, "work": work, "verify": verify}[verb](*map(int, numbers))
