"""Clients that are there twice: finding them, making them one after a look at both."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kpacite.domain.sales import selectors, services
from kpacite.domain.sales.models import Client
from kpacite.interfaces.www.sales.views.clients import address_lines, kind_words
from kpacite.interfaces.www.sales.views.screen import here, stand_in
from kpacite.kernel.errors import DomainError
from kpacite.platform.http import render_invalid, see_other


@require_safe
def groups(request: HttpRequest, kpa: str) -> HttpResponse:  # noqa: ARG001
    stand_in(request)
    found = selectors.duplicate_groups(request.organisation)
    context = {
        "kpa": request.organisation,
        "groups": [(group[0], [_sheet(client) for client in group[1:]]) for group in found],
    }
    return render(request, "sales/clients/duplicates.html", context)


def _sheet(client: Client) -> dict[str, object]:
    details = [kind_words(client.kind), *address_lines(client), client.email, client.phone, client.siret]
    return {"client": client, "detail": " · ".join(part for part in details if part)}


@require_http_methods(["GET", "POST"])
def merge(request: HttpRequest, kpa: str, client: int, other: int) -> HttpResponse:  # noqa: ARG001
    """The client of the address is kept; `other` points to it from then on."""
    stand_in(request)
    duplicate = selectors.client_of(request.organisation, other)
    if duplicate is None or duplicate.pk == request.client.pk:
        raise Http404
    kept = request.client
    back = here(request, "client", client=kept.pk)
    swap = here(request, "client_merge", client=duplicate.pk, other=kept.pk)
    context = {
        "kpa": request.organisation,
        "kept": _sheet(kept),
        "duplicate": _sheet(duplicate),
        "back": back,
        "swap_url": swap,
        "refusal": "",
    }
    if request.method != "POST":
        return render(request, "sales/clients/merge.html", context)
    try:
        services.merge_clients(duplicate=duplicate, kept=kept, actor=request.user, now=timezone.now())
    except DomainError as error:
        return render_invalid(request, "sales/clients/merge.html", context | {"refusal": str(error)})
    messages.success(request, _("Les deux fiches n’en font plus qu’une."))
    return see_other(back)
