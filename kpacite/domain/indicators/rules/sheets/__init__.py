"""One's own statistics: a closed vocabulary, conditions built from it, their words, and what may be told.

Nothing that a person types is ever executed: a condition is a tree of known fields and known comparisons.
"""
