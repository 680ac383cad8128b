"""The search and the filters of the directory: what the address asks, and the chips that change it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from kpacite.domain.organisations.enums import KpaStatus
from kpacite.domain.organisations.selectors import Directory, Facet, KpaCard
from kpacite.domain.organisations.selectors.directory import DirectoryQuery

MAX_WORDS = 80
SLUGS = ("territoire", "activite", "champ")
STATUSES = {"actifs": (KpaStatus.ACTIVE,), "en-projet": (KpaStatus.CONSIDERING, KpaStatus.LAUNCHING)}
PURPOSES = ("commander", "rejoindre")


@dataclass(frozen=True, slots=True)
class Chip:
    label: str
    url: str
    on: bool
    count: int | None = None


@dataclass(frozen=True, slots=True)
class ChipGroup:
    """`folded`: too many chips to show before one asks."""

    label: str
    chips: tuple[Chip, ...]
    folded: bool = True

    @property
    def on(self) -> bool:
        return any(chip.on for chip in self.chips)


class Filters:
    """What the visitor asks. Unknown names and values count as not asked."""

    def __init__(self, asked: QueryDict) -> None:
        self.q = " ".join(asked.get("q", "").replace("\x00", "").split())[:MAX_WORDS]
        self.slugs = {name: asked.get(name, "")[:MAX_WORDS] for name in SLUGS}
        self.status = asked.get("statut", "") if asked.get("statut") in STATUSES else ""
        self.purpose = asked.get("pour", "") if asked.get("pour") in PURPOSES else ""

    @property
    def query(self) -> DirectoryQuery:
        return DirectoryQuery(
            words=self.q,
            territory=self.slugs["territoire"],
            activity=self.slugs["activite"],
            field=self.slugs["champ"],
        )

    @property
    def active(self) -> bool:
        return bool(self.q or self.status or any(self.slugs.values()))

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """What the search form must carry along."""
        return [(name, value) for name, value in self._asked().items() if value and name != "q"]

    @property
    def clear_url(self) -> str:
        return self._url({"pour": self.purpose})

    @property
    def csv_url(self) -> str:
        return self._address(reverse("kpa_csv"), self._asked())

    def keep(self, cards: Iterable[KpaCard]) -> list[KpaCard]:
        wanted = STATUSES.get(self.status)
        return [card for card in cards if wanted is None or card.status in wanted]

    def groups(self, directory: Directory) -> list[ChipGroup]:
        """The chips; a family without any choice is left out."""
        groups = [
            ChipGroup(_("Où en est le KPA"), self._status_chips(), folded=False),
            self._facet_group(_("Choisir une activité"), "activite", directory.activities),
            self._facet_group(_("Choisir un territoire"), "territoire", directory.territories),
            self._facet_group(_("Choisir un champ de développement"), "champ", directory.fields),
        ]
        return [group for group in groups if group.chips]

    def _status_chips(self) -> tuple[Chip, ...]:
        labels = {"actifs": _("En activité"), "en-projet": _("En réflexion ou en lancement")}
        return tuple(self._chip("statut", slug, label, self.status == slug) for slug, label in labels.items())

    def _facet_group(self, label: str, name: str, facets: Iterable[Facet]) -> ChipGroup:
        chips = (
            self._chip(name, facet.slug, facet.name, self.slugs[name] == facet.slug, facet.count)
            for facet in facets
        )
        return ChipGroup(label, tuple(chips))

    def _chip(self, name: str, slug: str, label: str, on: bool, count: int | None = None) -> Chip:  # noqa: FBT001
        return Chip(label, self._url(self._asked() | {name: "" if on else slug}), on, count)

    def _asked(self) -> dict[str, str]:
        return {"q": self.q, "pour": self.purpose, "statut": self.status, **self.slugs}

    def _url(self, asked: Mapping[str, str]) -> str:
        return self._address(reverse("kpa_list"), asked)

    @staticmethod
    def _address(path: str, asked: Mapping[str, str]) -> str:
        query = QueryDict(mutable=True)
        query.update({name: value for name, value in asked.items() if value})
        return f"{path}?{query.urlencode()}" if query else path
