"""The board of a coordination: what waits, by kind; the two pockets, never added up; the orders under way."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kpacite.domain.funding import selectors as funding
from kpacite.domain.organisations.models import Kpa
from kpacite.domain.sales import selectors as sales
from kpacite.domain.sales.enums import InvoiceKind, OrderState
from kpacite.domain.sales.models import Invoice
from kpacite.domain.sharing.selectors import pots, sharings
from kpacite.interfaces.www.homes.gathering import Count
from kpacite.kernel.money import Euro
from kpacite.platform.asking import Question, sum_of

MOST_ORDERS, MOST_GRANTS, MOST_SHARINGS, MOST_SHIFTS = 6, 3, 20, 200
# Like the badges of the lists of sales.
ORDER_BADGES = {OrderState.CONFIRMED: "wait", OrderState.PLANNED: "info", OrderState.DONE: "done"}


def questions(kpa: Kpa, today: date) -> dict[str, Question]:
    sold = Invoice.objects.sold().filter(kpa=kpa, issued_on__year=today.year, issued_on__lte=today)
    credit = Q(kind=InvoiceKind.CREDIT)
    return {
        "board_sold": sum_of(sold.exclude(credit), "net_cents"),
        "board_credited": sum_of(sold.filter(credit), "net_cents"),
        "board_grants": funding.running_asked(kpa, today, most=MOST_GRANTS),
        "board_pot": pots.pot_cents_asked(kpa),
        "board_orders": sales.orders_asked(kpa, most=MOST_ORDERS),
        "board_teams": sales.teams_asked(kpa, most=MOST_SHIFTS),
        "board_sharings": sharings.under_way_asked(kpa, most=MOST_SHARINGS),
    }


def context(kpa: Kpa, told: Mapping[str, Any], today: date, counts: list[Count]) -> dict[str, Any]:
    """`counts` come from the areas; what is nobody's own gesture is added: a sharing waits for its people."""
    slug = kpa.organisation.slug
    return {
        "counts": [*counts, *_sharings(told["board_sharings"] or (), slug), *_messages(told, slug)],
        "pockets": _pockets(told, today),
        "orders": _orders(told["board_orders"] or (), told["board_teams"] or (), slug),
    }


def _sharings(rows: Any, slug: str) -> list[Count]:
    if not rows:
        return []
    first = min(rows, key=lambda row: row["number"])
    words = ngettext("partage en attente", "partages en attente", len(rows))
    detail = _("%(title)s, %(agreed)s oui sur %(people)s") % first
    url = reverse("sharings", kwargs={"kpa": slug})
    if len(rows) == 1:
        url = reverse("sharing", kwargs={"kpa": slug, "number": first["number"]})
    return [Count(len(rows), words, url, detail, "argent")]


def _messages(told: Mapping[str, Any], slug: str) -> list[Count]:
    at, found = {"kpa": slug}, []
    if n := told["home_messages"]:
        words = ngettext("message à répondre", "messages à répondre", n)
        url = reverse("kpa_messages", kwargs=at) + "?etat=a-repondre"
        found.append(Count(n, words, url, "", "activites"))
    if n := told["home_invitations"]:
        words = ngettext("invitation en attente", "invitations en attente", n)
        found.append(Count(n, words, reverse("kpa_invite", kwargs=at), "", "parcours"))
    return found


def _pockets(told: Mapping[str, Any], today: date) -> dict[str, Any]:
    grants = sorted(told["board_grants"] or (), key=lambda row: row["last"])
    return {
        "year": today.year,
        "sold": Euro(told["board_sold"] - told["board_credited"]),
        "grants": [
            {
                "title": row["title"],
                "amount": None if row["cents"] is None else Euro(row["cents"]),
                "last": date.fromisoformat(row["last"]),
                "others": row["kpas"] - 1,
            }
            for row in grants
        ],
        "pot": Euro(told["board_pot"]),
    }


def _orders(rows: Any, shifts: Any, slug: str) -> list[dict[str, Any]]:
    teams: dict[int, set[str]] = {}
    for shift in shifts:
        teams.setdefault(shift["order"], set()).add(shift["name"])
    return [
        {
            "title": row["title"],
            "client": row["client"],
            "url": reverse("order", kwargs={"kpa": slug, "order": row["pk"]}),
            "on": row["on"] and date.fromisoformat(row["on"]),
            "team": ", ".join(sorted(teams.get(row["pk"], ()))),
            "state": OrderState(row["state"]).label,
            "badge": ORDER_BADGES.get(OrderState(row["state"]), ""),
            "amount": Euro(row["gross_cents"]) if row["gross_cents"] else None,
        }
        for row in sorted(rows, key=lambda row: (row["on"] or "9999", row["pk"]))
    ]
