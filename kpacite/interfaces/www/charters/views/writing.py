"""The coordination writes a version with the members, part by part, until it is in force."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages as notices
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kpacite.domain.governance import rules, selectors, services
from kpacite.domain.governance.enums import Publication, VersionState
from kpacite.domain.governance.models import CharterVersion
from kpacite.domain.governance.selectors import CharterBook
from kpacite.interfaces.www.charters.forms import (
    DetailsForm,
    ForceForm,
    PublicationForm,
    RemoveForm,
    SectionForm,
)
from kpacite.interfaces.www.charters.showing import member_address, own_book, text_context
from kpacite.interfaces.www.charters.texts import difference_words
from kpacite.kernel.errors import DomainError
from kpacite.platform.forms import Form
from kpacite.platform.http import render_invalid, see_other


def _by(request: HttpRequest) -> dict[str, Any]:
    return {"actor": request.user, "now": timezone.now()}


def _written(book: CharterBook, state: VersionState) -> CharterVersion | None:
    """The version being written, in this state. None: an old link, the page of the draft tells the rest."""
    version = book.being_written
    return version if version and version.state == state else None


def _done(form: Form, write: Callable[[], object]) -> bool:
    """Ask the domain; a refusal becomes a sentence beside its field."""
    try:
        write()
    except DomainError as error:
        form.refuse(error)
        return False
    return True


def draft(request: HttpRequest, kpa: str) -> HttpResponse:
    """The version being written; POST starts one with the words in force."""
    book = own_book(request)
    if request.method == "POST":
        services.start_version(organisation=book.organisation, **_by(request))
        return see_other("charter_draft", kpa=kpa)
    version = book.being_written
    context = text_context(book, version, member_address(book.organisation)) | {
        "slug": kpa,
        "gaps": rules.gaps(version.parts) if version else [],
        "words": _changes(book, version),
        "in_force": book.in_force,
    }
    return render(request, "charters/draft.html", context)


def _changes(book: CharterBook, version: CharterVersion | None) -> str:
    before = book.before(version) if version else None
    return difference_words(rules.difference(before.parts, version.parts)) if before and version else ""


def section(request: HttpRequest, kpa: str, rank: int) -> HttpResponse:
    """Write one part, or take it out; the rank after the last one adds a part."""
    book = own_book(request)
    version = _written(book, VersionState.DRAFT)
    if version is None:
        return see_other("charter_draft", kpa=kpa)
    parts = version.parts
    if rank > len(parts):
        raise Http404
    is_new = rank == len(parts)
    part = rules.Section("") if is_new else parts[rank]
    initial = {
        "heading": part.heading,
        "body": part.body,
        "place": rank,
        "seen": version.content_hash,
    }
    form = SectionForm(len(parts) + is_new, request.POST or None, initial=initial)
    context = {"slug": kpa, "form": form, "part": part, "is_new": is_new, "seen": version.content_hash}
    if request.method != "POST":
        return render(request, "charters/section.html", context)
    if "remove" in request.POST:
        return _remove(request, version, rank, context)
    if form.is_valid() and _done(form, lambda: _write_section(request, version, rank, form)):
        notices.success(request, _("La partie est enregistrée."))
        return see_other("charter_draft", kpa=kpa)
    return render_invalid(request, "charters/section.html", context)


def _write_section(request: HttpRequest, version: CharterVersion, rank: int, form: SectionForm) -> None:
    place, seen = form.cleaned_data["place"], form.cleaned_data["seen"]
    services.write_section(
        version=version, rank=rank, section=form.section, place=place, seen=seen, **_by(request)
    )


def _remove(
    request: HttpRequest, version: CharterVersion, rank: int, context: dict[str, Any]
) -> HttpResponse:
    form = RemoveForm(request.POST)
    if form.is_valid() and _done(
        form,
        lambda: services.remove_section(
            version=version, rank=rank, seen=form.cleaned_data["seen"], **_by(request)
        ),
    ):
        notices.success(request, _("La partie est enlevée du brouillon."))
    else:
        notices.error(request, _("Quelqu’un a changé ce brouillon entre-temps. Relisez-le."))
    return see_other("charter_draft", kpa=context["slug"])


def details(request: HttpRequest, kpa: str) -> HttpResponse:
    version = _written(own_book(request), VersionState.DRAFT)
    if version is None:
        return see_other("charter_draft", kpa=kpa)
    form = DetailsForm(request.POST or None, initial={"authors": version.authors, "motive": version.motive})
    if request.method != "POST":
        return render(request, "charters/details.html", {"slug": kpa, "form": form})
    if form.is_valid() and _done(
        form, lambda: services.describe_draft(version=version, **form.cleaned_data, **_by(request))
    ):
        notices.success(request, _("C’est enregistré."))
        return see_other("charter_draft", kpa=kpa)
    return render_invalid(request, "charters/details.html", {"slug": kpa, "form": form})


def _step(request: HttpRequest, kpa: str, move: Callable[..., object], done: str) -> HttpResponse:
    version = own_book(request).being_written
    if version is None:
        return see_other("charter_draft", kpa=kpa)
    try:
        move(version=version, **_by(request))
        notices.success(request, done)
    except DomainError as error:
        notices.error(request, str(error))
    return see_other("charter_draft", kpa=kpa)


@require_POST
def discuss(request: HttpRequest, kpa: str) -> HttpResponse:
    done = _("Les membres peuvent maintenant lire ce texte et en parler.")
    return _step(request, kpa, services.open_discussion, done)


@require_POST
def resume(request: HttpRequest, kpa: str) -> HttpResponse:
    return _step(request, kpa, services.resume_writing, _("Le texte est de nouveau un brouillon."))


def force(request: HttpRequest, kpa: str) -> HttpResponse:
    """The page before: it says what will happen, why, and from when."""
    book = own_book(request)
    version, today = _written(book, VersionState.DISCUSSED), timezone.localdate()
    if version is None:
        return see_other("charter_draft", kpa=kpa)
    form = ForceForm(request.POST or None, initial={"motive": version.motive, "start": today})
    signers = sum(row.is_member for row in selectors.signature_sheet(book, today))
    context = {
        "slug": kpa,
        "form": form,
        "version": version,
        "in_force": book.in_force,
        "signers": signers,
        "words": _changes(book, version),
    }
    if request.method != "POST":
        return render(request, "charters/force.html", context)
    if form.is_valid() and _done(
        form,
        lambda: services.put_in_force(version=version, today=today, **form.cleaned_data, **_by(request)),
    ):
        notices.success(request, _("La version %(n)d est en vigueur.") % {"n": version.number})
        return see_other("charter", kpa=kpa)
    return render_invalid(request, "charters/force.html", context)


def publication(request: HttpRequest, kpa: str) -> HttpResponse:
    charter = own_book(request).charter
    if charter is None:
        return see_other("charter", kpa=kpa)
    form = PublicationForm(request.POST or None, initial={"publication": charter.publication})
    if request.method != "POST":
        return render(request, "charters/publication.html", {"slug": kpa, "form": form})
    if form.is_valid():
        chosen = Publication(form.cleaned_data["publication"])
        services.change_publication(charter=charter, publication=chosen, **_by(request))
        notices.success(request, _("C’est enregistré."))
        return see_other("charter", kpa=kpa)
    return render_invalid(request, "charters/publication.html", {"slug": kpa, "form": form})
