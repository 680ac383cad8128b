"""The book of clients, as the members of a KPA read it."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kpacite.domain.sales import selectors
from kpacite.domain.sales.enums import ClientKind
from kpacite.domain.sales.models import Client
from kpacite.interfaces.www.histories import history_of
from kpacite.interfaces.www.sales import gates
from kpacite.interfaces.www.sales.views.screen import here, stand_in, with_query, words_of
from kpacite.interfaces.www.sales.wording import phone_words
from kpacite.kernel.ids import format_siret
from kpacite.platform.http import csv_response, page_or_part, see_other


@require_safe
def clients(request: HttpRequest, kpa: str) -> HttpResponse:  # noqa: ARG001
    stand_in(request)
    words, kind = words_of(request), _kind(request)
    after = selectors.ClientCursor.parse(request.GET.get("apres", ""))
    page = selectors.clients_page(request.organisation, words=words, kind=kind, after=after)
    address = here(request, "clients")
    context = {
        "kpa": request.organisation,
        "words": words,
        "kind": kind or "",
        "filters": _filters(address, words, kind),
        "rows": [_row(row) for row in page.rows],
        "is_first": after is None,
        "next_url": with_query(address, q=words, sorte=kind, apres=page.next) if page.next else "",
        "csv_url": with_query(here(request, "clients_csv"), q=words, sorte=kind),
        "may_write": gates.may_write_clients(request),
    }
    return page_or_part(request, "sales/clients/list.html", "sales/clients/parts/_results.html", context)


def _kind(request: HttpRequest) -> ClientKind | None:
    asked = request.GET.get("sorte", "")
    return ClientKind(asked) if asked in ClientKind.values else None


def kind_words(kind: str) -> str:
    """In one or two words."""
    return {
        ClientKind.PERSON.value: _("Personne"),
        ClientKind.COMPANY.value: _("Entreprise"),
        ClientKind.ASSOCIATION.value: _("Association"),
        ClientKind.PUBLIC.value: _("Service public"),
    }[kind]


def _filters(address: str, words: str, kind: ClientKind | None) -> list[dict[str, Any]]:
    choices: list[tuple[str, ClientKind | None]] = [(_("Tous"), None)]
    choices += [(kind_words(choice), choice) for choice in ClientKind]
    return [
        {"label": label, "url": with_query(address, q=words, sorte=choice), "current": choice == kind}
        for label, choice in choices
    ]


def _row(row: selectors.ClientRow) -> dict[str, Any]:
    details = [kind_words(row.kind), row.city, phone_words(row.phone) or row.email]
    return {"pk": row.pk, "name": row.name, "detail": " · ".join(part for part in details if part)}


@require_safe
def clients_csv(request: HttpRequest, kpa: str) -> HttpResponseBase:
    """The clients that the list shows, with the same filters."""
    header = [
        _("Client"), _("Nom"), _("Sorte"), _("E-mail"), _("Téléphone"), _("Adresse"), _("Complément"),
        _("Code postal"), _("Ville"), _("SIRET"), _("TVA"), _("Code service"), _("Engagement"), _("Pour qui"),
    ]  # fmt: skip
    found = selectors.clients_of(request.organisation, words=words_of(request), kind=_kind(request))
    return csv_response(f"clients-{kpa}.csv", header, _csv_rows(found.order_by("folded_name", "pk")))


def _csv_rows(found: Any) -> Iterator[list[object]]:
    for client in found.iterator(chunk_size=500):
        yield [
            client.reference,
            client.name,
            kind_words(client.kind),
            client.email,
            client.phone,
            client.address_line_1,
            client.address_line_2,
            client.postal_code,
            client.city,
            client.siret,
            client.vat_number,
            client.service_code,
            client.engagement_number,
            client.beneficiary_name,
        ]


@require_safe
def client(request: HttpRequest, kpa: str, client: int) -> HttpResponse:  # noqa: ARG001
    """A sheet that was merged leads to the one that was kept."""
    shown = request.client
    if shown.merged_into_id:
        return see_other(here(request, "client", client=shown.merged_into_id))
    stand_in(request)
    may_write = gates.may_write_clients(request)
    context = {
        "kpa": request.organisation,
        "client": shown,
        "kind": kind_words(shown.kind),
        "phone": phone_words(shown.phone),
        "sales_url": with_query(here(request, "sales"), q=shown.name),
        "quote_url": with_query(here(request, "quote_new"), client=shown.pk),
        "siret": format_siret(shown.siret) if shown.siret else "",
        "address": address_lines(shown),
        "contacts": shown.contacts.filter(archived_at=None).order_by("name", "pk"),
        "alike": selectors.look_alikes(shown) if may_write else [],
        "duplicates": selectors.duplicates_of(shown),
        "may_write": may_write,
        "history": _history(shown),
    }
    return render(request, "sales/clients/client.html", context)


def address_lines(client: Client) -> list[str]:
    town = f"{client.postal_code} {client.city}".strip()
    return [line for line in (client.address_line_1, client.address_line_2, town) if line]


def _history(shown: Client) -> list[dict[str, Any]]:
    labels = {
        "added": _("Ajouté"),
        "edited": _("Modifié"),
        "merged": _("Réuni avec une autre fiche"),
        "contact_added": _("Personne notée"),
        "contact_archived": _("Personne enlevée"),
        "imported": _("Importé"),
    }
    return history_of(shown, labels)
