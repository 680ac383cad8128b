from tests.domain.sales.expenses.conftest import book, cuisine
from tests.interfaces.www.expenses.conftest import _no_memory_of_other_tests, as_

__all__ = ["_no_memory_of_other_tests", "as_", "book", "cuisine"]
