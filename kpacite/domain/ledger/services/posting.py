from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kpacite.domain.ledger import rules
from kpacite.domain.ledger.enums import EntrySource
from kpacite.domain.ledger.models import Book, Entry, Line
from kpacite.domain.ledger.rules import EntryFacts, LineFacts, Move, NewEntry
from kpacite.domain.ledger.selectors.chain import line_facts_of
from kpacite.domain.ledger.services import hot
from kpacite.domain.ledger.services.errors import (
    AlreadyPosted,
    AlreadyReversed,
    EntryNotBalanced,
    KeyAlreadyUsed,
    LineOneSided,
    NotPosted,
    PeriodClosed,
    ReasonMissing,
    TooFewLines,
    UnknownAccount,
    UnknownAccountRole,
    UnknownAuxAccount,
)
from kpacite.domain.ledger.services.hot import Head, Place
from kpacite.platform import audit, prepared
from kpacite.platform.audit import Actor
from kpacite.platform.numbering import next_number

SEALED = "number", "sequence", "chain_position", "previous_hash", "hash", "posted_at", "posted_on"


@transaction.atomic
def post_entry(*, book: Book, new: NewEntry, actor: Actor | None, now: datetime) -> Entry:
    """Write an entry and post it at once: numbered, chained, counted in the balances, frozen.

    The same `new.key` a second time gives the entry already posted, and writes nothing.

    Raises TooFewLines, LineOneSided, EntryNotBalanced, DateOutsideYears, PeriodClosed, UnknownJournal,
    UnknownAccountRole, UnknownAccount, UnknownAuxAccount; KeyAlreadyUsed when the key has another content.
    """
    new = rules.tidied(new)
    _check(new.moves, balanced=True)
    head = hot.lock(book)
    place = hot.place(book, day=new.day, journal=new.journal, key=new.key)
    if place.existing is not None:
        return _same_entry(book, place.existing, new)
    entry, facts = _write(book, place, new, reversal_of=None)
    return _seal(entry, facts, head, place, actor=actor, now=now)


@transaction.atomic
def draft_entry(*, book: Book, new: NewEntry, actor: Actor | None, now: datetime) -> Entry:
    """Keep an entry as a draft, to be checked by someone: no number, in no balance, may not balance yet.

    Raises what `post_entry` raises, except EntryNotBalanced and TooFewLines.
    """
    new = rules.tidied(new)
    _check(new.moves, balanced=False)
    hot.lock(book)
    place = hot.place(book, day=new.day, journal=new.journal, key=new.key)
    if place.existing is not None:
        return _same_entry(book, place.existing, new)
    entry, _facts = _write(book, place, new, reversal_of=None)
    audit.record(actor=actor, action="ledger.entry.drafted", target=entry, at=now)
    return entry


@transaction.atomic
def post_draft(*, entry: Entry, actor: Actor | None, now: datetime) -> Entry:
    """Post a draft. Raises AlreadyPosted, TooFewLines, EntryNotBalanced, PeriodClosed."""
    book = entry.book
    head = hot.lock(book)
    entry = _draft(entry)
    facts = line_facts_of(entry)
    if len(facts) < rules.FEWEST_LINES:
        raise TooFewLines
    if sum(line[3] - line[4] for line in facts):
        raise EntryNotBalanced
    place = hot.place(book, day=entry.date, journal=entry.journal.code, key="")
    return _seal(entry, facts, head, place, actor=actor, now=now)


@transaction.atomic
def discard_draft(*, entry: Entry, actor: Actor | None, now: datetime) -> None:
    """Throw a draft away. Raises AlreadyPosted."""
    hot.lock(entry.book)
    entry = _draft(entry)
    audit.record(actor=actor, action="ledger.entry.discarded", target=entry, at=now)
    entry.lines.all().delete()
    entry.delete()


@transaction.atomic
def reverse_entry(*, entry: Entry, day: date, reason: str, actor: Actor | None, now: datetime) -> Entry:
    """Undo a posted entry by its mirror, dated `day`, in the same journal. The first one stays.

    Raises NotPosted, AlreadyReversed, ReasonMissing, PeriodClosed, DateOutsideYears.
    """
    if not reason.strip():
        raise ReasonMissing
    book = entry.book
    head = hot.lock(book)
    entry = Entry.objects.select_related("journal").get(pk=entry.pk)
    if not entry.is_posted:
        raise NotPosted
    if Entry.objects.filter(reversal_of=entry).exists():
        raise AlreadyReversed
    new = _mirror(entry, day)
    place = hot.place(book, day=day, journal=new.journal, key="")
    mirror, facts = _write(book, place, new, reversal_of=entry)
    return _seal(mirror, facts, head, place, actor=actor, now=now, reason=reason.strip())


def _check(moves: Sequence[Move], *, balanced: bool) -> None:
    if not all(map(rules.one_sided, moves)):
        raise LineOneSided
    if balanced and len(moves) < rules.FEWEST_LINES:
        raise TooFewLines
    if balanced and rules.imbalance(moves):
        raise EntryNotBalanced


def _draft(entry: Entry) -> Entry:
    entry = Entry.objects.select_for_update(of=("self",)).select_related("journal").get(pk=entry.pk)
    if entry.is_posted:
        raise AlreadyPosted
    return entry


def _same_entry(book: Book, existing: int, new: NewEntry) -> Entry:
    entry = Entry.objects.select_related("journal").get(pk=existing)
    wanted = [
        (number, move.aux, move.debit_cents, move.credit_cents)
        for move, (_key, number) in zip(new.moves, _accounts(book, new.moves), strict=True)
    ]
    if entry.date != new.day or [facts[1:5] for facts in line_facts_of(entry)] != wanted:
        raise KeyAlreadyUsed
    return entry


