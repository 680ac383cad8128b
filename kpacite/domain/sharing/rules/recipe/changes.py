"""What a new version of a rule changes, sentence by sentence, for those who are asked to agree."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from .written import Recipe


@dataclass(frozen=True, slots=True)
class Change:
    """A sentence that stays, goes or comes."""

    how: Literal["kept", "removed", "added"]
    sentence: str


def changes(old: Recipe, new: Recipe, pots: Mapping[str, str] | None = None) -> list[Change]:
    """From the old rule to the new one, in reading order; a sentence changed is one removed, one added."""
    return changed_words(_told(old, pots), _told(new, pots))


def changed_words(before: Sequence[str], after: Sequence[str]) -> list[Change]:
    """The same for any two lists of sentences."""
    found: list[Change] = []
    for _tag, old_from, old_to, new_from, new_to in SequenceMatcher(
        a=before, b=after, autojunk=False
    ).get_opcodes():
        if before[old_from:old_to] == after[new_from:new_to]:
            found += [Change("kept", sentence) for sentence in before[old_from:old_to]]
            continue
        found += [Change("removed", sentence) for sentence in before[old_from:old_to]]
        found += [Change("added", sentence) for sentence in after[new_from:new_to]]
    return found


def _told(recipe: Recipe, pots: Mapping[str, str] | None) -> list[str]:
    """Without « D’abord » nor « Puis »: a sentence that only moved along is not a change of words."""
    names = dict(pots or {})
    return [
        f"{told[:1].upper()}{told[1:]}." for told in (clause.sentence(names) for clause in recipe.clauses)
    ]
