"""A small carrier with an open year, and the gestures that the stories repeat."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from kpacite.domain.ledger import services
from kpacite.domain.ledger.enums import AccountRole, JournalKind
from kpacite.domain.ledger.models import Account, Book, Entry, FiscalYear, Line
from kpacite.domain.ledger.rules import NewEntry, credit, debit
from kpacite.domain.organisations.enums import OrganisationKind
from kpacite.domain.organisations.models import Kpa, Organisation
from kpacite.domain.people.models import Account as PersonalAccount
from kpacite.domain.people.models import Person
from kpacite.kernel.money import Euro

NOW = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
SIREN = "999999998"
Post = Callable[..., Entry]


@pytest.fixture
def driss() -> PersonalAccount:
    person = Person.objects.create(first_name="Driss", created_at=NOW)
    return PersonalAccount.objects.create(person=person, login_name="driss", opened_at=NOW)


@pytest.fixture
def la_cape() -> Organisation:
    kpa = Organisation.objects.create(kind=OrganisationKind.KPA, name="La Cape", slug="la-cape")
    Kpa.objects.create(organisation=kpa)
    return kpa


@pytest.fixture
def carrier() -> Organisation:
    return Organisation.objects.create(
        kind=OrganisationKind.CARRIER, name="CAE exemple", slug="cae-exemple", is_example=True
    )


@pytest.fixture
def book(carrier: Organisation, driss: PersonalAccount) -> Book:
    return services.open_book(entity=carrier, siren=SIREN, actor=driss, now=NOW)


@pytest.fixture
def year(book: Book, driss: PersonalAccount) -> FiscalYear:
    return services.open_fiscal_year(book=book, start=date(2026, 1, 1), actor=driss, now=NOW)


def sale(cents: int = 12_000, **changes: object) -> NewEntry:
    """A sale at 20 %: the client owes, the sale and the VAT are earned."""
    tax = cents // 6
    facts: dict[str, object] = {
        "journal": JournalKind.SALES,
        "day": date(2026, 3, 2),
        "label": "Buffet",
        "piece_ref": "F-1",
        "moves": [
            debit(AccountRole.CLIENTS, Euro(cents)),
            credit(AccountRole.SALES_SERVICES, Euro(cents - tax)),
            credit(AccountRole.VAT_COLLECTED, Euro(tax)),
        ],
    }
    return NewEntry(**(facts | changes))


@pytest.fixture
def post(book: Book, year: FiscalYear, driss: PersonalAccount) -> Post:
    def post_now(new: NewEntry | None = None, now: datetime = NOW, **changes: object) -> Entry:
        return services.post_entry(book=book, new=new or sale(**changes), actor=driss, now=now)

    return post_now


def balance(book: Book, role: AccountRole) -> int:
    """What the account of a role holds, in cents, by the lines: debit positive."""
    account = Account.objects.get(book=book, mappings__role=role, mappings__detail="")
    rows = Line.objects.posted().filter(account=account).values_list("debit_cents", "credit_cents")
    return sum(debit - credit for debit, credit in rows)
