"""What the pages of a charter have in common, whoever reads."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse

from kpacite.domain.governance import rules, selectors
from kpacite.domain.governance.models import CharterVersion
from kpacite.domain.governance.selectors import CharterBook
from kpacite.domain.organisations.models import Organisation
from kpacite.interfaces.www.charters.texts import difference_words, parts_of
from kpacite.interfaces.www.homes.places import stand_in

Address = Callable[..., str]
"""`address("version", number=2)`: a page of the same charter, in the same surroundings."""


def member_address(organisation: Organisation) -> Address:
    def address(page: str = "", **kwargs: object) -> str:
        name = f"charter_{page}" if page else "charter"
        return reverse(name, kwargs={"kpa": organisation.slug, **kwargs})

    return address


def public_address(organisation: Organisation) -> Address:
    def address(page: str = "", **kwargs: object) -> str:
        name = f"charter_public_{page}" if page else "charter_public"
        return reverse(name, kwargs={"slug": organisation.slug, **kwargs})

    return address


def own_book(request: HttpRequest) -> CharterBook:
    """The charter of the KPA that the gate checked."""
    organisation: Organisation = request.organisation  # type: ignore[attr-defined]
    stand_in(request, organisation)
    return selectors.charter_book(organisation)


def version_or_404(book: CharterBook, number: int) -> CharterVersion:
    version = book.number(number)
    if version is None:
        raise Http404
    return version


def text_context(book: CharterBook, version: CharterVersion | None, address: Address) -> dict[str, Any]:
    """A version to read, with the way to the others."""
    before = book.before(version) if version else None
    return {
        "organisation": book.organisation,
        "version": version,
        "parts": parts_of(version.parts) if version else [],
        "before": before,
        "difference_url": difference_url(address, before, version),
        "history": [
            {
                "version": row,
                "url": address("version", number=row.number),
                "difference_url": difference_url(address, book.before(row), row),
            }
            for row in book.history
        ],
        "charter_url": address(),
    }


def difference_url(address: Address, before: CharterVersion | None, after: CharterVersion | None) -> str:
    return address("difference", old=before.number, new=after.number) if before and after else ""


def difference_context(book: CharterBook, old: int, new: int, address: Address) -> dict[str, Any]:
    """Two versions of the same book side by side, word by word. Raises Http404."""
    before, after = version_or_404(book, old), version_or_404(book, new)
    difference = rules.difference(before.parts, after.parts)
    return {
        "organisation": book.organisation,
        "before": before,
        "after": after,
        "difference": difference,
        "words": difference_words(difference),
        "charter_url": address(),
        "before_url": address("version", number=before.number),
        "after_url": address("version", number=after.number),
    }
