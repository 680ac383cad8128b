from tests.domain.sales.expenses.conftest import book, cuisine

__all__ = ["book", "cuisine"]
