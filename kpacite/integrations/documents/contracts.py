"""A contract on paper: simple words first, its text, its annexes, and the proof of each signature.

Everything is read from the frozen period, never from the contract as it stands today: the same period gives
the same bytes. Documents are in French, whatever the reader's language.
"""

import logging
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import override
from django_tasks import task

from kpacite.domain.contracts import rules, selectors, services
from kpacite.domain.contracts.enums import ContractType, DocumentKind
from kpacite.domain.contracts.models import ContractPeriod, ContractSignature
from kpacite.integrations.documents.compiler import DocumentNotDrawn, compile_pdf
from kpacite.integrations.documents.invoices import long_day, money, percent
from kpacite.integrations.documents.sheet import drawable
from kpacite.kernel.french import de
from kpacite.kernel.ids import format_siren
from kpacite.kernel.typography import NO_BREAK

logger = logging.getLogger(__name__)

TO_COMPLETE = "À compléter."
UNSIGNED = "Projet : tout le monde n’a pas encore signé ce contrat."
NOT_A_JOB = "Ce n’est pas un contrat de travail. Vous gardez votre statut."
RANKS = ("Première période", "Premier renouvellement", "Second renouvellement")
Facts = Mapping[str, str]


def contract_pdf(period: ContractPeriod) -> bytes:
    """The document kept at the last signature, else the same drawn now. Raises DocumentNotDrawn."""
    return selectors.issued_content(period) or _drawn(period)


def _drawn(period: ContractPeriod) -> bytes:
    at = period.signed_at or period.ready_at
    if at is None:
        raise ValueError(period.pk)
    with override("fr"):
        data = drawable(words_of(period))
    return compile_pdf(data, at=at, template="contrat.typ")


def issue_soon(period: ContractPeriod) -> None:
    """Once everyone has signed and it is committed, a task draws the document and keeps it."""
    if period.signed_at is not None:
        transaction.on_commit(partial(_enqueue, period.pk), robust=True)


def _enqueue(period: int) -> None:
    issue_contract.enqueue(period=period)


@task()
def issue_contract(*, period: int) -> None:
    """A document that could not be drawn is drawn again at each reading, from the same frozen period."""
    row = ContractPeriod.objects.get(pk=period)
    try:
        issue(row, now=timezone.now())
    except DocumentNotDrawn:
        logger.exception("The contract of period %s was not drawn.", period)


def issue(period: ContractPeriod, *, now: datetime) -> None:
    """Draw and keep. Raises DocumentNotDrawn, CannotMoveThere."""
    services.keep_document(period=period, content=_drawn(period), now=now)


def words_of(period: ContractPeriod) -> dict[str, Any]:
    """What the template prints, in words."""
    facts: Facts = period.facts
    kind = ContractType(facts["type"])
    title = f"{kind.label}"
    return {
        "title": f"{title.partition(',')[0]} {de(facts['person'])}",
        "heading": title[:1].upper() + title[1:],
        "author": facts["carrier"],
        "between": f"{facts['person']}, {facts['kpa']} et {facts['carrier']}",
        "warning": "" if period.signed_at else UNSIGNED,
        "summary": list(_summary(kind, facts, period)),
        "facts": [[label, value or TO_COMPLETE] for label, value in _facts(facts, period)],
        "blocks": [_block(block) for block in period.text],
        "activities": _lines(facts, "activities") or [TO_COMPLETE],
        "papers": [str(DocumentKind(code).label) for code in _lines(facts, "papers")] or [TO_COMPLETE],
        "proof": [_proof(row) for row in period.signatures.order_by("signed_on", "pk")],
        "version": _version(facts, period),
        "hash": period.content_hash,
    }


def _lines(facts: Facts, name: str) -> list[str]:
    return facts.get(name, "").splitlines()


def _block(block: rules.Block) -> dict[str, Any]:
    paragraphs = [line.strip() for line in block.body.splitlines() if line.strip()]
    return {"heading": block.heading, "paragraphs": paragraphs or [TO_COMPLETE]}


def _summary(kind: ContractType, facts: Facts, period: ContractPeriod) -> Iterator[str]:
    short = str(kind.label).partition(",")[0]
    yield f"C’est un contrat {short} entre vous et {facts['carrier']}, pour {facts['kpa']}."
    last = rules.last_day(period.period)
    first = long_day(period.start)
    yield f"Il va du {first} au {long_day(last)}." if last else f"Il commence le {first}."
    if kind == ContractType.CAPE:
        yield NOT_A_JOB
        yield f"{facts['carrier']} fait les factures et les paies."
        yield "Rien ne se renouvelle tout seul : chaque période se signe."
    if facts["ceiling_cents"]:
        yield f"Vous pouvez engager {money(int(facts['ceiling_cents']))} au plus."
    if facts["fee_bp"]:
        yield f"La CAE garde {percent(int(facts['fee_bp']))} de ce qui est vendu."
    if names := _lines(facts, "activities"):
        yield f"Activités assurées : {', '.join(names)}."


def _facts(facts: Facts, period: ContractPeriod) -> list[tuple[str, str]]:
    last = rules.last_day(period.period)
    siren = facts["carrier_siren"]
    ceiling, fee = facts["ceiling_cents"], facts["fee_bp"]
    return [
        ("La personne", facts["person"]),
        ("Le KPA", facts["kpa"]),
        ("La CAE", facts["carrier"]),
        ("SIREN de la CAE", format_siren(siren) if siren else ""),
        ("Numéro à la CAE", facts.get("number", "")),
        ("Période", RANKS[period.rank] if period.rank < len(RANKS) else f"Période {period.rank + 1}"),
        ("Premier jour", long_day(period.start)),
        ("Dernier jour", long_day(last) if last else "sans date de fin"),
        ("Plafond des engagements", money(int(ceiling)) if ceiling else ""),
        ("Contribution à la CAE", percent(int(fee)) if fee else ""),
    ]


def _version(facts: Facts, period: ContractPeriod) -> str:
    template = facts.get("template")
    words = f"modèle de la CAE, version {template}" if template else "texte écrit pour ce contrat"
    ready = f", prêt depuis le {_day(period.ready_at)}" if period.ready_at else ""
    return f"{RANKS[min(period.rank, len(RANKS) - 1)]} ; {words}{ready}."


def _proof(row: ContractSignature) -> dict[str, str]:
    party = str(row.get_party_display())
    mode = str(row.get_mode_display())
    return {
        "party": party[:1].upper() + party[1:],
        "name": row.typed_name,
        "mode": f"{mode}. {row.note}" if row.note else mode,
        "signed": long_day(row.signed_on),
        "recorded": _moment(row.recorded_at),
        "hash": row.text_hash,
    }


def _moment(at: datetime) -> str:
    local = timezone.localtime(at)
    return f"{_day(at)} à {local.hour}{NO_BREAK}h{NO_BREAK}{local:%M}"


def _day(moment: datetime | date | None) -> str:
    day = timezone.localdate(moment) if isinstance(moment, datetime) else moment
    return long_day(day) if day else ""
