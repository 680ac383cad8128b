"""What the processes of the crash test do, on a database of the environment (tests/domain/sales/crash.py)."""

import sys

import django

django.setup()

from kpacite.domain.organisations.enums import OrganisationKind  # noqa: E402
from kpacite.domain.sales.models import Invoice  # noqa: E402
from kpacite.domain.sales.services import invoices as services  # noqa: E402
from kpacite.platform import verification  # noqa: E402
from tests.factories.invoices import BY, make_buyer, make_draft, ready_to_invoice  # noqa: E402
from tests.factories.organisations import carry, make_kpa, make_organisation  # noqa: E402


def prepare(count: int) -> None:
    kpa = make_kpa("La Cape", slug="la-cape")
    carrier = make_organisation("Opteos", OrganisationKind.CARRIER, slug="opteos")
    carry(kpa, carrier)
    ready_to_invoice(carrier)
    client = make_buyer(kpa)
    for _ in range(count):
        make_draft(kpa, client)


def work(first: int, step: int) -> None:
    """Issue every draft of this worker's share, and then those of all, as after a restart."""
    drafts = list(Invoice.objects.order_by("pk"))
    for draft in drafts[first::step]:
        sys.stdout.write(f"{services.issue_invoice(invoice=draft, **BY).number}\n")
        sys.stdout.flush()


def verify() -> None:
    problems = [problem for result in verification.run() for problem in result.problems]
    numbers = Invoice.objects.issued().order_by("rank").values_list("number", flat=True)
    sys.stdout.write("\n".join([f"{len(problems)} problems", *problems, *numbers]) + "\n")


if __name__ == "__main__":
    verb, *numbers = sys.argv[1:]
    {"prepare": prepare, "work": work, "verify": verify}[verb](*map(int, numbers))
