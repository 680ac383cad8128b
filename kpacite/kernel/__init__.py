"""Plain Python shared by every floor: money, periods, identifiers, errors. No Django, no I/O."""
