"""Who may do what in accounts. `hats` come from `organisations.selectors.hats_of`; no query here."""

from kpacite.domain.ledger.models import Book
from kpacite.domain.organisations.models import Organisation
from kpacite.domain.organisations.permissions import carries, is_accountant_of, is_member_of
from kpacite.domain.organisations.selectors import Hats


def may_keep(hats: Hats, book: Book) -> bool:
    """Write, post, reverse, letter and close: the accountants of the entity itself, nobody else."""
    return is_accountant_of(hats, book.entity)


def may_read(hats: Hats, book: Book) -> bool:
    """Entries and lines name clients and pseudonyms of people: who keeps the book reads it."""
    return may_keep(hats, book)


def may_read_totals_of(hats: Hats, kpa: Organisation) -> bool:
    """The totals of a KPA's accounts, never a line: its members (C3: transparency), and who carries it."""
    return is_member_of(hats, kpa) or carries(hats, kpa)
