"""What the screens of this area share: a form on a page of its own, a signature, a file."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from kpacite.domain.contracts import selectors, services
from kpacite.domain.contracts.enums import Party
from kpacite.domain.contracts.models import SupportContract
from kpacite.domain.people.enums import Shown
from kpacite.domain.people.services import note_access
from kpacite.integrations.documents import contracts as documents
from kpacite.interfaces.www.contracts import showing
from kpacite.interfaces.www.contracts.listing import Asked
from kpacite.interfaces.www.homes import places
from kpacite.kernel.errors import DomainError
from kpacite.platform.forms import Form
from kpacite.platform.http import render_invalid, see_other


def stand_in(request: HttpRequest) -> None:
    places.stand_in(request, request.organisation)


def told(request: HttpRequest, contract: SupportContract) -> None:
    """The person whose contract is open will read that it was."""
    note_access(person=contract.person, reader=request.user, shown=Shown.PAPERS, now=timezone.now())


def by(request: HttpRequest) -> dict[str, Any]:
    return {"actor": request.user, "now": timezone.now()}


def sent(request: HttpRequest) -> Any:
    """What was sent, also when nothing is typed: a form with one button."""
    return request.POST if request.method == "POST" else None


def form_page(
    request: HttpRequest,
    form: Form,
    act: Callable[[], object],
    *,
    context: dict[str, Any],
    success: str,
    template: str = "contracts/form.html",
) -> HttpResponse:
    """Show a form; when it is sent and holds, `act`, say so, and go back, or `then` when `act` wrote it."""
    stand_in(request)
    page = {"form": form, "intro": "", "multipart": False} | context
    if request.method == "POST" and form.is_valid():
        try:
            act()
        except DomainError as error:
            form.refuse(error)
        else:
            if success:
                messages.success(request, success)
            return see_other(context.get("then", context["back"]))
    if form.errors:
        return render_invalid(request, template, page)
    return render(request, template, page)


def file_of(request: HttpRequest, contract: SupportContract, document: int) -> HttpResponse:
    """Hand a paper over after a POST: looking never writes, and opening is written down."""
    row = next((row for row in contract.documents.all() if row.pk == document), None)
    if row is None:
        raise Http404
    told(request, contract)
    opened = services.open_document(document=row, **by(request))
    response = HttpResponse(bytes(opened.file.content), content_type=opened.file.content_type)
    response["Content-Disposition"] = f'attachment; filename="document-{row.kind}"'
    response["Cache-Control"] = "no-store"
    return response


def sign_as(request: HttpRequest, contract: SupportContract, party: Party, **facts: Any) -> None:
    """One more name under the text; the last one has the document drawn and kept."""
    period = services.sign(contract=contract, party=party, **facts, **by(request))
    documents.issue_soon(period)


def pdf_of(request: HttpRequest, contract: SupportContract, term: int) -> HttpResponse:
    """The contract as a file: a draft until everyone has signed, then the document that was kept."""
    row = selectors.period_to_print(contract, term)
    if row is None:
        raise Http404
    told(request, contract)
    response = HttpResponse(documents.contract_pdf(row), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="contrat-{contract.pk}-{row.rank + 1}.pdf"'
    response["Cache-Control"] = "no-store"
    return response


def files_of(name: str, contract: SupportContract, **place: str) -> list[dict[str, Any]]:
    """The document of each period whose text is ready, the latest first."""
    rows = [row for row in contract.periods.all() if row.ready_at is not None and row.dropped_at is None]
    return [
        {
            "words": showing.dates_of(row),
            "is_signed": row.signed_at is not None,
            "url": reverse(name, kwargs={"contract": contract.pk, "term": row.pk, **place}),
        }
        for row in reversed(rows)
    ]


def csv_url(name: str, asked: Asked, **place: str) -> str:
    """The table of the rows on the page: the same filter, the same words."""
    query = urlencode({"etat": asked.key, "q": asked.words})
    return f"{reverse(name, kwargs=place)}?{query}"
