from datetime import date, timedelta

import pytest

from kpacite.domain.ledger import rules, services
from kpacite.domain.ledger.enums import AccountKind, AccountRole, JournalKind
from kpacite.domain.ledger.models import Account, AxisBalance, Book, Entry, FiscalYear, Line, MonthBalance
from kpacite.domain.ledger.rules import Move, credit, debit
from kpacite.domain.organisations.models import Organisation
from kpacite.domain.people.models import Account as PersonalAccount
from kpacite.kernel.errors import DomainError
from kpacite.kernel.money import Euro
from kpacite.platform import audit, verification
from kpacite.platform.audit import AuditEvent
from tests.domain.ledger.conftest import NOW, Post, balance, sale

pytestmark = pytest.mark.django_db


def problems() -> list[str]:
    """What `kpacite verify` would say of the ledger."""
    return [
        problem
        for result in verification.run()
        if result.name.startswith("ledger.")
        for problem in result.problems
    ]


def test_a_posted_entry_is_numbered_chained_and_counted(post: Post, book: Book) -> None:
    first, second = post(), post()
    assert [(entry.number, entry.sequence, entry.chain_position) for entry in (first, second)] == [
        (1, 1, 1),
        (2, 2, 2),
    ]
    assert (first.previous_hash, second.previous_hash) == (rules.GENESIS, first.hash)
    book.refresh_from_db()
    assert (book.chain_position, book.chain_hash) == (2, second.hash)
    assert balance(book, AccountRole.CLIENTS) == 24_000
    kept = MonthBalance.objects.get(account__number="411000")
    assert (kept.debit_cents, kept.credit_cents, kept.period.start) == (24_000, 0, date(2026, 3, 1))
    assert problems() == []


def test_each_journal_has_its_own_numbers_and_the_year_one_sequence(post: Post) -> None:
    entries = [post(journal=kind) for kind in (JournalKind.SALES, JournalKind.BANK, JournalKind.SALES)]
    assert [(entry.journal.code, entry.number, entry.sequence) for entry in entries] == [
        ("VE", 1, 1),
        ("BQ", 1, 2),
        ("VE", 2, 3),
    ]


def test_a_journal_may_be_named_by_its_code(post: Post) -> None:
    assert post(journal="OD").reference == "OD-1"


def test_posting_leaves_a_trace(post: Post, driss: PersonalAccount) -> None:
    entry = post()
    event = audit.for_target(entry).get()
    assert (event.action, event.actor, event.target_repr) == (
        "ledger.entry.posted",
        driss,
        "VE-1 Buffet",
    )


def test_lines_carry_their_axes_and_each_axis_has_its_balance(
    post: Post, book: Book, la_cape: Organisation
) -> None:
    services.ensure_aux(book=book, number="C1", label="Mairie exemple")
    axes = {"kpa_id": la_cape.pk, "activity": "buffets", "person": "p234567892", "order_ref": "B-1"}
    post(
        moves=[
            debit(AccountRole.CLIENTS, Euro(100), aux="C1", due_date=date(2026, 4, 1)),
            credit(AccountRole.SALES_SERVICES, Euro(60), **axes),
            credit(AccountRole.SALES_SERVICES, Euro(40)),
        ]
    )
    line = Line.objects.get(rank=2)
    assert (line.kpa, line.activity, line.person, line.order_ref) == (
        la_cape,
        "buffets",
        "p234567892",
        "B-1",
    )
    sales = AxisBalance.objects.filter(account__number="706000").order_by("credit_cents")
    assert list(sales.values_list("kpa_id", "activity", "credit_cents")) == [
        (None, "", 40),
        (la_cape.pk, "buffets", 60),
    ]
    assert Line.objects.get(rank=1).aux.label == "Mairie exemple"
    assert problems() == []


