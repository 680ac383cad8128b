"""What bench/invoices.py runs, in processes of its own, about the list of a KPA's invoices."""

import itertools
import statistics
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

from bench import _fresh
from bench._invoice_tasks import TODAY, a_kpa
from bench._ledger_tasks import ENTRY_SQL, NOW

FEW, MANY = 30, 100_000
PAGE, FAR = 50, 1_000
CLIENTS, ACTIVITIES = 200, 5
ADDRESS = "/la-cape/factures/"
TIMES = 100


def fill() -> dict[str, Any]:
    """A hundred thousand issued invoices, in bulk under lifted guards; and the page's queries on the way."""
    from django.db import connection  # noqa: PLC0415

    from kpacite.platform import triggers  # noqa: PLC0415

    kpa, _client = a_kpa()
    rows = _invoices(kpa)
    browser = _browser()
    triggers.drop(connection)
    queries = []
    for count in (3, FEW - 3, MANY - FEW):
        _write(itertools.islice(rows, count))
        queries.append(_queries(lambda: browser.get(ADDRESS, headers={"host": "localhost"})))
    triggers.install(connection)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return {"queries": queries, "far": _key_of(kpa, FAR * PAGE)}


def _invoices(kpa: Any) -> Iterator[tuple[tuple[object, ...], Any]]:
    """Entries of the ledger, and the invoices that name them; with empty photographs, which no list reads."""
    from kpacite.domain.ledger.models import FiscalYear, Journal, Period  # noqa: PLC0415
    from kpacite.domain.sales.models import Invoice  # noqa: PLC0415
    from kpacite.domain.sales.selectors import carrier_on  # noqa: PLC0415
    from tests.factories.activities import make_activity  # noqa: PLC0415
    from tests.factories.invoices import make_buyer  # noqa: PLC0415

    carrier = carrier_on(kpa, TODAY)
    clients = [make_buyer(kpa) for _ in range(CLIENTS)]
    activities = [make_activity(kpa.organisation, f"Activité {rank}") for rank in range(ACTIVITIES)]
    year = FiscalYear.objects.get()
    where = year.book_id, year.pk, Journal.objects.order_by("pk")[0].pk, Period.objects.order_by("pk")[2].pk
    for rank in itertools.count(1):
        number = f"F-2026-{rank:04d}"
        told = rank, rank, rank, NOW, TODAY, f"{rank:064d}"
        entry = rank, TODAY, f"Facture {number}", number, TODAY, *told, *where
        yield (
            entry,
            Invoice(
                kpa=kpa,
                carrier=carrier,
                client=clients[rank % CLIENTS],
                activity=activities[rank % ACTIVITIES],
                kind="invoice",
                state="issued",
                created_at=NOW,
                issued_at=NOW,
                issued_on=TODAY,
                supplied_on=TODAY,
                due_on=TODAY + timedelta(days=30),
                net_cents=rank * 10,
                tax_cents=rank * 2,
                gross_cents=rank * 12,
                number=number,
                rank=rank,
                series="bench",
                photograph="{}",
                photograph_hash="-",
                entry_id=rank,
            ),
        )


def _write(rows: Iterator[tuple[tuple[object, ...], Any]]) -> None:
    from django.db import connection, transaction  # noqa: PLC0415

    from kpacite.domain.sales.models import Invoice  # noqa: PLC0415

    while batch := list(itertools.islice(rows, 5_000)):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.executemany(ENTRY_SQL, [entry for entry, _invoice in batch])
            Invoice.objects.bulk_create([invoice for _entry, invoice in batch])


def _key_of(kpa: Any, rank: int) -> int:
    from kpacite.domain.sales.models import Invoice  # noqa: PLC0415

    return Invoice.objects.filter(kpa=kpa).order_by("-pk").values_list("pk", flat=True)[rank]


def _browser() -> Any:
    """Amina, a coopérante of the KPA, signed in."""
    from django.contrib.auth import get_user_model  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415

    from kpacite.domain.organisations.enums import Role  # noqa: PLC0415
    from kpacite.domain.organisations.models import Kpa  # noqa: PLC0415
    from tests.factories.organisations import wear  # noqa: PLC0415
    from tests.factories.people import make_account  # noqa: PLC0415

    amina = get_user_model().objects.first()
    if amina is None:
        amina = make_account("Amina")
        wear(amina, Role.COOPERATOR, Kpa.objects.get().organisation)
    browser = Client()
    browser.force_login(amina)
    return browser


def cookie() -> dict[str, Any]:
    """What proves to a server that Amina is signed in."""
    from django.conf import settings  # noqa: PLC0415

    name = settings.SESSION_COOKIE_NAME
    return {"cookie": f"{name}={_browser().cookies[name].value}"}


def depth() -> dict[str, Any]:
    """Seconds for the rows of page 1, and of page 1 000, alternated."""
    from kpacite.domain.organisations.models import Kpa  # noqa: PLC0415
    from kpacite.domain.sales import selectors  # noqa: PLC0415
    from kpacite.domain.sales.selectors import InvoiceFilter  # noqa: PLC0415

    kpa = Kpa.objects.get()
    here, keep, far = kpa.organisation, InvoiceFilter(), _key_of(kpa, FAR * PAGE)
    figures: dict[int | None, list[float]] = {None: [], far: []}
    for _ in range(TIMES):
        for after, seconds in figures.items():
            start = time.perf_counter()
            selectors.invoices_page(kpa=here, keep=keep, after=after)
            seconds.append(time.perf_counter() - start)
    first, distant = (statistics.median(seconds) for seconds in figures.values())
    return {"first": first, "distant": distant}


def _queries(call: Callable[[], Any]) -> int:
    from django.db import connection  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    with CaptureQueriesContext(connection) as found:
        answer = call()
    assert answer.status_code == 200, answer.status_code
    return len(found)


if __name__ == "__main__":
    _fresh.child({"fill": fill, "cookie": cookie, "depth": depth})
