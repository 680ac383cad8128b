"""The pages to look at, read from the URLconf: a new address is looked at, or said not to be a page.

An address without arguments needs nothing. One with arguments needs a row in SAMPLES of its area
(`tests/areas/<area>.py`). Who looks follows from the declared access; VISITORS names others where other eyes
are better.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from kpacite.platform.access import access_of
from tests.areas import Sample, Value, merged

VISITOR_BY_ACCESS: dict[str, str | None] = merged("VISITOR_BY_ACCESS")
VISITORS: dict[str, list[str | None]] = merged("VISITORS")
SAMPLES: dict[str, list[Sample]] = merged("SAMPLES")
NOT_PAGES: dict[str, str] = merged("NOT_PAGES")


@dataclass(frozen=True)
class Address:
    """One pattern of the URLconf; `name` is its route when it has no name."""

    name: str
    named: bool
    arguments: frozenset[str]
    access: str
    area: str


@dataclass(frozen=True)
class PageCase:
    """A page and who looks at it. `path()` needs the demo network when a number has to be read there."""

    name: str
    who: str | None
    area: str
    sample: tuple[tuple[str, Value], ...] = ()

    def __str__(self) -> str:
        fixed = [value for _, value in self.sample if isinstance(value, str)]
        return " ".join([self.name, *fixed, *([self.who] if self.who else [])])

    def path(self) -> str:
        kwargs = {key: value if isinstance(value, str) else value() for key, value in self.sample}
        return reverse(self.name, kwargs=kwargs)


def addresses() -> list[Address]:
    return list(_walk(get_resolver(), ""))


def _walk(resolver: URLResolver, prefix: str, namespace: str = "") -> Iterator[Address]:
    for pattern in resolver.url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _walk(pattern, route, inner)
        else:
            yield _address(pattern, route, namespace)


def _address(pattern: URLPattern, route: str, namespace: str) -> Address:
    access = access_of(pattern.callback)
    name = f"{namespace}{pattern.name}" if pattern.name else f"/{route}"
    arguments = frozenset(pattern.pattern.converters)
    # kpacite.interfaces.www.<area>…
    area = pattern.callback.__module__.split(".")[3:4]
    return Address(
        name, bool(pattern.name), arguments, access.code if access else "undeclared", "".join(area)
    )


def pages() -> list[PageCase]:
    """Every page with someone to look at it, by name; what cannot be opened is in `unknown()`."""
    return sorted((case for address in addresses() for case in _cases(address)), key=str)


def unknown() -> list[str]:
    """Addresses that are neither looked at nor said not to be pages, and rows that name no address."""
    known = {address.name for address in addresses()}
    stale = [
        f"{name} is in the table, not in the URLconf" for name in {*SAMPLES, *NOT_PAGES, *VISITORS} - known
    ]
    return sorted(stale + [_missing(address) for address in addresses() if not _is_covered(address)])


def _is_covered(address: Address) -> bool:
    return address.name in NOT_PAGES or bool(_cases(address))


def _missing(address: Address) -> str:
    rows = "VISITORS or VISITOR_BY_ACCESS" if _samples(address) else "SAMPLES"
    return f"{address.name} ({address.access}) needs a row in {rows}, or in NOT_PAGES"


def _cases(address: Address) -> list[PageCase]:
    if address.name in NOT_PAGES:
        return []
    return [
        PageCase(address.name, who, address.area, tuple(sample.items()))
        for who in _visitors(address)
        for sample in _samples(address)
    ]


def _visitors(address: Address) -> list[str | None]:
    if address.name in VISITORS:
        return VISITORS[address.name]
    return [VISITOR_BY_ACCESS[address.access]] if address.access in VISITOR_BY_ACCESS else []


def _samples(address: Address) -> list[Sample]:
    if not address.named:
        return []
    return SAMPLES.get(address.name, [] if address.arguments else [{}])
