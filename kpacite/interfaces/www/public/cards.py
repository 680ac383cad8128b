"""A KPA in a list, with its number on the map beside."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from kpacite.domain.organisations.enums import TagKind
from kpacite.domain.organisations.models import KpaTag
from kpacite.domain.organisations.selectors import KpaCard
from kpacite.interfaces.www.public.maps import NetworkMap


@dataclass(frozen=True, slots=True)
class ListedKpa:
    """`number` is None when no document says where the KPA is. `url`: its page, or its contact form."""

    card: KpaCard
    number: int | None
    url: str

    @property
    def where(self) -> str:
        return where_words(self.card.neighbourhood, self.card.city)

    @property
    def activities(self) -> str:
        return ", ".join(row.tag.name for row in self._activity_rows if not row.is_planned)

    @property
    def planned(self) -> str:
        return ", ".join(row.tag.name for row in self._activity_rows if row.is_planned)

    @property
    def _activity_rows(self) -> list[KpaTag]:
        return [row for row in self.card.tags if row.tag.kind == TagKind.ACTIVITY]


def where_words(neighbourhood: str, city: str) -> str:
    """« Moulins, Lille »; never the same word twice."""
    if neighbourhood and city and city.lower() not in neighbourhood.lower():
        return f"{neighbourhood}, {city}"
    return neighbourhood or city


def listed(cards: Iterable[KpaCard], drawn: NetworkMap, purpose: str = "") -> list[ListedKpa]:
    numbers = drawn.numbers
    rows = []
    for card in cards:
        page = reverse("kpa_page", kwargs={"slug": card.slug})
        contact = reverse("kpa_contact", kwargs={"slug": card.slug})
        doors = {
            "commander": f"{contact}?pour=commander",
            "rejoindre": reverse("kpa_join", kwargs={"slug": card.slug}),
        }
        url = doors.get(purpose, page)
        rows.append(ListedKpa(card=card, number=numbers.get(page), url=url))
    return rows