def test_a_detail_has_an_account_of_its_own_or_that_of_the_whole_role(
    post: Post, book: Book, driss: PersonalAccount
) -> None:
    reduced = services.add_account(
        book=book, number="445711", label="TVA 5,5 %", kind=AccountKind.BALANCE, actor=driss, now=NOW
    )
    services.map_role(
        book=book, role=AccountRole.VAT_COLLECTED, account=reduced, detail="550", actor=driss, now=NOW
    )
    entry = post(
        moves=[
            debit(AccountRole.CLIENTS, Euro(30)),
            credit(AccountRole.VAT_COLLECTED, Euro(10), detail="550"),
            credit(AccountRole.VAT_COLLECTED, Euro(20), detail="2000"),
        ]
    )
    numbers = entry.lines.order_by("rank").values_list("account__number", flat=True)
    assert list(numbers) == ["411000", "445711", "445710"]


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"moves": [Move(role="clients", debit_cents=1), Move(role="bank", credit_cents=2)]}, "NotBalanced"),
        ({"moves": [Move(role="clients", debit_cents=1)]}, "TooFewLines"),
        ({"moves": []}, "TooFewLines"),
        ({"moves": [Move(role="bank"), Move(role="clients")]}, "OneSided"),
        ({"moves": [Move(role="bank", debit_cents=1, credit_cents=1)] * 2}, "OneSided"),
        ({"moves": [Move(role="bank", debit_cents=-1), Move(role="cash", debit_cents=1)]}, "OneSided"),
        ({"day": date(2025, 12, 31)}, "DateOutsideYears"),
        ({"day": date(2027, 1, 1)}, "DateOutsideYears"),
        ({"journal": "XX"}, "UnknownJournal"),
        (
            {"moves": [Move(role="no", debit_cents=1), Move(role="bank", credit_cents=1)]},
            "UnknownAccountRole",
        ),
        ({"moves": [Move(number="999", debit_cents=1), Move(role="bank", credit_cents=1)]}, "UnknownAccount"),
        ({"moves": [Move(debit_cents=1), Move(role="bank", credit_cents=1)]}, "UnknownAccount"),
        (
            {"moves": [Move(role="clients", aux="?", debit_cents=1), Move(role="bank", credit_cents=1)]},
            "UnknownAuxAccount",
        ),
    ],
)
def test_a_wrong_entry_is_refused_with_a_sentence_and_writes_nothing(
    post: Post, changes: dict[str, object], error: str
) -> None:
    with pytest.raises(DomainError, match=r"\w") as refused:
        post(**changes)
    assert error in type(refused.value).__name__
    assert str(refused.value).endswith(".")
    assert not Entry.objects.exists()
    assert post().number == 1


def test_the_same_event_posted_twice_gives_one_entry(post: Post) -> None:
    once, twice = post(key="invoice.7"), post(key="invoice.7")
    assert once == twice
    assert Entry.objects.count() == 1
    assert AuditEvent.objects.filter(action="ledger.entry.posted").count() == 1


def test_a_key_is_not_used_again_for_another_amount(post: Post) -> None:
    post(key="invoice.7")
    with pytest.raises(services.KeyAlreadyUsed):
        post(sale(99, key="invoice.7"))


def test_a_draft_waits_without_number_then_is_posted(
    book: Book, year: FiscalYear, driss: PersonalAccount
) -> None:
    draft = services.draft_entry(book=book, new=sale(), actor=driss, now=NOW)
    assert (draft.is_posted, draft.number, MonthBalance.objects.count()) == (False, None, 0)
    posted = services.post_draft(entry=draft, actor=driss, now=NOW)
    assert (posted.number, posted.is_posted) == (1, True)
    with pytest.raises(services.AlreadyPosted):
        services.post_draft(entry=draft, actor=driss, now=NOW)
    assert problems() == []


