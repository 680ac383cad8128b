"""The first screen of each role: what exists, and nothing else."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from kpacite.domain.organisations import permissions, rules, selectors
from kpacite.domain.organisations.enums import KpaStatus, ParameterCode, Role
from kpacite.domain.organisations.models import Kpa, KpaStatusPeriod, Organisation, RoleAssignment
from kpacite.domain.organisations.selectors import parameter_asked
from kpacite.interfaces.www import gates
from kpacite.interfaces.www.homes import board
from kpacite.interfaces.www.homes.completeness import (
    COLUMNS,
    Parts,
    lacks_of,
    parts_asked,
    parts_of,
    with_all_parts,
)
from kpacite.interfaces.www.homes.gathering import every_to_do, gathered
from kpacite.interfaces.www.homes.places import stand_in
from kpacite.interfaces.www.payments.home import desk_rows
from kpacite.interfaces.www.public.counts import sentence_of
from kpacite.interfaces.www.public.figures import network_figures
from kpacite.interfaces.www.public.views.kpa import tint_of
from kpacite.platform.asking import Question, how_many

LACKS_SHOWN = 3


def kpa_home(request: HttpRequest, kpa: str) -> HttpResponse:
    """A member's home; a coordinator finds on top what waits for her."""
    today = timezone.localdate()
    hats = gates.hats_of(request)
    organisation: Organisation = request.organisation  # type: ignore[attr-defined]
    row = organisation.kpa
    stand_in(request, organisation, row.place.city if row.place else "")
    worn = list(selectors.hats_worn_in(organisation, today))
    context = {
        "kpa": row,
        "organisation": organisation,
        "tint": tint_of(kpa),
        "first_name": request.user.person.first_name,
        "today": today,
        "my_hats": [hat for hat in worn if hat.person_id == request.user.person_id],
        "coordinators": [hat.person for hat in worn if hat.role == Role.KPA_COORDINATOR],
        "sessions": selectors.next_welcome_sessions(today=today, kpa=row),
        "is_member": permissions.is_member_of(hats, organisation),
        "is_referent": permissions.is_referent_of(hats, organisation),
        "pockets": None,
    }
    coordinates = permissions.is_coordinator_of(hats, organisation)
    asks = _coordination_asks(row, today) if coordinates else {}
    context |= gathered(request, row, today, also=asks, by_kind=coordinates)
    if coordinates:
        told = request.home_answers  # type: ignore[attr-defined]
        context |= _coordination(row, worn, told) | board.context(row, told, today, context["counts"])
    return render(request, "homes/kpa.html", context)


def kpa_to_dos(request: HttpRequest, kpa: str) -> HttpResponse:  # noqa: ARG001 - read by the gate
    """All that waits for me here; the home shows the three most pressing."""
    organisation: Organisation = request.organisation  # type: ignore[attr-defined]
    stand_in(request, organisation)
    to_dos = every_to_do(request, organisation.kpa, timezone.localdate())
    return render(request, "homes/to_dos.html", {"organisation": organisation, "to_dos": to_dos})


def _coordination_asks(kpa: Kpa, today: date) -> dict[str, Question]:
    organisation, minimum = kpa.organisation, ParameterCode.MIN_ADMINISTRATORS
    return {
        "home_messages": how_many(selectors.inbox(organisation).waiting()),
        "home_invitations": how_many(selectors.pending_invitations(organisation, timezone.now())),
        "home_administrators": parameter_asked(code=minimum, organisation=organisation, on=today),
        **board.questions(kpa, today),
        **{f"home_has_{part}": question for part, question in parts_asked(kpa).items()},
    }


def _coordination(kpa: Kpa, worn: list[RoleAssignment], told: Mapping[str, Any]) -> dict[str, object]:
    counts = Counter(hat.role for hat in worn)
    lacks = lacks_of(kpa, Parts(**{part.name: told[f"home_has_{part.name}"] for part in fields(Parts)}))
    return {
        "roles": [(role.label, counts[role]) for role in Role if counts[role]],
        "lacks": lacks[:LACKS_SHOWN],
        "lack_count": len(lacks),
        "administrators_missing": rules.administrators_missing(
            counts[Role.KPA_COORDINATOR], told["home_administrators"]
        ),
    }


def carrier_home(request: HttpRequest, carrier: str) -> HttpResponse:  # noqa: ARG001 - read by the gate
    organisation: Organisation = request.organisation  # type: ignore[attr-defined]
    stand_in(request, organisation)
    today = timezone.localdate()
    carried = selectors.carried_kpas(organisation, today)
    context = {
        "desk_rows": desk_rows(organisation, today),
        "organisation": organisation,
        "kpas": carried.select_related("kpa__place"),
        "first_name": request.user.person.first_name,
    }
    return render(request, "homes/carrier.html", context)


def network_home(request: HttpRequest) -> HttpResponse:
    organisation: Organisation = request.organisation  # type: ignore[attr-defined]
    stand_in(request, organisation)
    now = timezone.now()
    today = timezone.localdate(now)
    context = {
        "first_name": request.user.person.first_name,
        "today": today,
        "waiting": selectors.waiting_count(organisation),
        "pending": selectors.pending_invitations(organisation, now).count(),
        "rows": [_network_row(kpa, today) for kpa in with_all_parts().order_by("organisation__name")],
        "columns": list(COLUMNS.values()),
        "counts": [(status.label, n) for status, n in selectors.kpa_counts(today).items() if n],
    }
    return render(request, "homes/network.html", context)


def _network_row(kpa: Kpa, today: object) -> dict[str, object]:
    periods: list[KpaStatusPeriod] = list(kpa.status_periods.all())
    now = next(
        (row for row in periods if row.start <= today and (row.end is None or row.end > today)),  # type: ignore[operator]
        None,
    )
    lacking = {lack.code for lack in lacks_of(kpa, parts_of(kpa))}
    return {
        "kpa": kpa,
        "status": now.status if now else "",
        "status_label": KpaStatus(now.status).label if now else "",
        "cells": [code not in lacking for code in COLUMNS],
        "lacks": len(lacking),
    }


def funder_home(request: HttpRequest) -> HttpResponse:
    """Figures of the network and of its KPAs: never a person's file."""
    cards = selectors.kpa_directory(today=timezone.localdate()).cards
    funders = [hat.organisation for hat in gates.hats_of(request).worn if hat.role == Role.FUNDER]
    stand_in(request, funders[0])
    context = {
        "organisation": funders[0],
        "first_name": request.user.person.first_name,
        "figures": network_figures(),
        "count_sentence": sentence_of(cards),
        "cards": cards,
    }
    return render(request, "homes/funder.html", context)
