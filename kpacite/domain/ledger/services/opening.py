"""The balances that an entity brings from another tool: one entry, in its first year, balanced or refused."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kpacite.domain.ledger import rules
from kpacite.domain.ledger.enums import AccountKind, AccountRole, EntrySource, JournalKind
from kpacite.domain.ledger.models import Account, AccountMapping, Book, Entry, FiscalYear
from kpacite.domain.ledger.rules import Move, NewEntry, OpeningFacts
from kpacite.domain.ledger.services import hot
from kpacite.domain.ledger.services.books import add_account
from kpacite.domain.ledger.services.errors import NoFirstYear
from kpacite.domain.ledger.services.posting import post_entry
from kpacite.kernel.errors import DomainError
from kpacite.kernel.import_result import ImportResult
from kpacite.kernel.money import Euro
from kpacite.platform.audit import Actor

DETAILED = (AccountRole.CLIENTS, AccountRole.VAT_PENDING)
"""What the invoices taken over one by one bring themselves: the balance only checks their total."""


@dataclass(frozen=True, slots=True)
class OpeningRow:
    """One line of a balance: a debit or a credit, in cents."""

    line: int
    number: str
    label: str
    debit_cents: int
    credit_cents: int


def first_year(book: Book) -> FiscalYear:
    """The year that begins with the balances of another tool. Raises NoFirstYear."""
    year = FiscalYear.objects.filter(book=book).order_by("start").first()
    if year is None:
        raise NoFirstYear
    return year


@transaction.atomic
def import_opening(
    *, book: Book, rows: Sequence[OpeningRow], keep: bool, actor: Actor | None, now: datetime
) -> ImportResult:
    """Post the opening entry of a book's first year. With an error, or without `keep`, nothing is written.

    Accounts that the book lacks are added. The same balances again change nothing; others are refused until
    the first entry is reversed. Raises NoFirstYear.
    """
    hot.lock(book)
    year = first_year(book)
    result = ImportResult(errors=_errors(rows))
    if not result.errors:
        _post(book, year, rows, result, actor=actor, now=now)
    if result.errors or not keep:
        transaction.set_rollback(True)
    return result


def _errors(rows: Iterable[OpeningRow]) -> list[tuple[int, str]]:
    facts = [
        OpeningFacts(row.line, rules.whole_number(row.number), row.debit_cents, row.credit_cents)
        for row in rows
    ]
    words = {
        rules.OpeningProblem.NUMBER: _("Écrivez un numéro de compte : 3 chiffres au moins, par exemple 512."),
        rules.OpeningProblem.RESULT: _("Un à-nouveau ne reprend que les comptes des classes 1 à 5."),
        rules.OpeningProblem.SIDES: _("Écrivez un débit ou un crédit, pas les deux."),
        rules.OpeningProblem.TWICE: _("Ce compte est déjà plus haut dans le fichier."),
        rules.OpeningProblem.EMPTY: _("Ce fichier n’a aucun solde."),
    }
    found = [(line, str(words[problem])) for line, problem in rules.opening_problems(facts)]
    if not found and (gap := sum(row.debit_cents - row.credit_cents for row in rows)):
        sentence = _("Les débits et les crédits ne sont pas égaux : il y a %s d’écart.")
        found.append((0, sentence % Euro(abs(gap))))
    return found


def _post(
    book: Book,
    year: FiscalYear,
    rows: Sequence[OpeningRow],
    result: ImportResult,
    *,
    actor: Actor | None,
    now: datetime,
) -> None:
    detailed = set(
        AccountMapping.objects.filter(book=book, role__in=DETAILED).values_list("account__number", flat=True)
    )
    earlier = Entry.objects.posted().filter(
        book=book, source_type=EntrySource.TAKEN_OVER, source_id=str(year.pk)
    )
    standing = earlier.filter(reversed_by=None).first()
    names = [f"{row.number} {row.label}".strip() for row in rows]
    try:
        moves = [_move(book, row, detailed, actor=actor, now=now) for row in rows]
        if standing is None:
            new = _entry(year, moves, earlier.count())
            post_entry(book=book, new=new, actor=actor, now=now)
            result.added.extend(names)
        elif _told(standing) == _asked(book, moves):
            result.known.extend(names)
        else:
            result.errors.append((0, _("Des soldes sont déjà repris. Contre-passez d’abord leur écriture.")))
    except DomainError as error:
        result.errors.append((0, str(error)))


def _entry(year: FiscalYear, moves: Sequence[Move], rank: int) -> NewEntry:
    return NewEntry(
        journal=JournalKind.OPENING,
        day=year.start,
        label=_("À-nouveaux repris d’un autre outil, exercice %s") % year,
        piece_ref=_("Reprise %s") % year,
        moves=moves,
        source_type=EntrySource.TAKEN_OVER,
        source_id=str(year.pk),
        key=f"{EntrySource.TAKEN_OVER}.{year.pk}.{rank}",
    )


def _move(book: Book, row: OpeningRow, detailed: set[str], *, actor: Actor | None, now: datetime) -> Move:
    number = rules.whole_number(row.number)
    if number in detailed:
        words = _("Compte %s, détaillé à part") % number
        gap = Euro(row.debit_cents - row.credit_cents)
        return rules.signed(AccountRole.OPENING_BALANCE, gap, label=words)
    if not Account.objects.filter(book=book, number=number).exists():
        label = row.label[:120] or _("Compte %s") % number
        add_account(book=book, number=number, label=label, kind=AccountKind.BALANCE, actor=actor, now=now)
    return Move(number=number, debit_cents=row.debit_cents, credit_cents=row.credit_cents)


def _told(entry: Entry) -> Counter[tuple[str, int, int]]:
    return Counter(entry.lines.values_list("account__number", "debit_cents", "credit_cents"))


def _asked(book: Book, moves: Iterable[Move]) -> Counter[tuple[str, int, int]]:
    mapped = AccountMapping.objects.filter(book=book, role=AccountRole.OPENING_BALANCE, detail="")
    whole = mapped.values_list("account__number", flat=True).first() or ""
    return Counter((move.number or whole, move.debit_cents, move.credit_cents) for move in moves)
