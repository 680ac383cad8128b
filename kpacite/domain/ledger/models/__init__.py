from kpacite.domain.ledger.models.books import Account, AccountMapping, AuxAccount, Book, Journal
from kpacite.domain.ledger.models.calendar import FiscalYear, Period
from kpacite.domain.ledger.models.derived import AxisBalance, LetteredLine, Lettering, MonthBalance
from kpacite.domain.ledger.models.entries import Entry, Line

__all__ = [
    "Account",
    "AccountMapping",
    "AuxAccount",
    "AxisBalance",
    "Book",
    "Entry",
    "FiscalYear",
    "Journal",
    "LetteredLine",
    "Lettering",
    "Line",
    "MonthBalance",
    "Period",
]
