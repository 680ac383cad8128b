"""What contracts put on the home of a KPA."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kpacite.domain.contracts import permissions, rules, selectors
from kpacite.domain.contracts.enums import ContractState, ContractType, Party
from kpacite.domain.contracts.models import ContractPeriod, SupportContract
from kpacite.domain.organisations.enums import ParameterCode
from kpacite.domain.organisations.models import Kpa
from kpacite.domain.organisations.selectors import parameter_asked
from kpacite.interfaces.www.contracts import showing
from kpacite.interfaces.www.gates import hats_of
from kpacite.interfaces.www.home_parts import HomeCard, Kind, ToDo, told
from kpacite.kernel.period import completed_months
from kpacite.platform.asking import Question
from kpacite.platform.templatetags.kpacite import de, jour

SHOWN = 6
CALM, NEAR = 2, 1


def questions(request: HttpRequest, kpa: Kpa, today: date) -> Mapping[str, Question]:
    mine, here = selectors.running_contracts(kpa, request.user.person), selectors.running_contracts(kpa)
    asked: dict[str, Question] = {
        "contracts_mine": mine,
        "contracts_signed_person": selectors.signatures_asked(mine, Party.PERSON),
    }
    if permissions.may_see_states(hats_of(request), kpa.organisation):
        asked["contracts_here"] = here
        asked["contracts_signed_kpa"] = selectors.signatures_asked(here, Party.KPA)
        months = ParameterCode.PATH_MAX_MONTHS
        asked["contracts_months"] = parameter_asked(code=months, organisation=kpa.organisation, on=today)
    return asked


def _mine(request: HttpRequest, kpa: Kpa) -> SupportContract | None:
    """Her present contract; loaded once for each request."""
    if here := [row for row in _running(request, kpa) if row.person_id == request.user.person_id]:
        return here[0]
    if not hasattr(request, "own_contract"):
        rows = (
            selectors.running_contracts(kpa, request.user.person) if told(request, "contracts_mine") else ()
        )
        request.own_contract = next(iter(rows), None)
    return request.own_contract


def _running(request: HttpRequest, kpa: Kpa) -> list[SupportContract]:
    """The contracts of the KPA that are not over, for whom follows them; loaded once for each request."""
    if not hasattr(request, "kpa_contracts"):
        rows = selectors.running_contracts(kpa) if told(request, "contracts_here") else ()
        request.kpa_contracts = list(rows)
    return request.kpa_contracts


def _waits_for(request: HttpRequest, party: Party, period: ContractPeriod | None) -> bool:
    """Whether this text is ready and lacks the signature of this party."""
    signed = told(request, f"contracts_signed_{party.value.lower()}") or ()
    return period is not None and period.ready_at and all(row["period"] != period.pk for row in signed)


def cards(request: HttpRequest, kpa: Kpa, today: date) -> list[HomeCard]:
    return [*_own_card(request, kpa), *_ends_card(request, kpa, today)]


def _own_card(request: HttpRequest, kpa: Kpa) -> list[HomeCard]:
    contract = _mine(request, kpa)
    if contract is None:
        return []
    dates = showing.dates_of(selectors.present_period(contract))
    context = {
        "words": f"{contract.short_type}. {dates}.",
        "state": contract.get_state_display(),
        "badge": showing.badge_of(contract),
        "url": reverse("my_contract", kwargs={"kpa": kpa.organisation.slug}),
    }
    return [HomeCard("contracts/parts/_home_mine.html", context, column="side")]


def _ends_card(request: HttpRequest, kpa: Kpa, today: date) -> list[HomeCard]:
    """How far each CAPE has run, the nearest end first."""
    rows = [
        (end, row)
        for row in _running(request, kpa)
        if row.type == ContractType.CAPE and (end := selectors.signed_until(row))
    ]
    if not rows:
        return []
    limit = rules.effective_total(rows[0][1].terms, told(request, "contracts_months")) or 0
    ordered = sorted(rows, key=lambda row: (row[0], row[1].pk))[:SHOWN]
    url = reverse("kpa_contracts", kwargs={"kpa": kpa.organisation.slug})
    tracks = [_track(row, end, limit, today) for end, row in ordered]
    return [HomeCard("contracts/parts/_home_kpa.html", {"tracks": tracks, "url": url, "limit": limit})]


def _track(contract: SupportContract, end: date, limit: int, today: date) -> dict[str, Any]:
    start = min(row.start for row in contract.periods.all() if row.signed_at is not None)
    months = completed_months(start, max(today, start))
    near = (end - today).days <= max(rules.REMINDER_DAYS)
    words = _("%(n)d mois, finit le %(day)s") if near else _("%(n)d mois")
    return {
        "name": str(contract.person),
        "text": words % {"n": months, "day": jour(end - rules.DAY, "court")},
        "share": min(100, round(100 * months / limit)) if limit else 0,
        "tint": NEAR if near else CALM,
    }


def to_dos(request: HttpRequest, kpa: Kpa, today: date) -> list[ToDo]:
    """Her signature, her papers; for whom follows the files: ends to prepare, texts to sign."""
    return [*_own_to_dos(request, kpa, today), *_kpa_to_dos(request, kpa, today)]


def _own_to_dos(request: HttpRequest, kpa: Kpa, today: date) -> list[ToDo]:
    contract, slug = _mine(request, kpa), kpa.organisation.slug
    if contract is None:
        return []
    period = selectors.waiting_period(contract)
    if _waits_for(request, Party.PERSON, period):
        url = reverse("my_contract_sign", kwargs={"kpa": slug, "contract": contract.pk})
        return [ToDo(_("Signer mon contrat"), url, icon="file-text", domain="decider", by=period.start)]
    missing = contract.state == ContractState.DRAFT and selectors.missing_documents(contract, today)
    if missing:
        url = reverse("my_contract", kwargs={"kpa": slug})
        return [ToDo(_("Ajouter mes documents"), url, ", ".join(missing), "file-text", "heures")]
    return []


def _sign_words(n: int) -> str:
    return ngettext("contrat à signer", "contrats à signer", n)


def _end_words(n: int) -> str:
    return ngettext("fin de contrat à préparer", "fins de contrat à préparer", n)


def _kpa_to_dos(request: HttpRequest, kpa: Kpa, today: date) -> list[ToDo]:
    slug = kpa.organisation.slug
    everyone = reverse("kpa_contracts", kwargs={"kpa": slug})
    to_sign, to_end = Kind("sign", _sign_words, everyone), Kind("end", _end_words, everyone)
    found = []
    for row in _running(request, kpa):
        period, end = selectors.waiting_period(row), selectors.signed_until(row)
        at = {"kpa": slug, "contract": row.pk}
        name = {"of_name": de(row.person.first_name)}
        about = {"about": row.person.first_name, "icon": "file-text"}
        if _waits_for(request, Party.KPA, period):
            title, url = _("Signer le contrat %(of_name)s"), reverse("kpa_contract_sign", kwargs=at)
            found.append(ToDo(title % name, url, domain="decider", by=period.start, kind=to_sign, **about))
        elif period is None and end is not None and (end - today).days <= max(rules.REMINDER_DAYS):
            title = _("Préparer la fin du contrat %(of_name)s")
            url = reverse("kpa_contract", kwargs=at)
            last = end - rules.DAY
            about |= {"icon": "calendar", "about": f"{row.person.first_name}, {jour(last, 'court')}"}
            found.append(ToDo(title % name, url, domain="alerte", by=last, kind=to_end, **about))
    return found
