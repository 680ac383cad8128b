"""Whatever is posted, reversed or lettered, in whatever order: balances, numbers and chain hold."""

from datetime import date

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kpacite.domain.ledger import rules, selectors, services
from kpacite.domain.ledger.models import Book, Entry, FiscalYear, Line
from kpacite.domain.ledger.rules import Move
from kpacite.domain.people.models import Account
from kpacite.kernel.errors import DomainError
from tests.domain.ledger.conftest import NOW, sale
from tests.domain.ledger.test_posting import problems

ROLES = ["clients", "bank", "cash", "sales_services", "vat_collected"]
KINDS = ["sales", "bank", "misc"]
cents = st.integers(1, 10**9)


@st.composite
def balanced_moves(draw: st.DrawFn) -> list[Move]:
    debits = draw(st.lists(cents, min_size=1, max_size=3))
    moves = [Move(role=draw(st.sampled_from(ROLES)), debit_cents=amount) for amount in debits]
    total = sum(debits)
    cut = draw(st.integers(0, total - 1))
    activity = draw(st.sampled_from(["", "buffets", "couture"]))
    credits_ = [part for part in (cut, total - cut) if part]
    moves += [
        Move(role=draw(st.sampled_from(ROLES)), credit_cents=part, activity=activity) for part in credits_
    ]
    return moves


posts = st.tuples(st.just("post"), balanced_moves(), st.integers(1, 12), st.sampled_from(KINDS))
reversals = st.tuples(st.just("reverse"), st.integers(0, 9), st.integers(1, 12), st.none())
letters = st.tuples(st.just("letter"), st.integers(0, 9), st.integers(0, 9), st.none())
failures = st.tuples(st.just("fail"), balanced_moves(), st.integers(1, 12), st.sampled_from(KINDS))


class Undone(Exception):
    """The transaction around a posting is given up."""


def play(book: Book, driss: Account, gesture: tuple[object, ...]) -> None:
    kind, what, when, journal = gesture
    entries = list(Entry.objects.posted().select_related("book").order_by("pk"))
    if kind in {"post", "fail"}:
        new = sale(moves=what, day=date(2026, when, 3), journal=journal)
        with transaction.atomic():
            services.post_entry(book=book, new=new, actor=driss, now=NOW)
            if kind == "fail":
                raise Undone
    elif kind == "reverse" and entries:
        entry = entries[what % len(entries)]
        services.reverse_entry(entry=entry, day=date(2026, when, 28), reason="x", actor=driss, now=NOW)
    elif kind == "letter" and entries:
        lines = list(Line.objects.order_by("pk").values_list("pk", flat=True))
        pair = {lines[what % len(lines)], lines[when % len(lines)]}
        services.letter(lines=pair, actor=driss, now=NOW)


@pytest.mark.django_db
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(gestures=st.lists(st.one_of(posts, posts, reversals, letters, failures), max_size=12))
def test_balances_numbers_and_chain_hold_whatever_happens(
    book: Book, year: FiscalYear, driss: Account, gestures: list[tuple[object, ...]]
) -> None:
    point = transaction.savepoint()
    for gesture in gestures:
        try:
            play(book, driss, gesture)
        except (DomainError, Undone):
            continue
    assert problems() == []
    balance = selectors.trial_balance(year)
    assert balance.debit_cents == balance.credit_cents
    assert balance.debit_balance_cents == balance.credit_balance_cents
    transaction.savepoint_rollback(point)


@given(st.lists(st.integers(1, 3000), min_size=1, max_size=200, unique=True))
def test_two_ranks_never_share_a_letter(ranks: list[int]) -> None:
    assert len({rules.letter_code(rank) for rank in ranks}) == len(ranks)


@given(balanced_moves())
def test_a_mirror_of_a_mirror_is_the_entry(moves: list[Move]) -> None:
    assert [move.mirrored.mirrored for move in moves] == moves
    assert rules.imbalance(move.mirrored for move in moves) == 0


@given(st.integers(-400, 400))
def test_a_later_due_date_is_never_in_an_older_column(late: int) -> None:
    today = date(2026, 6, 1)
    columns = [
        rules.age_column(date.fromordinal(today.toordinal() - days), today) for days in (late, late + 1)
    ]
    assert columns == sorted(columns)
    assert (columns[0] == 0) == (late <= 0)
