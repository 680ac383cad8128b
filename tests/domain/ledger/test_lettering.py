from datetime import date

import pytest

from kpacite.domain.ledger import services
from kpacite.domain.ledger.enums import AccountRole, JournalKind
from kpacite.domain.ledger.models import Book, LetteredLine, Line
from kpacite.domain.ledger.rules import credit, debit, letter_code
from kpacite.domain.people.models import Account
from kpacite.kernel.money import Euro
from tests.domain.ledger.conftest import NOW, Post, sale

pytestmark = pytest.mark.django_db


@pytest.fixture
def paid(book: Book, post: Post) -> list[int]:
    """The client's lines of an invoice and of its payment."""
    post()
    moves = [debit(AccountRole.BANK, Euro(12_000)), credit(AccountRole.CLIENTS, Euro(12_000))]
    post(sale(journal=JournalKind.BANK, day=date(2026, 3, 9), moves=moves))
    return list(Line.objects.filter(account__number="411000").values_list("pk", flat=True))


def test_letters_run_two_by_two_then_three_by_three() -> None:
    assert [letter_code(rank) for rank in (1, 2, 27, 676, 677)] == ["AA", "AB", "BA", "ZZ", "AAA"]


def test_a_line_is_lettered_once_until_it_is_unlettered(paid: list[int], driss: Account) -> None:
    first = services.letter(lines=paid, actor=driss, now=NOW)
    with pytest.raises(services.AlreadyLettered):
        services.letter(lines=paid, actor=driss, now=NOW)
    with pytest.raises(services.ReasonMissing):
        services.unletter(lettering=first, reason=" ", actor=driss, now=NOW)
    services.unletter(lettering=first, reason="Autre facture", actor=driss, now=NOW)
    with pytest.raises(services.AlreadyUnlettered):
        services.unletter(lettering=first, reason="Autre facture", actor=driss, now=NOW)
    assert services.letter(lines=paid, actor=driss, now=NOW).code == "AB"
    assert LetteredLine.objects.count() == 4


def test_only_a_lettrable_account_is_lettered(post: Post, driss: Account) -> None:
    post()
    post(moves=[debit(AccountRole.SALES_SERVICES, Euro(10_000)), credit(AccountRole.BANK, Euro(10_000))])
    lines = Line.objects.filter(account__number="706000").values_list("pk", flat=True)
    with pytest.raises(services.NotLettrable):
        services.letter(lines=lines, actor=driss, now=NOW)


def test_lines_of_two_accounts_or_a_draft_are_not_lettered(
    paid: list[int], book: Book, driss: Account
) -> None:
    bank = Line.objects.get(account__number="512000").pk
    with pytest.raises(services.NotLettrable):
        services.letter(lines=[*paid, bank], actor=driss, now=NOW)
    draft = services.draft_entry(book=book, new=sale(), actor=driss, now=NOW)
    with pytest.raises(services.NotLettrable):
        services.letter(lines=[paid[1], draft.lines.get(rank=1).pk], actor=driss, now=NOW)
    with pytest.raises(services.NotLettrable):
        services.letter(lines=paid[:1], actor=driss, now=NOW)
