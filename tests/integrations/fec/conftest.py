"""The book, the year and the gestures of the ledger's own tests."""

from tests.domain.ledger.conftest import book, carrier, driss, la_cape, post, year

__all__ = ["book", "carrier", "driss", "la_cape", "post", "year"]
