"""Requests: the inbox of the groups, one request, noting one that came by phone."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_http_methods, require_safe

from kpacite.domain.activities import selectors as activities
from kpacite.domain.sales import selectors, services
from kpacite.domain.sales.enums import LeadSource, LeadState
from kpacite.domain.sales.models import Lead
from kpacite.interfaces.www.histories import history_of
from kpacite.interfaces.www.sales import gates
from kpacite.interfaces.www.sales.forms.leads import HandForm, MessageForm, NotedLeadForm
from kpacite.interfaces.www.sales.views.moves import Move, view_of
from kpacite.interfaces.www.sales.views.screen import here, kpa_of, link_of, stand_in, with_query, words_of
from kpacite.interfaces.www.sales.wording import LEAD_BADGES
from kpacite.kernel.errors import DomainError
from kpacite.platform.http import page_or_part, render_invalid, see_other


@require_safe
def leads(request: HttpRequest, kpa: str) -> HttpResponse:  # noqa: ARG001
    stand_in(request)
    asked = request.GET.get("etat", "")
    state = LeadState(asked) if asked in LeadState.values else None
    words, address = words_of(request), here(request, "leads")
    after = selectors.DayCursor.parse(request.GET.get("apres", ""))
    page = selectors.leads_page(request.organisation, words=words, state=state, after=after)
    context = {
        "kpa": request.organisation,
        "words": words,
        "state": state or "",
        "filters": [
            {"label": label, "url": with_query(address, q=words, etat=choice), "current": choice == state}
            for label, choice in [(_("Toutes"), None), *((c.label, c) for c in LeadState)]
        ],
        "rows": [_row(row) for row in page.rows],
        "next_url": with_query(address, q=words, etat=state, apres=page.next) if page.next else "",
        "may_note": gates.sells_somewhere(request),
    }
    return page_or_part(request, "sales/leads/list.html", "sales/leads/parts/_results.html", context)


def _row(row: selectors.LeadRow) -> dict[str, Any]:
    state = LeadState(row.state)
    return {"lead": row, "label": state.label, "badge": LEAD_BADGES[state]}


@require_safe
def lead(request: HttpRequest, kpa: str, lead: int) -> HttpResponse:  # noqa: ARG001
    stand_in(request)
    shown: Lead = request.lead
    may_write = gates.prepares_lead(request)
    state = LeadState(shown.state)
    context = {
        "kpa": request.organisation,
        "lead": shown,
        "badge": LEAD_BADGES[state],
        "messages_sent": selectors.messages_of(shown.deal),
        "quotes": shown.deal.quotes.order_by("-pk"),
        "may_write": may_write,
        "may_hand": gates.hands_lead(request) and state not in (LeadState.QUOTED, LeadState.REFUSED),
        "is_open": state in (LeadState.NEW, LeadState.TAKEN, LeadState.ANSWERED),
        "history": history_of(shown, _steps()),
    }
    return render(request, "sales/leads/lead.html", context)


def _steps() -> dict[str, str]:
    return {
        "received": _("Reçue"),
        "taken": _("Prise en charge"),
        "left": _("Remise à prendre"),
        "handed": _("Confiée à un groupe"),
        "answered": _("Répondue"),
        "refused": _("Refusée"),
        "matched": _("Client trouvé"),
    }


@require_http_methods(["GET", "POST"])
def note(request: HttpRequest, kpa: str) -> HttpResponse:  # noqa: ARG001
    stand_in(request)
    today = timezone.localdate()
    rows = activities.catalogue(request.organisation, today)
    form = NotedLeadForm(request.POST or None, offers=[o for row in rows for o in row.offers], today=today)
    context = {"form": form, "back": here(request, "leads")}
    if request.method == "POST" and form.is_valid() and (noted := _noted(request, form)):
        messages.success(request, _("La demande est notée."))
        return see_other(here(request, "lead", lead=noted.pk))
    if form.errors:
        return render_invalid(request, "sales/leads/note.html", context)
    return render(request, "sales/leads/note.html", context)


def _noted(request: HttpRequest, form: NotedLeadForm) -> Lead | None:
    source = LeadSource(form.cleaned_data["source"])
    by = {"actor": request.user, "now": timezone.now()}
    try:
        return services.receive_lead(kpa=kpa_of(request), source=source, **form.details, **by)
    except DomainError as error:
        form.refuse(error)
    return None


@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, kpa: str, lead: int) -> HttpResponse:  # noqa: ARG001
    stand_in(request)
    form = MessageForm(request.POST or None)
    back = here(request, "lead", lead=request.lead.pk)
    context = {"form": form, "lead": request.lead, "back": back}
    if request.method == "POST" and form.is_valid() and _answered(request, form):
        sent = _("Votre réponse est envoyée.") if request.lead.email else _("C’est noté. Pensez à appeler.")
        messages.success(request, sent)
        return see_other(back)
    if form.errors:
        return render_invalid(request, "sales/leads/answer.html", context)
    return render(request, "sales/leads/answer.html", context)


def _answered(request: HttpRequest, form: MessageForm) -> bool:
    try:
        services.answer_lead(
            lead=request.lead,
            person=request.user.person,
            address=link_of(request),
            actor=request.user,
            now=timezone.now(),
            **form.cleaned_data,
        )
    except DomainError as error:
        form.refuse(error)
        return False
    return True


@require_http_methods(["GET", "POST"])
def hand(request: HttpRequest, kpa: str, lead: int) -> HttpResponse:  # noqa: ARG001
    stand_in(request)
    found = activities.activities_of(request.organisation, timezone.localdate())
    current = {"activity": str(request.lead.deal.activity_id or "")}
    form = HandForm(request.POST or None, activities=found, initial=current)
    back = here(request, "lead", lead=request.lead.pk)
    context = {"form": form, "lead": request.lead, "back": back}
    if request.method == "POST" and form.is_valid() and _handed(request, form):
        messages.success(request, _("C’est fait. Le groupe voit la demande."))
        return see_other(back)
    if form.errors:
        return render_invalid(request, "sales/leads/hand.html", context)
    return render(request, "sales/leads/hand.html", context)


def _handed(request: HttpRequest, form: HandForm) -> bool:
    by = {"actor": request.user, "now": timezone.now()}
    try:
        services.hand_lead(lead=request.lead, activity=form.chosen, **by)
    except DomainError as error:
        form.refuse(error)
        return False
    return True


def _back(request: HttpRequest) -> str:
    return here(request, "lead", lead=request.lead.pk)


take = view_of(
    Move(
        act=lambda request, by: services.take_lead(lead=request.lead, person=request.user.person, **by),
        subject=lambda request: request.lead,
        back=_back,
        title=_lazy("Vous occuper de la demande %(of_subject)s ?"),
        sentence=_lazy("Les autres voient votre nom. Vous pourrez la laisser."),
        button=_lazy("Je m’en occupe"),
        success=_lazy("C’est noté. Répondez vite : le client attend."),
    )
)
leave = view_of(
    Move(
        act=lambda request, by: services.leave_lead(lead=request.lead, **by),
        subject=lambda request: request.lead,
        back=_back,
        title=_lazy("Remettre la demande %(of_subject)s à prendre ?"),
        sentence=_lazy("Elle redevient nouvelle : une autre personne du groupe peut la prendre."),
        button=_lazy("Remettre à prendre"),
        success=_lazy("C’est fait. La demande est de nouveau à prendre."),
    )
)
refuse = view_of(
    Move(
        act=lambda request, by: services.refuse_lead(lead=request.lead, address=link_of(request), **by),
        subject=lambda request: request.lead,
        back=_back,
        title=_lazy("Dire non à %(subject)s ?"),
        sentence=_lazy(
            "La personne reçoit vos mots. Dites pourquoi, et donnez une piste si vous en avez une."
        ),
        button=_lazy("Dire non"),
        success=_lazy("C’est fait. La personne est prévenue."),
        danger=True,
        reason=_lazy("Vos mots pour elle"),
    )
)