def test_a_draft_that_does_not_balance_stays_a_draft(
    book: Book, year: FiscalYear, driss: PersonalAccount
) -> None:
    moves = [debit(AccountRole.BANK, Euro(5)), credit(AccountRole.CASH, Euro(4))]
    draft = services.draft_entry(book=book, new=sale(moves=moves), actor=driss, now=NOW)
    with pytest.raises(services.EntryNotBalanced):
        services.post_draft(entry=draft, actor=driss, now=NOW)
    services.discard_draft(entry=draft, actor=driss, now=NOW)
    assert not Entry.objects.exists()
    assert AuditEvent.objects.filter(action="ledger.entry.discarded").count() == 1


def test_a_posted_entry_is_not_thrown_away(post: Post, driss: PersonalAccount) -> None:
    with pytest.raises(services.AlreadyPosted):
        services.discard_draft(entry=post(), actor=driss, now=NOW)


def test_a_reversal_mirrors_the_entry_once_and_says_why(
    post: Post, book: Book, driss: PersonalAccount
) -> None:
    entry = post()
    mirror = services.reverse_entry(
        entry=entry, day=date(2026, 3, 9), reason="Client facturé deux fois", actor=driss, now=NOW
    )
    assert balance(book, AccountRole.CLIENTS) == 0
    assert (mirror.reversal_of, mirror.journal.code, mirror.number) == (entry, "VE", 2)
    assert "VE-1" in mirror.label
    assert audit.for_target(mirror).get().reason == "Client facturé deux fois"
    with pytest.raises(services.AlreadyReversed):
        services.reverse_entry(entry=entry, day=date(2026, 3, 9), reason="x", actor=driss, now=NOW)
    assert problems() == []


def test_a_reversal_needs_a_reason_and_a_posted_entry(
    book: Book, year: FiscalYear, driss: PersonalAccount
) -> None:
    draft = services.draft_entry(book=book, new=sale(), actor=driss, now=NOW)
    with pytest.raises(services.NotPosted):
        services.reverse_entry(entry=draft, day=date(2026, 3, 9), reason="x", actor=driss, now=NOW)
    with pytest.raises(services.ReasonMissing):
        services.reverse_entry(entry=draft, day=date(2026, 3, 9), reason=" ", actor=driss, now=NOW)


def test_a_closed_account_receives_nothing_more(post: Post) -> None:
    Account.objects.filter(number="706000").update(closed_on=date(2026, 1, 1))
    with pytest.raises(services.UnknownAccountRole):
        post()


def test_the_day_of_validation_is_that_of_paris(post: Post) -> None:
    assert post(now=NOW.replace(hour=23, minute=30)).posted_on == NOW.date() + timedelta(days=1)


def test_posting_costs_the_same_number_of_queries_with_a_long_history(
    post: Post, django_assert_num_queries
) -> None:
    with django_assert_num_queries(12):  # The counter of the journal is born.
        post()
    for _ in range(5):
        post()
    with django_assert_num_queries(10):
        post()


def test_another_books_accounts_are_out_of_reach(post: Post, driss: PersonalAccount) -> None:
    other = Organisation.objects.create(kind="association", name="Autre", slug="autre")
    book = services.open_book(entity=other, actor=driss, now=NOW)
    services.ensure_aux(book=book, number="C9", label="Client de l’autre")
    with pytest.raises(services.UnknownAuxAccount):
        post(moves=[Move(role="clients", aux="C9", debit_cents=1), Move(role="bank", credit_cents=1)])


def test_only_an_entity_that_keeps_accounts_has_a_book(
    la_cape: Organisation, book: Book, driss: PersonalAccount
) -> None:
    with pytest.raises(services.EntityKeepsNoBook):
        services.open_book(entity=la_cape, actor=driss, now=NOW)
    with pytest.raises(services.BookAlreadyOpen):
        services.open_book(entity=book.entity, actor=driss, now=NOW)


def test_the_proposed_chart_gives_an_account_to_every_role(book: Book) -> None:
    assert set(book.mappings.values_list("role", flat=True)) == set(AccountRole.values)
