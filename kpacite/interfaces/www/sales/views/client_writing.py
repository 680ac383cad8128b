"""Adding a client, changing it, noting who to write to there."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kpacite.domain.sales import selectors, services
from kpacite.domain.sales.models import Client
from kpacite.interfaces.www.sales.forms.clients import ClientForm, ContactForm
from kpacite.interfaces.www.sales.views.screen import here, kpa_of, stand_in
from kpacite.kernel.errors import DomainError
from kpacite.platform.http import render_invalid, see_other

FORM = "sales/clients/form.html"


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, kpa: str) -> HttpResponse:  # noqa: ARG001
    """Whoever looks like a client that is already there is shown first; « Ajouter quand même » goes on."""
    stand_in(request)
    form = ClientForm(request.POST or None)
    context: dict[str, Any] = {"kpa": request.organisation, "form": form, "back": here(request, "clients")}
    if request.method != "POST":
        return render(request, FORM, context)
    if form.is_valid():
        alike = [] if "anyway" in request.POST else _alike(request, form)
        if not alike and (client := _created(request, form)):
            messages.success(request, _("Le client est ajouté."))
            return see_other(here(request, "client", client=client.pk))
        context["alike"] = alike
    return render_invalid(request, FORM, context)


def _alike(request: HttpRequest, form: ClientForm) -> list[Client]:
    data = form.cleaned_data
    siret = "".join(data["siret"].split())
    typed = Client(
        kpa_id=request.organisation.pk,
        name=data["name"],
        email=data["email"],
        phone=data["phone"],
        siret=siret,
    )
    return selectors.look_alikes(typed)


def _created(request: HttpRequest, form: ClientForm) -> Client | None:
    try:
        return services.create_client(
            kpa=kpa_of(request),
            kind=form.kind_chosen,
            actor=request.user,
            now=timezone.now(),
            **form.details,
        )
    except DomainError as error:
        form.refuse(error)
    return None


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, kpa: str, client: int) -> HttpResponse:  # noqa: ARG001
    stand_in(request)
    shown = request.client
    form = ClientForm(request.POST or None, client=shown)
    back = _waiting_invoice(request) or here(request, "client", client=shown.pk)
    context = {"kpa": request.organisation, "form": form, "back": back, "client": shown}
    if request.method == "POST" and form.is_valid() and _changed(request, form):
        messages.success(request, _("C’est enregistré."))
        return see_other(back)
    if form.errors:
        return render_invalid(request, FORM, context)
    return render(request, FORM, context)


def _waiting_invoice(request: HttpRequest) -> str:
    """The invoice that sent here for what the client's file lacks."""
    reference = request.GET.get("facture", "")
    invoice = selectors.invoice_of(request.organisation, reference) if reference else None
    return here(request, "invoice", invoice=reference) if invoice else ""


def _changed(request: HttpRequest, form: ClientForm) -> bool:
    try:
        services.edit_client(
            client=request.client,
            version=form.cleaned_data["version"] or 0,
            kind=form.kind_chosen,
            actor=request.user,
            now=timezone.now(),
            **form.details,
        )
    except DomainError as error:
        form.refuse(error)
        return False
    return True


@require_http_methods(["GET", "POST"])
def contact(request: HttpRequest, kpa: str, client: int) -> HttpResponse:  # noqa: ARG001
    stand_in(request)
    form = ContactForm(request.POST or None)
    back = here(request, "client", client=request.client.pk)
    context = {"form": form, "client": request.client, "back": back}
    if request.method == "POST" and form.is_valid() and _noted(request, form):
        messages.success(request, _("La personne est notée."))
        return see_other(back)
    if form.errors:
        return render_invalid(request, "sales/clients/contact.html", context)
    return render(request, "sales/clients/contact.html", context)


def _noted(request: HttpRequest, form: ContactForm) -> bool:
    try:
        services.add_contact(
            client=request.client, actor=request.user, now=timezone.now(), **form.cleaned_data
        )
    except DomainError as error:
        form.refuse(error)
        return False
    return True


@require_http_methods(["GET", "POST"])
def contact_away(request: HttpRequest, kpa: str, client: int, contact: int) -> HttpResponse:  # noqa: ARG001
    stand_in(request)
    found = request.client.contacts.filter(pk=contact).first()
    if found is None:
        raise Http404
    back = here(request, "client", client=request.client.pk)
    if request.method == "POST":
        services.archive_contact(contact=found, actor=request.user, now=timezone.now())
        messages.success(request, _("La personne est enlevée."))
        return see_other(back)
    return render(request, "sales/clients/contact_away.html", {"contact": found, "back": back})
