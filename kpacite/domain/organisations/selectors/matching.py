"""Search among the few dozen KPAs: what people type is rarely what is written."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher

from kpacite.kernel.text import fold

EXACT, PREFIX, WORD_PREFIX, FUZZY = 4, 3, 2, 1
MIN_FUZZY_LENGTH = 4
MIN_LIKENESS = 0.78


@dataclass(frozen=True, slots=True)
class Term:
    """One folded text by which something is found; a lower `weight` ranks first among equals."""

    text: str
    weight: int

    @property
    def glued(self) -> str:
        return self.text.replace(" ", "")

    @classmethod
    def of(cls, text: str, weight: int) -> "Term":
        return cls(fold(text), weight)


Score = tuple[int, int, float]
"""(level, minus the weight, likeness): the highest is the best."""


def best_score(query: str, terms: Iterable[Term]) -> Score | None:
    """How well a folded query is met by these terms; None when it is not.

    The whole query may meet one term, or each of its words a term of its own (« couture roubaix »): then the
    poorest of its words counts.
    """
    terms = list(terms)
    whole = _best(query, terms)
    words = query.split()
    if len(words) < 2 or (whole and whole[0] > FUZZY):
        return whole
    by_word = [_best(word, terms) for word in words]
    found = [score for score in by_word if score]
    together = min(found) if len(found) == len(words) else None
    return max(filter(None, (whole, together)), default=None)


def _best(query: str, terms: Iterable[Term]) -> Score | None:
    return max(filter(None, (_score(query, term) for term in terms)), default=None)


def _score(query: str, term: Term) -> Score | None:
    glued = query.replace(" ", "")
    if glued == term.glued:
        return EXACT, -term.weight, 1.0
    if term.glued.startswith(glued):
        return PREFIX, -term.weight, 1.0
    if any(word.startswith(query) for word in term.text.split()):
        return WORD_PREFIX, -term.weight, 1.0
    likeness = _likeness(glued, term)
    return (FUZZY, -term.weight, likeness) if likeness >= MIN_LIKENESS else None


def _likeness(glued: str, term: Term) -> float:
    if len(glued) < MIN_FUZZY_LENGTH:
        return 0.0
    candidates = {term.glued, *(word for word in term.text.split() if len(word) >= MIN_FUZZY_LENGTH)}
    return max(_ratio(glued, candidate) for candidate in candidates)


def _ratio(one: str, other: str) -> float:
    """Likeness between 0 and 1; the costly comparison only runs when the cheap ones leave a chance."""
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    if matcher.real_quick_ratio() < MIN_LIKENESS or matcher.quick_ratio() < MIN_LIKENESS:
        return 0.0
    return matcher.ratio()
