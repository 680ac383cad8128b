"""Who has signed, for the coordination alone."""

from django.contrib import messages as notices
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from kpacite.domain.governance import selectors, services
from kpacite.domain.governance.models import CharterVersion
from kpacite.domain.governance.selectors import SheetRow
from kpacite.domain.people.models import Person
from kpacite.interfaces.www.charters.forms import PaperForm
from kpacite.interfaces.www.charters.showing import own_book
from kpacite.kernel.errors import DomainError
from kpacite.platform.http import csv_response, paginate, render_invalid, see_other


def sheet(request: HttpRequest, kpa: str) -> HttpResponse:
    book = own_book(request)
    rows = selectors.signature_sheet(book, timezone.localdate())
    members = [row for row in rows if row.is_member]
    context = {
        "slug": kpa,
        "version": book.in_force,
        "page": paginate(request, rows),
        "total": len(members),
        "signed": sum(row.signature is not None for row in members),
    }
    return render(request, "charters/signatures.html", context)


def sheet_csv(request: HttpRequest, kpa: str) -> HttpResponseBase:
    book = own_book(request)
    header = [
        _("Prénom"), _("Nom"), _("Membre"), _("Version signée"), _("Signée le"), _("Comment"),
        _("Version d’avant"), _("Remarque"),
    ]  # fmt: skip
    rows = selectors.signature_sheet(book, timezone.localdate())
    number = book.in_force.number if book.in_force else ""
    return csv_response(f"{kpa}-signatures-charte.csv", header, (_cells(row, number) for row in rows))


def _cells(row: SheetRow, number: int | str) -> list[object]:
    person, signature = row.person, row.signature
    proof = (
        [number, signature.signed_on.isoformat(), signature.get_mode_display()] if signature else ["", "", ""]
    )
    note = signature.note if signature else ""
    is_member = _("oui") if row.is_member else _("non")
    return [person.first_name, person.last_name, is_member, *proof, row.earlier or "", note]


def paper(request: HttpRequest, kpa: str) -> HttpResponse:
    """Note a signature on paper for the version in force."""
    book = own_book(request)
    version, today = book.in_force, timezone.localdate()
    if version is None:
        return see_other("charter_signatures", kpa=kpa)
    waiting = {
        row.person.public_id: row.person
        for row in selectors.signature_sheet(book, today)
        if row.is_member and row.signature is None
    }
    form = PaperForm(waiting.values(), request.POST or None, initial={"signed_on": today})
    context = {"slug": kpa, "form": form, "version": version, "waiting": waiting}
    if request.method != "POST":
        return render(request, "charters/paper.html", context)
    if form.is_valid() and _note(request, form, version, waiting[form.cleaned_data["person"]]):
        return see_other("charter_signatures", kpa=kpa)
    return render_invalid(request, "charters/paper.html", context)


def _note(request: HttpRequest, form: PaperForm, version: CharterVersion, person: Person) -> bool:
    try:
        services.record_paper_signature(
            version=version,
            person=person,
            signed_on=form.cleaned_data["signed_on"],
            note=form.cleaned_data["note"],
            actor=request.user,
            now=timezone.now(),
            today=timezone.localdate(),
        )
    except DomainError as error:
        form.refuse(error)
        return False
    notices.success(request, _("C’est noté. %(name)s a signé sur papier.") % {"name": person})
    return True
