"""Names as people type them, made comparable."""

from dataclasses import dataclass
from typing import Self

from kpacite.kernel.text import fold

SHORT_WORDS = {"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes"}


def folded(text: str) -> str:
    """« Mons-en-Barœul » → « mons en baroeul », « St-Denis » → « saint denis »."""
    return " ".join(SHORT_WORDS.get(word, word) for word in fold(text).split())


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a person typed: a name, and figures that begin a postal or INSEE code."""

    name: str
    figures: tuple[str, ...]

    @classmethod
    def read(cls, text: str) -> Self:
        words = folded(text).split()
        figures = tuple(word for word in words if word[0].isdigit())
        return cls(" ".join(word for word in words if not word[0].isdigit()), figures)

    def __bool__(self) -> bool:
        return bool(self.name or self.figures)

    def rank(self, name: str, glued: str, code: str, postcodes: str) -> int | None:
        """0 for the same name, 1 for a beginning, 2 for words inside; None when it does not fit.

        `name` is folded and begins with a space, `glued` is the same without any.
        """
        wanted = self.name.replace(" ", "")
        if glued.startswith(wanted):
            rank = int(glued != wanted)
        elif all(" " + word in name for word in self.name.split()):
            rank = 2
        else:
            return None
        return rank if all(_begins(figure.upper(), code, postcodes) for figure in self.figures) else None


def _begins(figure: str, code: str, postcodes: str) -> bool:
    """A whole INSEE code is no postal code: of it, only the département counts here."""
    if len(figure) <= 3 and code.startswith(figure):
        return True
    return any(postcode.startswith(figure) for postcode in postcodes.split())
