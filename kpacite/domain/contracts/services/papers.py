"""Supporting documents, the insurer's answers and declarations."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from kpacite.domain.contracts import rules
from kpacite.domain.contracts.enums import ContractState, DocumentKind, InsuranceAnswer
from kpacite.domain.contracts.models import (
    Declaration,
    InsuranceCheck,
    SupportContract,
    SupportingDocument,
)
from kpacite.domain.contracts.services.circuit import insured_if_answered
from kpacite.domain.contracts.services.errors import AlreadyAnswered, AlreadyDeclared
from kpacite.domain.contracts.services.locking import locked, locked_in
from kpacite.domain.organisations.services.errors import save_checked
from kpacite.platform import audit, private_files
from kpacite.platform.audit import Actor

OPEN = tuple(rules.OPEN_STATES)


@transaction.atomic
def give_document(
    *,
    contract: SupportContract,
    kind: DocumentKind,
    name: str,
    content: bytes,
    actor: Actor | None,
    now: datetime,
    expires_on: date | None = None,
) -> SupportingDocument:
    """Keep a paper, encrypted; the earlier one of the same kind is withdrawn.

    Raises FileTooLarge, FileOfAnotherKind, CannotMoveThere once the contract is over.
    """
    contract = locked_in(contract, *OPEN)
    file = private_files.unsaved(
        name=name, content=content, kept_at=now, kept_by_id=actor.pk if actor else None
    )
    file.save()
    contract.documents.filter(kind=kind, withdrawn_at=None).update(withdrawn_at=now)
    row = SupportingDocument(contract=contract, kind=kind, file=file, expires_on=expires_on, given_at=now)
    save_checked(row)
    audit.record(actor=actor, action="contracts.document.given", target=row, at=now, data={"kind": kind})
    return row


@transaction.atomic
def open_document(*, document: SupportingDocument, actor: Actor, now: datetime) -> SupportingDocument:
    """Hand the paper over, and write down who opened it: the person reads that list."""
    audit.record(actor=actor, action="contracts.document.opened", target=document, at=now)
    return SupportingDocument.objects.select_related("file").get(pk=document.pk)


@transaction.atomic
def ask_insurer(
    *, contract: SupportContract, activity_code: str, activity_name: str, actor: Actor | None, now: datetime
) -> InsuranceCheck:
    """One more activity to insure, also while the contract runs. Raises CannotMoveThere, Refused."""
    contract = locked_in(contract, *OPEN)
    row = InsuranceCheck(
        contract=contract,
        activity_code=activity_code,
        activity_name=activity_name,
        asked_on=timezone.localdate(now),
    )
    save_checked(row)
    audit.record(actor=actor, action="contracts.insurance.asked", target=row, at=now)
    return row


@transaction.atomic
def answer_insurer(
    *,
    check: InsuranceCheck,
    answer: InsuranceAnswer,
    answered_on: date,
    actor: Actor | None,
    now: datetime,
    valid_from: date | None = None,
    valid_to: date | None = None,
    reference: str = "",
) -> InsuranceCheck:
    """Note what the insurer said; the file moves on by itself when everything is answered.

    Raises AlreadyAnswered, or Refused for dates that do not follow each other.
    """
    contract = locked(check.contract)
    check = InsuranceCheck.objects.select_for_update(of=("self",)).get(pk=check.pk)
    if check.answer != InsuranceAnswer.WAITING:
        raise AlreadyAnswered
    check.answer, check.answered_on, check.reference = answer, answered_on, reference.strip()
    if answer == InsuranceAnswer.ACCEPTED:
        check.valid_from, check.valid_to = valid_from or answered_on, valid_to
    save_checked(check)
    data = {"activity": check.activity_code, "answer": answer}
    audit.record(actor=actor, action="contracts.insurance.answered", target=check, at=now, data=data)
    if contract.state == ContractState.ACCEPTED:
        insured_if_answered(contract, actor=actor, now=now)
    return check


@transaction.atomic
def declare(
    *, declaration: Declaration, done_on: date, proof: str, actor: Actor, now: datetime
) -> Declaration:
    """Note that Urssaf or France Travail was told, and how. Raises AlreadyDeclared, Refused."""
    row = Declaration.objects.select_for_update(of=("self",)).get(pk=declaration.pk)
    if row.done_on is not None:
        raise AlreadyDeclared
    row.done_on, row.proof, row.done_by_id = done_on, proof.strip(), actor.pk
    save_checked(row)
    audit.record(actor=actor, action="contracts.declaration.made", target=row, at=now)
    return row
