"""My contract: what it says in simple words, my papers, my name under it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kpacite.domain.contracts import rules, selectors, services
from kpacite.domain.contracts.enums import DocumentKind, Party
from kpacite.interfaces.www.contracts import showing
from kpacite.interfaces.www.contracts.forms import PaperForm, SignForm
from kpacite.interfaces.www.contracts.views.screen import (
    by,
    file_of,
    files_of,
    form_page,
    pdf_of,
    sent,
    sign_as,
    stand_in,
)


def contracts(request: HttpRequest, kpa: str) -> HttpResponse:
    stand_in(request)
    today = timezone.localdate()
    rows = selectors.contracts_of(request.user.person, request.organisation)
    if not rows:
        return render(request, "contracts/none.html", {"kpa": request.organisation})
    shown = showing.context_of(rows[0], today)
    at = {"kpa": kpa, "contract": rows[0].pk}
    waits = shown["to_sign"] is not None and Party.PERSON in showing.unsigned(shown["to_sign"])
    context = shown | {
        "kpa": request.organisation,
        "others": [
            {"row": showing.row_of(row, today), "files": files_of("my_contract_pdf", row, kpa=kpa)}
            for row in rows[1:]
        ],
        "sign_url": reverse("my_contract_sign", kwargs=at) if waits else "",
        "give_url": reverse("my_contract_give", kwargs=at) if rows[0].state in rules.OPEN_STATES else "",
        "files": files_of("my_contract_pdf", rows[0], kpa=kpa),
        "openings": selectors.openings_of(rows[0]),
        "reader": "mine",
    }
    return render(request, "contracts/mine.html", context)


@require_http_methods(["GET", "POST"])
def give(request: HttpRequest, kpa: str, contract: int) -> HttpResponse:  # noqa: ARG001
    row = request.contract
    form = PaperForm(sent(request), request.FILES or None)

    def act() -> None:
        data = form.cleaned_data
        last = data["last_day"]
        services.give_document(
            contract=row,
            kind=DocumentKind(data["kind"]),
            name=data["file"].name,
            content=data["file"].read(),
            expires_on=last + rules.DAY if last else None,
            **by(request),
        )

    context = {
        "title": _("Ajouter un document"),
        "intro": _("Vous et la CAE l’ouvrez. Personne d’autre. Chaque lecture est notée."),
        "button": _("Ajouter ce document"),
        "back": reverse("my_contract", kwargs={"kpa": kpa}),
        "back_label": _("Mon contrat"),
        "multipart": True,
    }
    return form_page(request, form, act, context=context, success=_("Le document est ajouté."))


@require_POST
def document(request: HttpRequest, kpa: str, contract: int, document: int) -> HttpResponse:  # noqa: ARG001
    return file_of(request, request.contract, document)


@require_safe
def pdf(request: HttpRequest, kpa: str, contract: int, term: int) -> HttpResponse:  # noqa: ARG001
    return pdf_of(request, request.contract, term)


@require_http_methods(["GET", "POST"])
def sign(request: HttpRequest, kpa: str, contract: int) -> HttpResponse:  # noqa: ARG001
    row, today = request.contract, timezone.localdate()
    period = selectors.waiting_period(row)
    if period is None or period.ready_at is None:
        raise Http404
    form = SignForm(sent(request), initial={"seen": period.content_hash})

    def act() -> None:
        sign_as(request, row, Party.PERSON, signed_on=today, today=today, **form.cleaned_data)

    context = {
        "title": _("Signer mon contrat"),
        "button": _("Signer mon contrat"),
        "back": reverse("my_contract", kwargs={"kpa": kpa}),
        "back_label": _("Mon contrat"),
        "period": period,
        "associate": showing.associate_words(row),
        "summary": showing.summary_of(row, today),
    }
    return form_page(
        request, form, act, context=context, success=_("C’est signé. Merci !"), template="contracts/sign.html"
    )
