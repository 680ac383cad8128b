"""What sales put on the home of a KPA: what waits in one's groups, and how the month goes."""

from datetime import date

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kpacite.domain.organisations.models import Kpa
from kpacite.domain.sales import selectors
from kpacite.interfaces.www.home_parts import HomeCard, ToDo
from kpacite.interfaces.www.sales import gates
from kpacite.interfaces.www.sales.views.screen import with_query


def _counts(request: HttpRequest, kpa: Kpa) -> selectors.Counts:
    """Asked once for each opening of a home."""
    known: selectors.Counts | None = getattr(request, "sales_counts", None)
    if known is None:
        seat = gates.seat_here(request)
        known = selectors.counts_of(kpa, seat.member_of or None)
        request.sales_counts = known  # type: ignore[attr-defined]
    return known


def cards(request: HttpRequest, kpa: Kpa, today: date) -> list[HomeCard]:  # noqa: ARG001
    """For everyone of the KPA: where the sales are, by what waits."""
    counts = _counts(request, kpa)
    if not any(counts):
        return []
    url = reverse("sales", kwargs={"kpa": kpa.organisation.slug})
    context = {"url": url, "rows": _rows(counts, url)}
    return [HomeCard("sales/parts/_home_card.html", context, column="side")]


def _rows(counts: selectors.Counts, url: str) -> list[dict[str, object]]:
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
            _("Commandes à facturer"),
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
    """For the members of a group: what waits for a gesture of theirs."""
    seat = gates.seat_here(request)
    if not seat.member_of:
        return []
    counts, url = _counts(request, kpa), reverse("sales", kwargs={"kpa": kpa.organisation.slug})
    found: list[ToDo] = []
    if n := counts.new_leads:
        title = ngettext("Répondre à %(n)d nouvelle demande", "Répondre à %(n)d nouvelles demandes", n)
        address = with_query(reverse("leads", kwargs={"kpa": kpa.organisation.slug}), etat="new")
        found.append(ToDo(title % {"n": n}, address, icon="inbox"))
    if (n := counts.to_review) and seat.referent_of:
        title = ngettext("Relire %(n)d devis", "Relire %(n)d devis", n)
        address = with_query(url, quoi="devis", etat="to_review")
        found.append(ToDo(title % {"n": n}, address, icon="file-text", domain="argent"))
    if n := counts.to_send:
        title = ngettext("Envoyer %(n)d devis prêt", "Envoyer %(n)d devis prêts", n)
        address = with_query(url, quoi="devis", etat="ready")
        found.append(ToDo(title % {"n": n}, address, icon="send", domain="argent"))
    if n := counts.accepted:
        title = ngettext("Planifier %(n)d commande acceptée", "Planifier %(n)d commandes acceptées", n)
        address = with_query(url, quoi="commandes", etat="confirmed")
        found.append(ToDo(title % {"n": n}, address, icon="calendar"))
    return found
