"""An invented agreement, marked « exemple »: no document gives one. Its amount is not known."""

from collections.abc import Iterator
from datetime import date

from kpacite.domain.funding import services
from kpacite.domain.funding.models import Grant
from kpacite.domain.organisations.models import Kpa
from kpacite.domain.organisations.selectors import network
from kpacite.scenarios.seeding import Seeding

KPAS = ("coop-manau", "kpa-valenciennes", "kpa-grande-synthe")


def load(seeding: Seeding) -> Iterator[float]:
    if not Grant.objects.filter(title="Jeunes et quartiers (exemple)").exists():
        services.note_grant(
            title="Jeunes et quartiers (exemple)",
            funder="Un financeur (exemple)",
            carrier=network(),
            kpas=Kpa.objects.filter(organisation__slug__in=KPAS).order_by("pk"),
            first=date(2022, 3, 1),
            last=date(2023, 12, 31),
            purpose="Convention inventée, pour montrer la page.",
            territory="Nord",
            amount_cents=None,
            is_example=True,
            **seeding.by,
        )
    yield 1.0
