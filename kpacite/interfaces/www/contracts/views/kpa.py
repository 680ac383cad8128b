"""What the KPA sees of its contracts: where each file stands, never its papers."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from kpacite.domain.activities.selectors import activities_of
from kpacite.domain.contracts import selectors, services
from kpacite.domain.contracts.enums import ContractState, ContractType, Party
from kpacite.domain.members.selectors import membership_of
from kpacite.domain.organisations.enums import Role
from kpacite.domain.organisations.selectors import hats_worn_in
from kpacite.interfaces.www.contracts import listing, showing
from kpacite.interfaces.www.contracts.forms import NewContractForm, SignForm
from kpacite.interfaces.www.contracts.views.screen import (
    by,
    csv_url,
    files_of,
    form_page,
    pdf_of,
    sent,
    sign_as,
    stand_in,
    told,
)
from kpacite.platform.forms import Form
from kpacite.platform.http import csv_response, page_or_part

STATE = ContractState


def _rows(request: HttpRequest) -> list[showing.Row]:
    today = timezone.localdate()
    return [showing.row_of(row, today) for row in selectors.contracts_of_kpa(request.organisation)]


def contracts(request: HttpRequest, kpa: str) -> HttpResponse:
    """The batch of the administrative référent·e: what is incomplete, what may leave, what runs."""
    stand_in(request)
    every = _rows(request)
    asked = listing.asked(request, listing.KPA, listing.ALL)
    here = reverse("kpa_contracts", kwargs={"kpa": kpa})
    context = {
        "kpa": request.organisation,
        "here": here,
        "asked": asked.key,
        "words": asked.words,
        "filters": asked.chips(here),
        "sections": asked.sections(every),
        "count": len(asked.found(every)),
        "is_empty": not every,
        "ready": sum(_may_leave(row) for row in every),
        "new_url": reverse("kpa_contract_new", kwargs={"kpa": kpa}),
        "send_url": reverse("kpa_contracts_send", kwargs={"kpa": kpa}),
        "csv_url": csv_url("kpa_contracts_csv", asked, kpa=kpa),
    }
    return page_or_part(request, "contracts/kpa.html", "contracts/parts/_files_of_kpa.html", context)


def _may_leave(row: showing.Row) -> bool:
    return row.contract.state == STATE.DRAFT and not row.missing


@require_safe
def contracts_csv(request: HttpRequest, kpa: str) -> HttpResponseBase:
    rows = listing.asked(request, listing.KPA, listing.ALL).found(_rows(request))
    return csv_response(f"{kpa}-contrats.csv", listing.header(), listing.cells(rows))


@require_http_methods(["GET", "POST"])
def send(request: HttpRequest, kpa: str) -> HttpResponse:
    """Send every complete file at once; what stays says why."""
    ready = [str(row.contract.person) for row in _rows(request) if _may_leave(row)]
    form = Form(sent(request))

    def act() -> None:
        batch = services.submit_complete(kpa=request.organisation.kpa, **by(request))
        count = len(batch.sent)
        words = ngettext("%(n)d dossier est envoyé.", "%(n)d dossiers sont envoyés.", count)
        messages.success(request, words % {"n": count})
        for contract, why in batch.left:
            messages.info(request, f"{contract.person} : {why}")

    context = {
        "title": _("Envoyer les dossiers complets à la CAE ?"),
        "intro": ", ".join(ready) if ready else _("Aucun dossier n’est complet pour l’instant."),
        "button": _("Envoyer ces dossiers"),
        "back": reverse("kpa_contracts", kwargs={"kpa": kpa}),
        "back_label": _("Les contrats"),
    }
    return form_page(request, form, act, context=context, success="")


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, kpa: str) -> HttpResponse:
    today, organisation = timezone.localdate(), request.organisation
    wearers = hats_worn_in(organisation, today, Role.COOPERATOR)
    form = NewContractForm(
        sent(request),
        people=[hat.person for hat in wearers],
        carriers=selectors.carriers_of(organisation, today),
        activities=activities_of(organisation, today),
        initial={"type": ContractType.CAPE},
    )

    def act() -> None:
        data = form.cleaned_data
        person = form.people[data["person"]]
        stay = membership_of(person, organisation)
        codes = {code: form.trades[code] for code in data["activities"]}
        opened = services.open_contract(
            person=person,
            kpa=organisation.kpa,
            carrier=form.carriers[data["carrier"]],
            plan=services.Plan(ContractType(data["type"]), data["start"], form.end, codes),
            birth_date=data["birth_date"] or (stay.birth_date if stay else None),
            not_full_time=data["not_full_time"],
            **by(request),
        )
        context["then"] = reverse("kpa_contract", kwargs={"kpa": kpa, "contract": opened.pk})

    context = {
        "title": _("Commencer un contrat"),
        "intro": _("Ensuite, la personne ajoute ses documents. Puis on envoie le dossier à la CAE."),
        "button": _("Commencer le dossier"),
        "back": reverse("kpa_contracts", kwargs={"kpa": kpa}),
        "back_label": _("Les contrats"),
    }
    return form_page(request, form, act, context=context, success=_("Le dossier est commencé."))


def contract(request: HttpRequest, kpa: str, contract: int) -> HttpResponse:
    stand_in(request)
    row = request.contract
    told(request, row)
    shown = showing.context_of(row, timezone.localdate())
    at = {"kpa": kpa, "contract": contract}
    waits = shown["to_sign"] is not None and Party.KPA in showing.unsigned(shown["to_sign"])
    context = shown | {
        "back": reverse("kpa_contracts", kwargs={"kpa": kpa}),
        "sign_url": reverse("kpa_contract_sign", kwargs=at) if waits else "",
        "files": files_of("kpa_contract_pdf", row, kpa=kpa),
        "submit_url": reverse("kpa_contract_submit", kwargs=at) if row.state == STATE.DRAFT else "",
    }
    return render(request, "contracts/status.html", context)


@require_http_methods(["GET", "POST"])
def submit(request: HttpRequest, kpa: str, contract: int) -> HttpResponse:
    row = request.contract
    form = Form(sent(request))
    context = {
        "title": _("Envoyer le dossier à la CAE ?"),
        "intro": _("La CAE vérifie les documents, puis l’assureur répond pour chaque activité."),
        "button": _("Envoyer le dossier"),
        "back": reverse("kpa_contract", kwargs={"kpa": kpa, "contract": contract}),
        "back_label": str(row),
    }

    def act() -> None:
        services.submit(contract=row, **by(request))

    return form_page(request, form, act, context=context, success=_("Le dossier est envoyé à la CAE."))


@require_http_methods(["GET", "POST"])
def sign(request: HttpRequest, kpa: str, contract: int) -> HttpResponse:
    """The KPA signs: who signs for it reads the text, not the papers."""
    row, today = request.contract, timezone.localdate()
    period = selectors.waiting_period(row)
    if period is None or period.ready_at is None:
        raise Http404
    form = SignForm(sent(request), initial={"seen": period.content_hash})

    def act() -> None:
        sign_as(request, row, Party.KPA, signed_on=today, today=today, **form.cleaned_data)

    context = {
        "title": _("Signer pour le KPA"),
        "button": _("Signer ce contrat"),
        "back": reverse("kpa_contract", kwargs={"kpa": kpa, "contract": contract}),
        "back_label": str(row),
        "period": period,
        "associate": showing.associate_words(row),
    }
    return form_page(
        request, form, act, context=context, success=_("C’est signé."), template="contracts/sign.html"
    )


@require_safe
def pdf(request: HttpRequest, kpa: str, contract: int, term: int) -> HttpResponse:  # noqa: ARG001
    """The KPA is a party: it keeps its copy of the text."""
    return pdf_of(request, request.contract, term)
