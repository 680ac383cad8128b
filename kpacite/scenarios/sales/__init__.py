"""Who buys from La Cape and Moulins Coop, and what. Every name and every amount is invented."""

from collections.abc import Iterator
from pathlib import Path

from kpacite.domain.organisations.models import Kpa
from kpacite.domain.sales import services
from kpacite.domain.sales.enums import ClientKind
from kpacite.domain.sales.models import Client
from kpacite.scenarios.seeding import Row, Seeding, chosen, read

HERE = Path(__file__).parent
DETAILS = (
    "email", "phone", "address_line_1", "postal_code", "city", "siret", "service_code", "engagement_number",
    "service_required", "engagement_required", "beneficiary_name", "notes", "may_contact",
)  # fmt: skip


def load(seeding: Seeding) -> Iterator[float]:
    rows = read(HERE / "clients.toml")["client"]
    for rank, row in enumerate(rows, start=1):
        _client(seeding, row)
        yield rank / len(rows)


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
