"""The charter as the members of a KPA read and sign it."""

from typing import Any

from django.contrib import messages as notices
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from kpacite.domain.governance import permissions, rules, selectors, services
from kpacite.domain.governance.models import CharterVersion
from kpacite.domain.governance.selectors import CharterBook
from kpacite.interfaces.www import gates
from kpacite.interfaces.www.charters.forms import SignForm
from kpacite.interfaces.www.charters.showing import (
    difference_context,
    member_address,
    own_book,
    text_context,
    version_or_404,
)
from kpacite.kernel.errors import DomainError
from kpacite.platform.fields import keyed_hash
from kpacite.platform.http import render_invalid, see_other

LAYOUT = {"layout": "layout/app.html"}


def charter(request: HttpRequest, kpa: str) -> HttpResponse:
    """Read the version in force; POST: sign it."""
    book = own_book(request)
    if request.method != "POST":
        return render(request, "charters/member.html", _context(request, book, SignForm(initial=_seen(book))))
    form = SignForm(request.POST)
    if book.in_force and form.is_valid() and _sign(request, book.in_force, form):
        notices.success(request, _("Merci. Vous avez signé la charte."))
        return see_other("charter", kpa=kpa)
    return render_invalid(request, "charters/member.html", _context(request, book, form))


def _seen(book: CharterBook) -> dict[str, str]:
    return {"seen": book.in_force.content_hash if book.in_force else ""}


def _sign(request: HttpRequest, version: CharterVersion, form: SignForm) -> bool:
    try:
        services.sign_on_screen(
            version=version,
            person=request.user.person,  # type: ignore[union-attr]
            ip_hash=keyed_hash(request.META.get("REMOTE_ADDR", "")),
            actor=request.user,
            now=timezone.now(),
            today=timezone.localdate(),
            **form.cleaned_data,
        )
    except DomainError as error:
        form.refuse(error)
        # She reads the words as they are now, and signs these.
        form.data = form.data.copy()
        form.data["seen"] = version.content_hash
        return False
    return True


def _context(request: HttpRequest, book: CharterBook, form: SignForm) -> dict[str, Any]:
    organisation, hats = book.organisation, gates.hats_of(request)
    signed = selectors.signatures_of(request.user.person, organisation)  # type: ignore[union-attr]
    present = book.in_force
    coordinates = permissions.may_write_charter(hats, organisation)
    due = rules.signature_due(
        in_force=present.pk if present else None,
        signed=[row.version_id for row in signed],
        signs=permissions.is_asked_to_sign(hats, organisation),
    )
    written = book.being_written
    visible = written if written and permissions.may_read_version(hats, written) else None
    return text_context(book, present, member_address(organisation)) | {
        "form": form,
        "due": due,
        "mine": next((row for row in signed if present and row.version_id == present.pk), None),
        "earlier": next((row for row in signed if not present or row.version_id != present.pk), None),
        "written": visible,
        "written_url": member_address(organisation)("version", number=visible.number) if visible else "",
        "coordinates": coordinates,
        "slug": organisation.slug,
    }


def version(request: HttpRequest, kpa: str, number: int) -> HttpResponse:  # noqa: ARG001
    book = own_book(request)
    shown = _readable(request, version_or_404(book, number))
    context = text_context(book, shown, member_address(book.organisation))
    return render(request, "charters/version.html", context | LAYOUT)


def difference(request: HttpRequest, kpa: str, old: int, new: int) -> HttpResponse:  # noqa: ARG001
    book = own_book(request)
    for number in (old, new):
        _readable(request, version_or_404(book, number))
    context = difference_context(book, old, new, member_address(book.organisation))
    return render(request, "charters/difference.html", context | LAYOUT)


def _readable(request: HttpRequest, version: CharterVersion) -> CharterVersion:
    if not permissions.may_read_version(gates.hats_of(request), version):
        raise Http404
    return version
