"""The balances of another tool: one entry in the first year, balanced or refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpacite.domain.ledger import services
from kpacite.domain.ledger.models import Account, Entry, Line
from kpacite.domain.ledger.rules import OpeningFacts, OpeningProblem, opening_problems, whole_number
from kpacite.domain.ledger.selectors import opening_gap
from kpacite.domain.ledger.services import NoFirstYear, OpeningRow
from kpacite.platform.audit import AuditEvent
from tests.factories.people import NOW

BALANCES = [
    OpeningRow(2, "512", "Banque", 300_000, 0),
    OpeningRow(3, "411", "Clients", 24_000, 0),
    OpeningRow(4, "44574", "TVA en attente", 0, 4_000),
    OpeningRow(5, "164000", "Emprunt", 0, 120_000),
    OpeningRow(6, "110", "Report à nouveau", 0, 200_000),
]


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ((2, "512000", 1, 0), None),
        ((2, "5", 1, 0), OpeningProblem.NUMBER),
        ((2, "CLIENT", 1, 0), OpeningProblem.NUMBER),
        ((2, "706000", 0, 1), OpeningProblem.RESULT),
        ((2, "512000", 1, 1), OpeningProblem.SIDES),
        ((2, "512000", 0, 0), OpeningProblem.SIDES),
        ((2, "512000", -1, 0), OpeningProblem.SIDES),
    ],
)
def test_each_line_is_judged_alone(row, problem):
    assert opening_problems([OpeningFacts(*row)]) == ([(2, problem)] if problem else [])


def test_an_account_comes_once_and_a_file_is_not_empty():
    twice = [OpeningFacts(2, "512000", 1, 0), OpeningFacts(3, "512000", 1, 0)]
    assert opening_problems(twice) == [(3, OpeningProblem.TWICE)]
    assert opening_problems([]) == [(0, OpeningProblem.EMPTY)]


@given(st.from_regex(r"[1-9][0-9]{2,9}", fullmatch=True))
def test_a_number_is_lengthened_once_and_never_cut(number):
    assert whole_number(number).startswith(number)
    assert whole_number(whole_number(number)) == whole_number(number)


def bring(book, rows=None, *, keep=True):
    return services.import_opening(
        book=book, rows=BALANCES if rows is None else rows, keep=keep, actor=None, now=NOW
    )


@pytest.mark.django_db
def test_balances_make_one_entry_and_leave_clients_to_their_invoices(book, year):
    result = bring(book)
    assert (len(result.added), result.errors) == (5, [])
    entry = Entry.objects.get()
    assert (entry.journal.code, entry.date, entry.is_posted) == ("AN", year.start, True)
    lines = Line.objects.filter(entry=entry).order_by("rank")
    assert list(lines.values_list("account__number", "debit_cents", "credit_cents")) == [
        ("512000", 300_000, 0),
        ("890000", 24_000, 0),
        ("890000", 0, 4_000),
        ("164000", 0, 120_000),
        ("110000", 0, 200_000),
    ]
    assert Account.objects.get(book=book, number="164000").label == "Emprunt"
    assert opening_gap(book.entity) == 20_000
    assert AuditEvent.objects.filter(action="ledger.entry.posted").count() == 1


@pytest.mark.django_db
def test_the_same_balances_twice_change_nothing_and_others_are_refused(book, year):
    bring(book)
    again = bring(book)
    assert (len(again.known), again.added, again.errors) == (5, [], [])
    other = [OpeningRow(2, "512", "", 10, 0), OpeningRow(3, "110", "", 0, 10)]
    assert bring(book, other).errors == [
        (0, "Des soldes sont déjà repris. Contre-passez d’abord leur écriture.")
    ]
    assert Entry.objects.count() == 1
    services.reverse_entry(
        entry=Entry.objects.get(), day=year.start, reason="Mauvais fichier", actor=None, now=NOW
    )
    assert bring(book, other).errors == []
    assert Entry.objects.count() == 3


@pytest.mark.django_db
def test_a_file_that_does_not_balance_or_is_only_looked_at_writes_nothing(book, year):
    errors = bring(book, BALANCES[:-1]).errors
    assert [line for line, _sentence in errors] == [0]
    assert "2" in errors[0][1]
    assert bring(book, keep=False).added
    assert not Entry.objects.exists()
    assert not Account.objects.filter(book=book, number="164000").exists()


@pytest.mark.django_db
def test_wrong_lines_are_told_by_number(book, year):
    rows = [OpeningRow(2, "706", "Ventes", 0, 10), OpeningRow(3, "512", "Banque", 10, 0)]
    assert bring(book, rows).errors == [(2, "Un à-nouveau ne reprend que les comptes des classes 1 à 5.")]


@pytest.mark.django_db
def test_a_closed_month_and_a_book_without_year_say_so(book, year):
    services.close_period(period=year.periods.order_by("start")[0], actor=None, now=NOW)
    assert "clos" in bring(book).errors[0][1]


@pytest.mark.django_db
def test_no_year_no_balances(book):
    with pytest.raises(NoFirstYear):
        bring(book)
