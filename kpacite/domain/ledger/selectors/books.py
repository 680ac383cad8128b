from collections.abc import Mapping
from datetime import date

from django.db.models import QuerySet

from kpacite.domain.ledger.enums import AccountRole
from kpacite.domain.ledger.models import Account, Book, Entry, FiscalYear, Journal, Period
from kpacite.domain.organisations.models import Organisation


def book_of(entity: Organisation) -> Book | None:
    """The book of a legal entity, if it keeps one here."""
    return Book.objects.filter(entity=entity).select_related("entity").first()


def years_of(book: Book) -> list[FiscalYear]:
    """The fiscal years of a book, the latest first."""
    return list(FiscalYear.objects.filter(book=book).order_by("-start"))


def year_on(book: Book, day: date) -> FiscalYear | None:
    """The fiscal year of a day, else the latest one."""
    years = FiscalYear.objects.filter(book=book)
    return years.on(day).first() or years.order_by("-start").first()


def months_of(year: FiscalYear) -> list[Period]:
    return list(Period.objects.filter(fiscal_year=year).select_related("fiscal_year").order_by("start"))


def journals_of(book: Book) -> list[Journal]:
    return list(Journal.objects.filter(book=book).order_by("code"))


def account_of(book: Book, number: str) -> Account | None:
    return Account.objects.filter(book=book, number=number).first()


def account_for(book: Book, role: AccountRole, detail: str = "") -> Account | None:
    """The account that plays a role, for this detail or else in general."""
    found: Mapping[str, Account] = {
        mapping.detail: mapping.account
        for mapping in book.mappings.filter(role=role, detail__in={detail, ""}).select_related("account")
    }
    return found.get(detail) or found.get("")


def entries_of(source_type: str, source_id: str) -> QuerySet[Entry]:
    """The entries that come from an object, and what reversed them, in the order of the postings."""
    own = Entry.objects.posted().from_source(source_type, source_id)
    mirrors = Entry.objects.posted().filter(reversal_of__in=own)
    return (own | mirrors).select_related("journal").order_by("chain_position")


def kpas_of(book: Book) -> QuerySet[Organisation]:
    """The KPAs that appear on the balances of a book."""
    keys = book.accounts.filter(axis_balances__kpa__isnull=False).values("axis_balances__kpa")
    return Organisation.objects.filter(pk__in=keys).order_by("name")


def drafts_of(book: Book) -> QuerySet[Entry]:
    return Entry.objects.drafts().filter(book=book).select_related("journal").order_by("date", "pk")
