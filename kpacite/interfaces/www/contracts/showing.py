"""A contract in simple words, whoever reads it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kpacite.domain.contracts import rules, selectors
from kpacite.domain.contracts.enums import ContractState, ContractType, InsuranceAnswer, Party
from kpacite.domain.contracts.models import ContractPeriod, SupportContract
from kpacite.platform.templatetags.kpacite import euros, jour

BADGES = {
    ContractState.ACTIVE: "done",
    ContractState.EXPIRED_UNSIGNED: "late",
    ContractState.DRAFT: "wait",
    ContractState.TO_SIGN: "wait",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One contract of a list. `missing`: words of the papers still to bring."""

    contract: SupportContract
    badge: str
    detail: str
    missing: list[str]
    to_declare: int


def row_of(contract: SupportContract, today: date) -> Row:
    missing = selectors.missing_documents(contract, today) if contract.state in rules.BEFORE_SIGNATURE else []
    return Row(
        contract=contract,
        badge=badge_of(contract),
        detail=dates_of(selectors.present_period(contract)),
        missing=missing,
        to_declare=sum(row.done_on is None for row in contract.declarations.all()),
    )


def badge_of(contract: SupportContract) -> str:
    return BADGES.get(ContractState(contract.state), "")


def dates_of(period: ContractPeriod | None) -> str:
    if period is None:
        return ""
    last = rules.last_day(period.period)
    if last is None:
        return _("À partir du %(start)s") % {"start": jour(period.start)}
    return _("Du %(start)s au %(last)s") % {"start": jour(period.start), "last": jour(last)}


def summary_of(contract: SupportContract, today: date) -> list[str]:
    """What it says, in sentences: the person reads them before the text."""
    names = {"type": contract.short_type, "carrier": contract.carrier, "kpa": contract.kpa.organisation}
    lines = [
        _("C’est un contrat %(type)s entre vous et %(carrier)s, pour %(kpa)s.") % names,
        dates_of(selectors.present_period(contract)) + ".",
    ]
    if contract.type == ContractType.CAPE:
        lines += [
            _("Ce n’est pas un contrat de travail. Vous gardez votre statut."),
            _("%(carrier)s fait les factures et les paies.") % names,
        ]
        lines += _clock_words(contract, today)
    lines += associate_words(contract)
    if contract.ceiling is not None:
        ceiling = {"amount": euros(contract.ceiling)}
        lines.append(_("Vous pouvez engager %(amount)s au plus, pas davantage.") % ceiling)
    insured = [row.activity_name for row in selectors.insured_activities(contract, today)]
    if insured:
        lines.append(_("Activités assurées : %(list)s.") % {"list": ", ".join(insured)})
    return lines


def associate_words(contract: SupportContract) -> list[str]:
    """Until when a CESA leaves time to become an associate; said before signing, and after."""
    deadline = selectors.associate_by(contract)
    if deadline is None:
        return []
    start = min(row.start for row in contract.periods.all() if row.dropped_at is None)
    if deadline <= start:
        return [_("Vos contrats d’avant ont pris les trois ans. Parlez-en à la CAE avant de signer.")]
    day = {"day": jour(deadline)}
    return [_("Il faut devenir associé·e de la CAE avant le %(day)s. Sinon, ce contrat s’arrête.") % day]


def _clock_words(contract: SupportContract, today: date) -> list[str]:
    clock = selectors.clock_of(contract, today)
    words = []
    if clock.renewals_left is not None:
        left = clock.renewals_left
        words.append(
            ngettext(
                "Il reste %(n)d renouvellement. Rien ne se renouvelle tout seul.",
                "Il reste %(n)d renouvellements. Rien ne se renouvelle tout seul.",
                left,
            )
            % {"n": left}
        )
    if clock.total_months is not None:
        words.append(_("En tout, %(n)d mois au plus dans ce KPA.") % {"n": clock.total_months})
    return words


def parties_of(period: ContractPeriod) -> list[dict[str, Any]]:
    """Who signs this period, and who has signed already."""
    signed = {row.party: row for row in period.signatures.all()}
    wanted = rules.parties(minor=period.needs_guardian)
    return [{"label": party.label, "party": party, "signature": signed.get(party)} for party in wanted]


def unsigned(period: ContractPeriod) -> list[Party]:
    return [row["party"] for row in parties_of(period) if row["signature"] is None]


def context_of(contract: SupportContract, today: date) -> dict[str, Any]:
    """What every page of a contract shows."""
    waiting = selectors.waiting_period(contract)
    ready = waiting if waiting is not None and waiting.ready_at is not None else None
    shown = ready or next((row for row in reversed(contract.periods.all()) if row.signed_at), None)
    return {
        "contract": contract,
        "row": row_of(contract, today),
        "summary": summary_of(contract, today),
        "to_sign": ready,
        "period": shown,
        "parties": parties_of(shown) if shown else [],
        "associate": associate_words(contract),
        "waiting_answers": [
            row for row in contract.insurance_checks.all() if row.answer == InsuranceAnswer.WAITING
        ],
        "today": today,
    }
