"""The invisible signs of French typography, named once."""

NO_BREAK = "\u00a0"
"""Before « : ; ? ! € » and between a number and its unit."""

NARROW_NO_BREAK = "\u202f"
"""Between thousands."""

MINUS = "\u2212"
"""A true minus sign, as wide as a plus."""

SPACES = " " + NO_BREAK + NARROW_NO_BREAK + "\u2009"
"""The spaces people type or paste inside a number."""
