from tests.interfaces.www.agenda.conftest import _no_memory_of_other_tests, as_

__all__ = ["_no_memory_of_other_tests", "as_"]
