from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, QuerySet

from kpacite.domain.organisations.enums import CoordinateSource, KpaStatus, TagKind
from kpacite.domain.organisations.models import Kpa, KpaStatusPeriod, KpaTag, Place, Tag
from kpacite.domain.organisations.selectors.matching import FUZZY, Score, Term, best_score
from kpacite.kernel.text import fold


@dataclass(frozen=True, slots=True)
class KpaCard:
    """A KPA in a list or on the map. What no document says is empty or None.

    `status_confirmed_on`: date of the last document that names the KPA with this status.
    `is_approximate`: the coordinates are those of the commune.
    """

    slug: str
    name: str
    baseline: str
    aliases: tuple[str, ...]
    city: str
    place_name: str
    neighbourhood: str
    latitude: float | None
    longitude: float | None
    is_approximate: bool
    status: KpaStatus | None
    status_confirmed_on: date | None
    tags: tuple[KpaTag, ...]

    @property
    def status_label(self) -> str:
        return str(self.status.label) if self.status else ""

    def tags_of(self, kind: TagKind) -> tuple[Tag, ...]:
        return tuple(row.tag for row in self.tags if row.tag.kind == kind)

    @property
    def activities(self) -> tuple[Tag, ...]:
        return self.tags_of(TagKind.ACTIVITY)

    @property
    def territories(self) -> tuple[Tag, ...]:
        return self.tags_of(TagKind.TERRITORY)

    @property
    def fields(self) -> tuple[Tag, ...]:
        return self.tags_of(TagKind.FIELD)


@dataclass(frozen=True, slots=True)
class Facet:
    """One choice of a filter, with how many KPAs it leaves among those shown in all."""

    kind: TagKind
    slug: str
    name: str
    count: int


@dataclass(frozen=True, slots=True)
class Directory:
    """`is_approximate`: nothing matches as typed, these KPAs have a name or a word that looks like it."""

    cards: tuple[KpaCard, ...]
    facets: tuple[Facet, ...]
    total: int
    is_approximate: bool = False

    def facets_of(self, kind: str) -> tuple[Facet, ...]:
        return tuple(facet for facet in self.facets if facet.kind == kind)

    @property
    def territories(self) -> tuple[Facet, ...]:
        return self.facets_of(TagKind.TERRITORY)

    @property
    def activities(self) -> tuple[Facet, ...]:
        return self.facets_of(TagKind.ACTIVITY)

    @property
    def fields(self) -> tuple[Facet, ...]:
        return self.facets_of(TagKind.FIELD)


@dataclass(frozen=True, slots=True)
class DirectoryQuery:
    """What a visitor asks: words, and the slugs of a tag of each kind; empty: all."""

    words: str = ""
    territory: str = ""
    activity: str = ""
    field: str = ""

    @property
    def wanted(self) -> set[tuple[str, str]]:
        pairs = {
            (TagKind.TERRITORY.value, self.territory),
            (TagKind.ACTIVITY.value, self.activity),
            (TagKind.FIELD.value, self.field),
        }
        return {(kind, slug) for kind, slug in pairs if slug}


def kpa_directory(query: DirectoryQuery | None = None, *, today: date) -> Directory:
    """The KPAs that a visitor looks for, the best match first, else by name.

    Words are met whatever the accents, the hyphens and small typing errors, in the names, other names,
    city, neighbourhood, place and activities. Likeness only counts when nothing matches as typed.
    """
    query = query or DirectoryQuery()
    cards = [card for card in all_cards(today) if card.status != KpaStatus.LEFT]
    kept = [card for card in cards if query.wanted <= _tag_keys(card)]
    found, is_approximate = _found(fold(query.words), kept)
    return Directory(
        cards=tuple(found), facets=tuple(_facets(cards)), total=len(cards), is_approximate=is_approximate
    )


def kpa_counts(today: date) -> dict[KpaStatus, int]:
    """How many KPAs have each status on a day: computed, never a figure of a document."""
    statuses = KpaStatusPeriod.objects.on(today).values_list("status", flat=True)
    counts = Counter(statuses)
    return {status: counts[status] for status in KpaStatus}


def all_cards(today: date) -> list[KpaCard]:
    """Every KPA by name, in four queries however many there are."""
    rows = with_present_status(Kpa.objects.all(), today).select_related(
        "organisation", "place", "neighbourhood"
    )
    tags = Prefetch("kpa_tags", KpaTag.objects.select_related("tag").order_by("tag__name"))
    cards = [_card(kpa) for kpa in rows.prefetch_related("aliases", tags)]
    return sorted(cards, key=lambda card: fold(card.name))


def with_present_status(kpas: QuerySet[Kpa], today: date) -> QuerySet[Kpa]:
    present = KpaStatusPeriod.objects.on(today)
    return kpas.prefetch_related(Prefetch("status_periods", present, to_attr="present_status"))


def _card(kpa: Kpa) -> KpaCard:
    place = kpa.place or Place()
    period: KpaStatusPeriod | None = next(iter(kpa.present_status), None)  # type: ignore[attr-defined]
    return KpaCard(
        slug=kpa.organisation.slug,
        name=kpa.organisation.name,
        baseline=kpa.baseline,
        aliases=tuple(sorted(alias.name for alias in kpa.aliases.all())),
        city=place.city,
        place_name=place.name,
        neighbourhood=kpa.neighbourhood.name if kpa.neighbourhood else "",
        latitude=place.latitude,
        longitude=place.longitude,
        is_approximate=place.coordinate_source == CoordinateSource.COMMUNE,
        status=KpaStatus(period.status) if period else None,
        status_confirmed_on=period.confirmed_on if period else None,
        tags=tuple(kpa.kpa_tags.all()),
    )


def _tag_keys(card: KpaCard) -> set[tuple[str, str]]:
    return {(row.tag.kind, row.tag.slug) for row in card.tags}


def _facets(cards: Iterable[KpaCard]) -> list[Facet]:
    tags = {row.tag_id: row.tag for card in cards for row in card.tags}
    counts = Counter(row.tag_id for card in cards for row in card.tags)
    facets = [Facet(TagKind(tag.kind), tag.slug, tag.name, counts[key]) for key, tag in tags.items()]
    return sorted(facets, key=lambda facet: (facet.kind, fold(facet.name)))


def _found(words: str, cards: list[KpaCard]) -> tuple[list[KpaCard], bool]:
    if not words:
        return cards, False
    scored: list[tuple[Score, KpaCard]] = [
        (score, card) for card in cards if (score := best_score(words, _terms(card)))
    ]
    sure = [pair for pair in scored if pair[0][0] > FUZZY]
    ranked = sorted(sure or scored, key=lambda pair: pair[0], reverse=True)
    return [card for _score, card in ranked], bool(ranked) and not sure


def _terms(card: KpaCard) -> Iterator[Term]:
    yield Term.of(card.name, 0)
    yield from (Term.of(alias, 1) for alias in card.aliases)
    yield from (Term.of(text, 2) for text in (card.city, card.neighbourhood) if text)
    yield from (Term.of(row.tag.name, 3) for row in card.tags)
    if card.place_name:
        yield Term.of(card.place_name, 4)
