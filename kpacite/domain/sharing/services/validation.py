"""Two people validate a sharing: its words are frozen, balances and pots move, the carrier's book is told."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kpacite.domain.activities.enums import HoursUse
from kpacite.domain.activities.services import claim_hours
from kpacite.domain.ledger.enums import JournalKind
from kpacite.domain.ledger.rules import Axes, NewEntry
from kpacite.domain.ledger.selectors import book_of
from kpacite.domain.ledger.services import post_entry
from kpacite.domain.people.models import Person
from kpacite.domain.people.selectors import files_of
from kpacite.domain.sales.selectors.composition import carrier_on
from kpacite.domain.sharing.enums import Answer, BalanceKind, Recovery, SharingState
from kpacite.domain.sharing.models import (
    BalanceMove,
    CommonPot,
    Sharing,
    SharingLine,
    SharingValidation,
)
from kpacite.domain.sharing.rules import Account, AccountKind
from kpacite.domain.sharing.rules.booking import Booked, moves_of
from kpacite.domain.sharing.rules.consent import yes_needed
from kpacite.domain.sharing.rules.recipe import Job
from kpacite.domain.sharing.selectors.held import people_held_in
from kpacite.domain.sharing.selectors.received import cash_now
from kpacite.domain.sharing.services.errors import (
    AnswersMissing,
    CashGone,
    PotChanged,
    PotTooSmall,
    SamePersonTwice,
)
from kpacite.domain.sharing.services.pots import move_pot
from kpacite.domain.sharing.services.sharings import locked
from kpacite.platform import audit
from kpacite.platform.audit import Actor

VALIDATORS = 2
SOURCE = "sharing.sharing"
LONGEST_SENTENCE = 300
KINDS = {
    AccountKind.MEMBER: BalanceKind.SHARE,
    AccountKind.DEFERRED: BalanceKind.SHARE,
    AccountKind.EXIT_BALANCE: BalanceKind.SHARE,
    AccountKind.HELD: BalanceKind.HELD,
    AccountKind.EXPENSE: BalanceKind.REIMBURSEMENT,
    AccountKind.DEBT: BalanceKind.SHARE,
}


@transaction.atomic
def validate_sharing(
    *, sharing: Sharing, person: Person, today: date, actor: Actor | None, now: datetime
) -> Sharing:
    """Give one of the two validations; the second closes the sharing and pays it into balances.

    Everyone has agreed, or the delay is over, enough people agreed and no question waits. Raises StepNotOpen,
    AnswersMissing, CashGone, SamePersonTwice, PotTooSmall, PotChanged, and what the ledger raises (a closed
    month).
    """
    kept = locked(sharing, SharingState.PROPOSED)
    if not answers_allow(kept, today):
        raise AnswersMissing
    if kept.corrects_id is None and cash_now(kept) < kept.base_cents:
        raise CashGone
    approve(kept, person, actor=actor, now=now)
    if kept.approvals.count() < VALIDATORS:
        return kept
    closed = close_sharing(kept, today=today, actor=actor, now=now)
    if closed.recovery == Recovery.POT:
        _let_the_pot_absorb(closed, today, now)
    return closed


def approve(sharing: Sharing, person: Person, *, actor: Actor | None, now: datetime) -> None:
    """One of the two validations. Call it with the sharing locked. Raises SamePersonTwice."""
    if sharing.approvals.filter(person__in=files_of(person)).exists():
        raise SamePersonTwice
    SharingValidation.objects.create(sharing=sharing, person=person, round=sharing.round, validated_at=now)
    audit.record(actor=actor, action="sharing.sharing.approved", target=sharing, at=now)


def answers_allow(sharing: Sharing, today: date) -> bool:
    """Whether the answers let it be validated that day: of everyone, or as many as its rule asks, late.

    A rectification waits for no answer.
    """
    if sharing.corrects_id is not None:
        return True
    waiting = sharing.people.exclude(answer=Answer.AGREED)
    if waiting.filter(answer=Answer.QUESTION).exists():
        return False
    silent = waiting.count()
    if not silent:
        return True
    if sharing.answer_by is None or today <= sharing.answer_by:
        return False
    people = sharing.people.count()
    return people - silent >= yes_needed(sharing.rule.quorum, people)


def close_sharing(sharing: Sharing, *, today: date, actor: Actor | None, now: datetime) -> Sharing:
    """Freeze a sharing and let it act. Call it with the sharing locked, in its transaction."""
    people = {seat.person.public_id: seat.person for seat in sharing.people.select_related("person")}
    sums = dict(_sums(sharing))
    _claim_hours(sharing, actor=actor, now=now)
    _write_lines(sharing, sums, people)
    _move_balances(sharing, sums, people, today, now)
    _move_pots(sharing, sums, today, now)
    _book(sharing, sums, people, today=today, actor=actor, now=now)
    sharing.state, sharing.validated_at = SharingState.VALIDATED, now
    sharing.content_hash = hash_of(sharing)
    sharing.save(update_fields=["state", "validated_at", "content_hash"])
    data = {"hash": sharing.content_hash, "base_cents": sharing.base_cents}
    audit.record(actor=actor, action="sharing.sharing.validated", target=sharing, at=now, data=data)
    return sharing


def hash_of(sharing: Sharing) -> str:
    """The fingerprint of the question and its answer, in one canonical writing."""
    whole = {"order": sharing.order, "result": sharing.result, "rule": sharing.rule_id}
    written = json.dumps(whole, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(written.encode()).hexdigest()


def _sums(sharing: Sharing) -> Iterator[tuple[Account, tuple[int, int]]]:
    """For each account, what it gets (or the difference, when it rectifies) and what stays owed to it."""
    given: Mapping[str, int] = sharing.result.get("allocations") or sharing.result.get("delta") or {}
    carried: Mapping[str, int] = sharing.result.get("carried") or {}
    for account in sorted({*given, *carried}):
        kind, _colon, owner = account.partition(":")
        yield Account(AccountKind(kind), owner), (given.get(account, 0), carried.get(account, 0))


def _claim_hours(sharing: Sharing, *, actor: Actor | None, now: datetime) -> None:
    """The hours of a job are paid by its sharings, and by nothing else (R24)."""
    for job, entries in Job.read(sharing.facts).hours.items():
        claim_hours(entries=entries, use=HoursUse.SHARING, source=f"job:{job}", actor=actor, now=now)


def _write_lines(
    sharing: Sharing, sums: Mapping[Account, tuple[int, int]], people: Mapping[str, Person]
) -> None:
    pots = {pot.code: pot for pot in CommonPot.objects.filter(kpa=sharing.kpa_id)}
    SharingLine.objects.bulk_create(
        SharingLine(
            sharing=sharing,
            account_kind=account.kind,
            owner=account.owner,
            person=people.get(account.owner) if account.kind is not AccountKind.POT else None,
            pot=pots.get(account.owner) if account.kind is AccountKind.POT else None,
            cents=cents,
            carried_cents=carried,
        )
        for account, (cents, carried) in sums.items()
    )


def _move_balances(
    sharing: Sharing,
    sums: Mapping[Account, tuple[int, int]],
    people: Mapping[str, Person],
    today: date,
    now: datetime,
) -> None:
    obstacles = Job.read(sharing.facts).obstacles
    still_held = people_held_in(sharing.corrects) if sharing.corrects else set()
    BalanceMove.objects.bulk_create(
        BalanceMove(
            kpa=sharing.kpa,
            person=people[account.owner],
            kind=kind_of(sharing, account, is_held=people[account.owner].pk in still_held),
            cents=cents,
            day=today,
            sentence=_sentence(sharing, account, obstacles),
            sharing=sharing,
            key=f"sharing:{sharing.pk}:{account}",
            recorded_at=now,
        )
        for account, (cents, _carried) in sums.items()
        if cents and account.kind in KINDS and account.owner in people
    )


def kind_of(sharing: Sharing, account: Account, *, is_held: bool) -> BalanceKind:
    """A rectification follows the money: held while the share is (`is_held`), free once it was let go."""
    if sharing.corrects_id is None:
        return KINDS[account.kind]
    return BalanceKind.HELD if is_held and account.kind is AccountKind.HELD else BalanceKind.CORRECTION


def _let_the_pot_absorb(repair: Sharing, today: date, now: datetime) -> None:
    """What the pot pays in people's stead comes back to their balances. Raises PotChanged."""
    pot = CommonPot.objects.filter(kpa=repair.kpa_id, code=pot_of(repair.order)).first()
    if pot is None:
        return
    people = {seat.person.public_id: seat.person for seat in repair.people.select_related("person")}
    still_held = people_held_in(repair.corrects) if repair.corrects else set()
    for account, cents in repair.result["pot_absorbs"].items():
        kind, _colon, owner = account.partition(":")
        known = Account(AccountKind(kind), owner)
        sentence = _("Le pot commun prend à sa charge une part de la rectification.")
        key = f"sharing:{repair.pk}:absorbed:{account}"
        try:
            move_pot(pot=pot, cents=-cents, day=today, label=sentence, key=key, now=now)
        except PotTooSmall as emptied:
            raise PotChanged from emptied
        BalanceMove.objects.create(
            kpa=repair.kpa,
            person=people[owner],
            kind=kind_of(repair, known, is_held=people[owner].pk in still_held),
            cents=cents,
            day=today,
            sentence=sentence,
            sharing=repair,
            key=key,
            recorded_at=now,
        )


