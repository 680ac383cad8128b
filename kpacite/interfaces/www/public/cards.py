"""A KPA in a list, with its number on the map beside."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from kpacite.domain.organisations.selectors import KpaCard
from kpacite.interfaces.www.public.maps import NetworkMap

CONTACT = {"commander", "rejoindre"}


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
        return ", ".join(
            _("%(activity)s (en prévision)") % {"activity": row.tag.name} if row.is_planned else row.tag.name
            for row in self.card.tags
            if row.tag in self.card.activities
        )


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
        url = f"{contact}?pour={purpose}" if purpose in CONTACT else page
        rows.append(ListedKpa(card=card, number=numbers.get(page), url=url))
    return rows
