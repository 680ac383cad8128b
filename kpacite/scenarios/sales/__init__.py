"""Who buys from La Cape and Moulins Coop, and what. Every name and every amount is invented."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from kpacite.domain.organisations import services as organisations
from kpacite.domain.organisations.models import Kpa
from kpacite.domain.sales import services
from kpacite.domain.sales.enums import ClientKind
from kpacite.domain.sales.models import Client
from kpacite.scenarios.billing import carriers_sell
from kpacite.scenarios.sales import deals
from kpacite.scenarios.seeding import Row, Seeding, chosen, read

HERE = Path(__file__).parent
PLUM = "#6A2B5D"
DETAILS = (
    "email", "phone", "address_line_1", "postal_code", "city", "siret", "service_code", "engagement_number",
    "service_required", "engagement_required", "beneficiary_name", "notes", "may_contact",
)  # fmt: skip


def load(seeding: Seeding) -> Iterator[float]:
    steps: list[Callable[[], object]] = [partial(_colour, seeding), partial(carriers_sell, seeding)]
    steps += [partial(_client, seeding, row) for row in read(HERE / "clients.toml")["client"]]
    steps.append(partial(deals.trust, seeding))
    requests = enumerate(read(HERE / "leads.toml")["lead"], start=1)
    steps += [partial(deals.lead, seeding, row, rank) for rank, row in requests]
    quotes = enumerate(read(HERE / "quotes.toml")["quote"], start=1)
    steps += [partial(deals.quote, seeding, row, rank) for rank, row in quotes]
    for rank, step in enumerate(steps, start=1):
        step()
        yield rank / len(steps)


def _colour(seeding: Seeding) -> None:
    kpa = Kpa.objects.get(organisation__slug="la-cape")
    organisations.set_kpa_colour(kpa=kpa, colour=PLUM, **seeding.by)


def _client(seeding: Seeding, row: Row) -> None:
    kpa = Kpa.objects.get(organisation__slug=row["kpa"])
    if Client.objects.filter(kpa=kpa, name=row["name"]).exists():
        return
    client = services.create_client(
        kpa=kpa,
        kind=ClientKind(row["kind"]),
        name=row["name"],
        is_example=True,
        **chosen(row, *DETAILS),
        **seeding.by,
    )
    for contact in row.get("contact", []):
        services.add_contact(client=client, **contact, **seeding.by)