def pot_of(question: Mapping[str, str]) -> str:
    """The code of the pot that bears a correction; empty when none does."""
    return question.get("pot", "").removeprefix(f"{AccountKind.POT}:")


def _sentence(sharing: Sharing, account: Account, obstacles: Mapping[str, str]) -> str:
    """What she reads beside the sum; of a share that is held, why."""
    told = _("Partage « %(title)s »") % {"title": sharing.title}
    if account.kind is not AccountKind.HELD or sharing.corrects_id:
        return told
    why = obstacles.get(account.owner) or _("Il n’y avait pas de contrat en cours le jour du travail.")
    return f"{told}. {why}"[:LONGEST_SENTENCE]


def _move_pots(sharing: Sharing, sums: Mapping[Account, tuple[int, int]], today: date, now: datetime) -> None:
    pots = {pot.code: pot for pot in CommonPot.objects.filter(kpa=sharing.kpa_id)}
    for account, (cents, _carried) in sums.items():
        if account.kind is AccountKind.POT and cents:
            move_pot(
                pot=pots[account.owner],
                cents=cents,
                day=today,
                label=_("Partage « %(title)s »") % {"title": sharing.title},
                key=f"sharing:{sharing.pk}:{account}",
                now=now,
                may_owe=sharing.corrects_id is not None,
            )


def _book(
    sharing: Sharing,
    sums: Mapping[Account, tuple[int, int]],
    people: Mapping[str, Person],
    *,
    today: date,
    actor: Actor | None,
    now: datetime,
) -> None:
    """Tell the carrier's book, when the carrier keeps it here."""
    carrier = carrier_on(sharing.kpa, today)
    book = book_of(carrier) if carrier else None
    if book is None:
        return
    axes = Axes(
        kpa_id=sharing.kpa_id,
        activity=sharing.activity.code if sharing.activity else "",
        order_ref=f"P-{sharing.number}",
    )
    booked = [
        Booked(account.kind, account.owner, str(account.kind), cents) for account, (cents, _) in sums.items()
    ]
    moves = moves_of(booked, axes, {key: person.public_id for key, person in people.items()})
    if not moves:
        return
    new = NewEntry(
        journal=JournalKind.MISC,
        day=today,
        label=_("Partage : %(title)s") % {"title": sharing.title},
        piece_ref=f"P-{sharing.number}",
        moves=moves,
        source_type=SOURCE,
        source_id=str(sharing.pk),
        key=f"{SOURCE}.{sharing.pk}",
    )
    post_entry(book=book, new=new, actor=actor, now=now)
