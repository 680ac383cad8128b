"""The charter as everyone reads it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from kpacite.domain.governance import permissions, selectors
from kpacite.domain.governance.selectors import CharterBook
from kpacite.domain.organisations.enums import OrganisationKind
from kpacite.domain.organisations.models import Organisation
from kpacite.interfaces.www.charters.showing import (
    difference_context,
    public_address,
    text_context,
    version_or_404,
)

LAYOUT = {"layout": "layout/public.html"}


def charter(request: HttpRequest, slug: str) -> HttpResponse:
    book = _book(slug)
    shown = book.in_force or book.being_written
    context = text_context(book, shown, public_address(book.organisation)) | LAYOUT
    return render(request, "charters/public.html", context | {"is_open": bool(shown and shown.is_open)})


def version(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    book = _book(slug)
    context = text_context(book, version_or_404(book, number), public_address(book.organisation))
    return render(request, "charters/version.html", context | LAYOUT)


def difference(request: HttpRequest, slug: str, old: int, new: int) -> HttpResponse:
    book = _book(slug)
    context = difference_context(book, old, new, public_address(book.organisation))
    return render(request, "charters/difference.html", context | LAYOUT)


def _book(slug: str) -> CharterBook:
    """What the KPA shows to everyone; nothing more is in memory, so nothing more can be shown."""
    kpa = Organisation.objects.filter(slug=slug, kind=OrganisationKind.KPA).first()
    if kpa is None:
        raise Http404
    book = selectors.charter_book(kpa)
    return book.only(permissions.readable_by_everyone(book.charter)) if book.charter else book
