from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple, Self

from django.db.models import Q, QuerySet

from kpacite.domain.organisations.models import Kpa, Organisation
from kpacite.domain.sales.enums import ClientKind
from kpacite.domain.sales.models import Client
from kpacite.domain.sales.rules.clients import ClientFacts, looks_like, name_key
from kpacite.domain.sales.rules.counter import COUNTER_CLIENT
from kpacite.kernel.text import fold

PER_PAGE = 50


class ClientRow(NamedTuple):
    """What a list shows of a client."""

    pk: int
    name: str
    kind: str
    city: str
    email: str
    phone: str
    siret: str
    folded_name: str
    beneficiary_name: str


@dataclass(frozen=True, slots=True)
class ClientCursor:
    """The last row of a page; the next page starts after it."""

    folded_name: str
    pk: int

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """Read « tilleuls~42 »; anything else is the first page."""
        name, _tilde, key = text.replace("\x00", "").rpartition("~")
        return cls(name, int(key)) if key.isascii() and key.isdigit() and len(key) < 19 else None

    def __str__(self) -> str:
        return f"{self.folded_name}~{self.pk}"


@dataclass(frozen=True, slots=True)
class ClientPage:
    rows: list[ClientRow]
    next: ClientCursor | None


def clients_of(
    kpa: Kpa | Organisation, *, words: str = "", kind: ClientKind | None = None
) -> QuerySet[Client]:
    """The clients of a KPA where each of the words is somewhere; accents and capitals do not matter."""
    rows = Client.objects.current().filter(kpa=kpa.pk)
    if kind is not None:
        rows = rows.filter(kind=kind)
    for word in fold(words).split():
        rows = rows.filter(search_text__contains=word)
    return rows


def buyers_of(kpa: Kpa | Organisation) -> QuerySet[Client]:
    """Who a paper may be made out to, by name: not the till, in whose name nobody buys."""
    rows = clients_of(kpa).exclude(kind=ClientKind.PERSON, name=COUNTER_CLIENT)
    return rows.order_by("folded_name", "pk")


def clients_page(
    kpa: Kpa | Organisation,
    *,
    words: str = "",
    kind: ClientKind | None = None,
    after: ClientCursor | None = None,
    per_page: int = PER_PAGE,
) -> ClientPage:
    """One page by name, in one query whatever the page."""
    rows = clients_of(kpa, words=words, kind=kind)
    if after is not None:
        rows = rows.filter(
            Q(folded_name__gt=after.folded_name) | Q(folded_name=after.folded_name, pk__gt=after.pk)
        )
    fields = rows.order_by("folded_name", "pk").values_list(*ClientRow._fields)[: per_page + 1]
    found = [ClientRow(*row) for row in fields]
    shown = found[:per_page]
    more = ClientCursor(shown[-1].folded_name, shown[-1].pk) if len(found) > per_page else None
    return ClientPage(shown, more)


def client_of(kpa: Kpa | Organisation, pk: int) -> Client | None:
    """One client of this KPA, with the one it was merged into; None elsewhere."""
    return Client.objects.select_related("merged_into").filter(kpa=kpa.pk, pk=pk).first()


def duplicates_of(client: Client) -> list[Client]:
    """The sheets that were made one with this client."""
    return list(client.duplicates.order_by("pk"))


def look_alikes(client: Client) -> list[Client]:
    """Other clients of the same book that look like this one: same SIRET, e-mail, phone or name."""
    mine = _facts(client)
    others = Client.objects.current().filter(kpa=client.kpa_id).exclude(pk=client.pk)
    same_words = Q()
    for word in name_key(client.name).split():
        same_words &= Q(search_text__contains=word)
    maybe = same_words
    for name in ("siret", "email", "phone"):
        if value := getattr(client, name):
            maybe |= Q(**{f"{name}__iexact": value})
    rows = others.filter(maybe).order_by("folded_name", "pk")
    return [row for row in rows if looks_like(mine, _facts(row))]


def duplicate_groups(kpa: Kpa | Organisation) -> list[list[Client]]:
    """All the groups of clients that look like one another, each client in one group at most."""
    rows = list(Client.objects.current().filter(kpa=kpa.pk).order_by("pk"))
    candidates = _buckets(rows)
    groups: list[list[Client]] = []
    seen: set[int] = set()
    for client in rows:
        if client.pk in seen:
            continue
        alike = [
            other
            for other in candidates[client.pk]
            if other.pk not in seen and looks_like(_facts(client), _facts(other))
        ]
        if alike:
            groups.append([client, *alike])
            seen |= {client.pk, *(other.pk for other in alike)}
    return groups


def _buckets(rows: Iterable[Client]) -> dict[int, list[Client]]:
    """For each client, those that share a key with it: no comparison of all with all."""
    by_key: defaultdict[tuple[str, str], list[Client]] = defaultdict(list)
    rows = list(rows)
    for client in rows:
        for key in _keys(client):
            by_key[key].append(client)
    return {
        client.pk: list(
            {
                other.pk: other for key in _keys(client) for other in by_key[key] if other.pk != client.pk
            }.values()
        )
        for client in rows
    }


def _keys(client: Client) -> list[tuple[str, str]]:
    keys = [("name", name_key(client.name)), ("siret", client.siret), ("phone", client.phone)]
    return [key for key in [*keys, ("email", client.email.casefold())] if key[1]]


def _facts(client: Client) -> ClientFacts:
    return ClientFacts(
        key=client.pk, name=client.name, siret=client.siret, email=client.email, phone=client.phone
    )