def _write(
    book: Book, place: Place, new: NewEntry, *, reversal_of: Entry | None
) -> tuple[Entry, list[LineFacts]]:
    accounts = _accounts(book, new.moves)
    aux = _aux_accounts(book, new.moves)
    entry = Entry(
        book_id=book.pk,
        journal_id=place.journal,
        fiscal_year_id=place.fiscal_year,
        period_id=place.period,
        date=new.day,
        label=new.label,
        piece_ref=new.piece_ref,
        piece_date=new.piece_date or new.day,
        source_type=new.source_type,
        source_id=new.source_id,
        key=new.key,
        reversal_of=reversal_of,
    )
    prepared.insert(entry)
    prepared.insert_all(
        [
            Line(
                entry_id=entry.pk,
                rank=rank,
                account_id=account,
                aux_id=aux[move.aux] if move.aux else None,
                date=new.day,
                debit_cents=move.debit_cents,
                credit_cents=move.credit_cents,
                label=move.label,
                due_date=move.due_date,
                kpa_id=move.kpa_id,
                activity=move.activity,
                person=move.person,
                order_ref=move.order_ref,
            )
            for rank, (move, (account, _number)) in enumerate(zip(new.moves, accounts, strict=True), start=1)
        ]
    )
    numbers = [number for _account, number in accounts]
    return entry, [_facts(rank, *pair) for rank, pair in enumerate(zip(new.moves, numbers, strict=True), 1)]


def _facts(rank: int, move: Move, number: str) -> LineFacts:
    return (
        rank,
        number,
        move.aux,
        move.debit_cents,
        move.credit_cents,
        move.label,
        move.due_date.isoformat() if move.due_date else "",
        move.kpa_id or 0,
        move.activity,
        move.person,
        move.order_ref,
    )


def _accounts(book: Book, moves: Sequence[Move]) -> list[tuple[int, str]]:
    """(key, number) of the account of each move."""
    by_role = hot.accounts_by_role(book, (move.role for move in moves))
    by_number = hot.accounts_by_number(book, (move.number for move in moves if not move.role))
    found = []
    for move in moves:
        if move.role:
            account = rules.resolve(by_role, move.role, move.detail)
            if account is None:
                raise UnknownAccountRole(_("Aucun compte ne joue le rôle « %s ».") % move.role)
            found.append(account)
        elif move.number in by_number:
            found.append((by_number[move.number], move.number))
        else:
            raise UnknownAccount(_("Le compte %s n’existe pas dans ce livre.") % (move.number or "?"))
    return found


def _aux_accounts(book: Book, moves: Sequence[Move]) -> dict[str, int]:
    found = hot.aux_by_number(book, (move.aux for move in moves))
    if missing := sorted({move.aux for move in moves if move.aux} - found.keys()):
        raise UnknownAuxAccount(_("Le compte auxiliaire %s n’existe pas dans ce livre.") % missing[0])
    return found


def _seal(
    entry: Entry,
    facts: list[LineFacts],
    head: Head,
    place: Place,
    *,
    actor: Actor | None,
    now: datetime,
    reason: str = "",
) -> Entry:
    """Number, chain and freeze a draft whose lines are written; the database does the rest."""
    if place.period != entry.period_id:
        raise PeriodClosed
    entry.number = next_number(f"ledger.entry.{place.journal}.{place.fiscal_year}")
    entry.sequence = place.last_sequence + 1
    entry.chain_position = head.position + 1
    entry.previous_hash = head.hash
    entry.posted_at, entry.posted_on = now, timezone.localtime(now).date()
    entry.hash = rules.chained_hash(head.hash, _entry_facts(entry, facts, place))
    prepared.update(entry, SEALED)
    entry.audit_repr = f"{place.journal_code}-{entry.number} {entry.label}"  # type: ignore[attr-defined]
    action = "ledger.entry.reversed" if entry.reversal_of_id else "ledger.entry.posted"
    audit.record(actor=actor, action=action, target=entry, reason=reason, at=now)
    return entry


def _entry_facts(entry: Entry, lines: list[LineFacts], place: Place) -> EntryFacts:
    return EntryFacts(
        book=entry.book_id,
        chain_position=entry.chain_position or 0,
        year_start=place.year_start,
        journal=place.journal_code,
        number=entry.number or 0,
        sequence=entry.sequence or 0,
        day=entry.date,
        label=entry.label,
        piece_ref=entry.piece_ref,
        piece_date=entry.piece_date,
        source_type=entry.source_type,
        source_id=entry.source_id,
        key=entry.key,
        reversal_of=(entry.reversal_of.chain_position or 0) if entry.reversal_of else 0,
        posted_at=entry.posted_at or datetime.min.replace(tzinfo=timezone.get_current_timezone()),
        posted_on=entry.posted_on or entry.date,
        lines=lines,
    )


def _mirror(entry: Entry, day: date) -> NewEntry:
    lines = entry.lines.select_related("account", "aux").order_by("rank")
    moves = [
        Move(
            number=line.account.number,
            aux=line.aux.number if line.aux else "",
            debit_cents=line.credit_cents,
            credit_cents=line.debit_cents,
            label=line.label,
            due_date=line.due_date,
            kpa_id=line.kpa_id,
            activity=line.activity,
            person=line.person,
            order_ref=line.order_ref,
        )
        for line in lines
    ]
    return NewEntry(
        journal=entry.journal.code,
        day=day,
        label=(_("Contre-passation de %s") % f"{entry.reference} {entry.label}")[:200],
        piece_ref=entry.piece_ref,
        piece_date=entry.piece_date,
        moves=moves,
        source_type=EntrySource.REVERSAL,
        source_id=str(entry.pk),
    )
