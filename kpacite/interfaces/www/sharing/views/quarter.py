"""At the carrier's: the quarter of each person, to check and to declare (CAPE-11)."""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kpacite.domain.paths.rules import quarter_of
from kpacite.domain.sharing.rules.quarter import Figures
from kpacite.domain.sharing.selectors.quarters import QuarterRow, quarter_rows
from kpacite.interfaces.www.homes.places import stand_in
from kpacite.interfaces.www.ledger import exports
from kpacite.kernel.period import DAY, Period

ASKED = re.compile(r"^(2\d{3})-T([1-4])$")
MONTHS = 3


def asked_quarter(request: HttpRequest) -> Period:
    """The quarter of `?trimestre=2026-T4`; this one when it says something else."""
    found = ASKED.match(request.GET.get("trimestre", ""))
    if found is None:
        return quarter_of(timezone.localdate())
    year, rank = map(int, found.groups())
    return quarter_of(date(year, (rank - 1) * MONTHS + 1, 1))


def word_of(quarter: Period) -> str:
    return f"{quarter.start.year}-T{quarter.start.month // MONTHS + 1}"


@require_safe
def quarter(request: HttpRequest, carrier: str) -> HttpResponseBase:
    stand_in(request, request.organisation)
    chosen = asked_quarter(request)
    rows = quarter_rows(request.organisation, chosen)
    if exports.wanted(request):
        return exports.table(request, f"trimestre-{word_of(chosen).lower()}", _header(), _cells(rows))
    here = reverse("pay_quarter", kwargs={"carrier": carrier})
    end = chosen.end or chosen.start
    neighbours = [quarter_of(chosen.start - DAY), *([quarter_of(end)] if end <= timezone.localdate() else [])]
    context: dict[str, Any] = {
        "organisation": request.organisation,
        "word": _said(chosen),
        "rows": rows,
        "total": sum((row.figures for row in rows), Figures()),
        "total_gross": sum(row.gross for row in rows),
        "address": f"{here}?trimestre={word_of(chosen)}",
        "neighbours": [(_said(one), f"{here}?trimestre={word_of(one)}") for one in neighbours],
        "back": reverse("pay_desk", kwargs={"carrier": carrier}),
    }
    return render(request, "sharing/quarter.html", context)


def _said(quarter: Period) -> str:
    rank = quarter.start.month // MONTHS + 1
    return _("trimestre %(rank)d de %(year)d") % {"rank": rank, "year": quarter.start.year}


def _header() -> list[str]:
    return [
        _("KPA"),
        _("Personne"),
        _("Contrat"),
        _("Encaissé hors taxes"),
        _("Achats"),
        _("Part de la CAE"),
        _("Base avant cotisations"),
        _("dont pot commun"),
        _("Part de la personne"),
        _("Brut payé"),
        _("Net payé"),
    ]


def _cells(rows: Iterable[QuarterRow]) -> Iterator[list[object]]:
    for row in rows:
        told = row.figures
        sums = [told.receipts, told.costs, told.fee, told.base, told.pots, told.share, row.gross, row.net]
        yield [row.kpa, str(row.person or _("Le groupe")), row.contract, *map(exports.in_euros, sums)]
