"""The carrier's desk: every contract that it carries."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kpacite.domain.contracts import rules, selectors, services
from kpacite.domain.contracts.enums import ContractState, ContractType, InsuranceAnswer, Party, SigningMode
from kpacite.domain.contracts.models import SupportContract
from kpacite.interfaces.www.contracts import listing, showing
from kpacite.interfaces.www.contracts.forms import (
    DeclarationForm,
    EndForm,
    InsuranceForm,
    PrepareForm,
    RecordForm,
    RedoForm,
    TermForm,
    WordsForm,
)
from kpacite.interfaces.www.contracts.views.screen import (
    by,
    csv_url,
    file_of,
    files_of,
    form_page,
    pdf_of,
    sent,
    sign_as,
    stand_in,
    told,
)
from kpacite.platform.forms import Form
from kpacite.platform.http import csv_response, page_or_part, paginate

STATE = ContractState


def _rows(request: HttpRequest) -> list[showing.Row]:
    today = timezone.localdate()
    return [showing.row_of(row, today) for row in selectors.contracts_of_carrier(request.organisation)]


def contracts(request: HttpRequest, carrier: str) -> HttpResponse:
    stand_in(request)
    every = _rows(request)
    asked = listing.asked(request, listing.CARRIER, "a-traiter")
    rows = asked.found(every)
    here = reverse("carrier_contracts", kwargs={"carrier": carrier})
    context = {
        "carrier": request.organisation,
        "here": here,
        "page": paginate(request, rows),
        "count": len(rows),
        "words": asked.words,
        "asked": asked.key,
        "to_declare": sum(row.to_declare for row in every),
        "filters": asked.chips(here),
        "csv_url": csv_url("carrier_contracts_csv", asked, carrier=carrier),
    }
    return page_or_part(request, "contracts/carrier.html", "contracts/parts/_results.html", context)


@require_safe
def contracts_csv(request: HttpRequest, carrier: str) -> HttpResponseBase:
    rows = listing.asked(request, listing.CARRIER, "a-traiter").found(_rows(request))
    return csv_response(f"{carrier}-contrats.csv", listing.header(), listing.cells(rows))


def _address(contract: SupportContract, page: str = "", **kwargs: object) -> str:
    name = f"carrier_contract_{page}" if page else "carrier_contract"
    return reverse(name, kwargs={"carrier": contract.carrier.slug, "contract": contract.pk, **kwargs})


def contract(request: HttpRequest, carrier: str, contract: int) -> HttpResponse:  # noqa: ARG001
    stand_in(request)
    row = request.contract
    told(request, row)
    actions = [
        {"label": label, "url": _address(row, "act", action=word), "main": main}
        for word, (states, label, main, *_rest) in ACTIONS.items()
        if row.state in states
    ]
    if row.state == STATE.INSURED:
        actions.insert(0, {"label": _("Préparer le texte"), "url": _address(row, "prepare"), "main": True})
    shown = showing.context_of(row, timezone.localdate())
    context = shown | {
        "actions": actions,
        "files": files_of("carrier_contract_pdf", row, carrier=row.carrier.slug),
        "sign_url": _address(row, "sign"),
        "back": reverse("carrier_contracts", kwargs={"carrier": row.carrier.slug}),
        "reader": "carrier",
    }
    return render(request, "contracts/contract.html", context)


def _page(contract: SupportContract, title: Any, button: Any, intro: Any = "") -> dict[str, Any]:
    return {
        "title": title,
        "button": button,
        "intro": intro,
        "back": _address(contract),
        "back_label": str(contract),
    }


@require_http_methods(["GET", "POST"])
def prepare(request: HttpRequest, carrier: str, contract: int) -> HttpResponse:  # noqa: ARG001
    row = request.contract
    blocks = selectors.blocks_for(row.carrier, ContractType(row.type), row.kpa.organisation)
    period = selectors.waiting_period(row)
    initial = {"ceiling": row.ceiling, "fee": None if row.fee_bp is None else row.fee_bp / 100}
    if period is not None:
        initial |= {"start": period.start, "last_day": rules.last_day(period.period)}
    form = PrepareForm(sent(request), blocks=blocks, initial=initial)
    intro = _("La loi demande ces huit parties. Le texte ne change plus quand il est prêt à signer.")

    def act() -> None:
        services.prepare(contract=row, **form.facts, **by(request))

    context = _page(row, _("Préparer le texte"), _("Prêt à signer"), intro)
    return form_page(request, form, act, context=context, success=_("Le texte est prêt. On peut signer."))


@require_http_methods(["GET", "POST"])
def sign(request: HttpRequest, carrier: str, contract: int) -> HttpResponse:  # noqa: ARG001
    row, today = request.contract, timezone.localdate()
    period = selectors.waiting_period(row)
    if period is None or period.ready_at is None:
        raise Http404
    form = RecordForm(sent(request), parties=showing.unsigned(period), initial={"signed_on": today})
    form.initial["seen"] = period.content_hash

    def act() -> None:
        data = form.cleaned_data
        mode = SigningMode.PAPER if data["note"] else SigningMode.SCREEN
        sign_as(
            request,
            row,
            Party(data["party"]),
            typed_name=data["typed_name"],
            seen=data["seen"],
            signed_on=data["signed_on"],
            today=today,
            mode=mode,
            note=data["note"],
        )

    context = _page(row, _("Signer le contrat"), _("Signer ce contrat"))
    context |= {"period": period, "associate": showing.associate_words(row)}
    return form_page(
        request, form, act, context=context, success=_("C’est signé."), template="contracts/sign.html"
    )


@require_http_methods(["GET", "POST"])
def insurance(request: HttpRequest, carrier: str, contract: int, check: int) -> HttpResponse:  # noqa: ARG001
    row, today = request.contract, timezone.localdate()
    found = next((entry for entry in row.insurance_checks.all() if entry.pk == check), None)
    if found is None:
        raise Http404
    form = InsuranceForm(sent(request), initial={"answered_on": today})

    def act() -> None:
        data = form.cleaned_data
        last = data["last_day"]
        services.answer_insurer(
            check=found,
            answer=InsuranceAnswer(data["answer"]),
            answered_on=data["answered_on"],
            valid_from=data["valid_from"],
            valid_to=last + rules.DAY if last else None,
            reference=data["reference"],
            **by(request),
        )

    title = _("L’assureur et « %(activity)s »") % {"activity": found.activity_name}
    intro = _("Personne ne travaille en étant payé avant cette réponse.")
    context = _page(row, title, _("Noter la réponse"), intro)
    return form_page(request, form, act, context=context, success=_("La réponse est notée."))


@require_http_methods(["GET", "POST"])
def declaration(request: HttpRequest, carrier: str, contract: int, declaration: int) -> HttpResponse:  # noqa: ARG001
    row = request.contract
    found = next((entry for entry in row.declarations.all() if entry.pk == declaration), None)
    if found is None:
        raise Http404
    form = DeclarationForm(sent(request), initial={"done_on": timezone.localdate()})

    def act() -> None:
        services.declare(declaration=found, **form.cleaned_data, **by(request))

    context = _page(row, str(found), _("Noter la déclaration"))
    return form_page(request, form, act, context=context, success=_("La déclaration est notée."))


@require_POST
def document(request: HttpRequest, carrier: str, contract: int, document: int) -> HttpResponse:  # noqa: ARG001
    return file_of(request, request.contract, document)


@require_safe
def pdf(request: HttpRequest, carrier: str, contract: int, term: int) -> HttpResponse:  # noqa: ARG001
    return pdf_of(request, request.contract, term)


Act = Callable[[SupportContract, dict[str, Any], dict[str, Any]], object]


def _stop(state: ContractState) -> Act:
    def stop(row: SupportContract, data: dict[str, Any], who: dict[str, Any]) -> object:
        day = data["last_day"] + rules.DAY
        return services.stop(contract=row, state=state, stopped_on=day, reason=data["words"], **who)

    return stop


def _redo(row: SupportContract, data: dict[str, Any], who: dict[str, Any]) -> object:
    return services.redo(contract=row, start=data["start"], end=data["last_day"] + rules.DAY, **who)


def _renew(row: SupportContract, data: dict[str, Any], who: dict[str, Any]) -> object:
    end, today = data["last_day"] + rules.DAY, timezone.localdate(who["now"])
    return services.propose_renewal(contract=row, end=end, today=today, **who)


# Word of the address → (states it starts from, label, main button, form, service).
ACTIONS: dict[str, tuple[frozenset[ContractState], Any, bool, type[Form], Act]] = {
    "accepter": (
        frozenset({STATE.SUBMITTED}),
        gettext_lazy("Accepter le dossier"),
        True,
        Form,
        lambda row, _data, who: services.accept(contract=row, **who),
    ),
    "renvoyer": (
        frozenset({STATE.SUBMITTED, STATE.ACCEPTED}),
        gettext_lazy("Dire ce qui manque"),
        False,
        WordsForm,
        lambda row, data, who: services.send_back(contract=row, remark=data["words"], **who),
    ),
    "renouveler": (
        frozenset({STATE.ACTIVE}),
        gettext_lazy("Proposer un renouvellement"),
        True,
        TermForm,
        _renew,
    ),
    "arreter": (
        frozenset({STATE.ACTIVE}),
        gettext_lazy("Arrêter avant la fin"),
        False,
        EndForm,
        _stop(STATE.TERMINATED),
    ),
    "suivre": (
        frozenset({STATE.ACTIVE}),
        gettext_lazy("Passer à un autre contrat"),
        False,
        EndForm,
        _stop(STATE.CONVERTED),
    ),
    "refaire": (
        frozenset({STATE.EXPIRED_UNSIGNED}),
        gettext_lazy("Refaire avec une nouvelle date"),
        True,
        RedoForm,
        _redo,
    ),
    "abandonner": (
        rules.BEFORE_SIGNATURE,
        gettext_lazy("Abandonner ce dossier"),
        False,
        Form,
        lambda row, _data, who: services.abandon(contract=row, **who),
    ),
}


@require_http_methods(["GET", "POST"])
def act(request: HttpRequest, carrier: str, contract: int, action: str) -> HttpResponse:  # noqa: ARG001
    if action not in ACTIONS:
        raise Http404
    row = request.contract
    _states, label, _main, form_class, run = ACTIONS[action]
    form = form_class(sent(request))

    def do() -> None:
        run(row, form.cleaned_data, by(request))

    return form_page(request, form, do, context=_page(row, label, label), success=_("C’est fait."))
