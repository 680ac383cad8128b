"""What sales put on the home of a KPA: what waits in one's groups, and how the month goes."""

from collections.abc import Mapping
from datetime import date

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kpacite.domain.organisations.models import Kpa
from kpacite.domain.organisations.permissions import is_coordinator_of
from kpacite.domain.sales import permissions, selectors
from kpacite.interfaces.www.gates import hats_of
from kpacite.interfaces.www.home_parts import HomeCard, Kind, ToDo, told
from kpacite.interfaces.www.sales.views.screen import with_query
from kpacite.interfaces.www.seats import seat_of
from kpacite.platform.asking import Question


def questions(request: HttpRequest, kpa: Kpa, today: date) -> Mapping[str, Question]:  # noqa: ARG001
    asked = selectors.counts_asked(kpa, seat_of(request).member_of or None)
    return {f"sales_{name}": question for name, question in asked.items()}


def _counts(request: HttpRequest) -> selectors.Counts:
    return selectors.Counts(*(told(request, f"sales_{name}") for name in selectors.Counts._fields))


def cards(request: HttpRequest, kpa: Kpa, today: date) -> list[HomeCard]:  # noqa: ARG001
    """For everyone: where the sales are, by what waits. The coordination has its tasks in « À traiter »."""
    url = reverse("sales", kwargs={"kpa": kpa.organisation.slug})
    counts, invoices = _counts(request), _invoices(request, kpa)
    if is_coordinator_of(hats_of(request), kpa.organisation):
        nothing = dict.fromkeys(selectors.Counts._fields, 0)
        counts = selectors.Counts(**nothing | {"to_invoice": 0 if invoices else counts.to_invoice})
    if not any(counts):
        return []
    context = {"url": url, "rows": _rows(counts, url, invoices=invoices)}
    return [HomeCard("sales/parts/_home_card.html", context, column="side")]


def _invoices(request: HttpRequest, kpa: Kpa) -> bool:
    return permissions.may_write_invoices(hats_of(request), seat_of(request), kpa.organisation)


def _rows(counts: selectors.Counts, url: str, *, invoices: bool) -> list[dict[str, object]]:
    """`invoices`: whether she may. To the others, an order without invoice is a fact, not a task."""
    rows = [
        (counts.new_leads, _("Demandes nouvelles"), "inbox", with_query(url, quoi="demandes", etat="new")),
        (
            counts.to_send,
            _("Devis prêts à envoyer"),
            "file-text",
            with_query(url, quoi="devis", etat="ready"),
        ),
        (
            counts.accepted,
            _("Commandes à planifier"),
            "calendar",
            with_query(url, quoi="commandes", etat="confirmed"),
        ),
        (
            counts.to_invoice,
            _("Commandes à facturer") if invoices else _("Commandes faites, pas encore facturées"),
            "hand-coins",
            with_query(url, quoi="commandes", etat="done"),
        ),
    ]
    return [
        {"count": count, "label": label, "icon": icon, "url": address}
        for count, label, icon, address in rows
        if count
    ]


def to_dos(request: HttpRequest, kpa: Kpa, today: date) -> list[ToDo]:  # noqa: ARG001
    """For the members of a group: what waits for a gesture of theirs; for the coordination, everything."""
    seat, coordinates = seat_of(request), is_coordinator_of(hats_of(request), kpa.organisation)
    if not seat.member_of and not coordinates:
        return []
    counts, url = _counts(request), reverse("sales", kwargs={"kpa": kpa.organisation.slug})
    found: list[ToDo] = []
    if n := counts.new_leads:
        title = ngettext("Répondre à %(n)d nouvelle demande", "Répondre à %(n)d nouvelles demandes", n)
        address = with_query(reverse("leads", kwargs={"kpa": kpa.organisation.slug}), etat="new")
        kind = Kind("leads", _lead_words, address)
        found.append(ToDo(title % {"n": n}, address, icon="inbox", kind=kind, count=n))
    if (n := counts.to_review) and (seat.referent_of or coordinates):
        title = ngettext("Relire %(n)d devis", "Relire %(n)d devis", n)
        address = with_query(url, quoi="devis", etat="to_review")
        kind = Kind("review", _review_words, address)
        found.append(ToDo(title % {"n": n}, address, icon="file-text", domain="argent", kind=kind, count=n))
    if n := counts.to_send:
        title = ngettext("Envoyer %(n)d devis prêt", "Envoyer %(n)d devis prêts", n)
        address = with_query(url, quoi="devis", etat="ready")
        kind = Kind("send", _send_words, address)
        found.append(ToDo(title % {"n": n}, address, icon="send", domain="argent", kind=kind, count=n))
    if n := counts.accepted:
        title = ngettext("Planifier %(n)d commande acceptée", "Planifier %(n)d commandes acceptées", n)
        address = with_query(url, quoi="commandes", etat="confirmed")
        kind = Kind("plan", _plan_words, address)
        found.append(ToDo(title % {"n": n}, address, icon="calendar", kind=kind, count=n))
    if (n := counts.to_invoice) and coordinates and _invoices(request, kpa):
        title = ngettext("Facturer %(n)d commande faite", "Facturer %(n)d commandes faites", n)
        address = with_query(url, quoi="commandes", etat="done")
        kind = Kind("bill", _bill_words, address)
        found.append(ToDo(title % {"n": n}, address, icon="hand-coins", domain="argent", kind=kind, count=n))
    return found


def _lead_words(n: int) -> str:
    return ngettext("demande de client", "demandes de clients", n)


def _review_words(n: int) -> str:
    return ngettext("devis à relire", "devis à relire", n)


def _send_words(n: int) -> str:
    return ngettext("devis à envoyer", "devis à envoyer", n)


def _plan_words(n: int) -> str:
    return ngettext("commande à planifier", "commandes à planifier", n)


def _bill_words(n: int) -> str:
    return ngettext("commande à facturer", "commandes à facturer", n)
