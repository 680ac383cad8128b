"""Reading comfort: what each person chose for size, colours and words, kept in one cookie."""

from dataclasses import dataclass
from typing import Self

COOKIE = "lecture"
COOKIE_SECONDS = 365 * 24 * 3600
THEMES = ("auto", "clair", "sombre")
SIZES = (100, 115, 130)


@dataclass(frozen=True)
class Reading:
    """The choices of one browser. An unreadable cookie counts as no choice."""

    theme: str = "auto"
    size: int = 100
    contrast: bool = False
    simple: bool = False
    without_dot: bool = False

    @classmethod
    def from_cookie(cls, text: str) -> Self:
        """Read `sombre-115-contraste-simple-mots`; ignore any word that is not ours."""
        words = set(text.split("-"))
        return cls(
            theme=next((theme for theme in THEMES if theme in words), "auto"),
            size=next((size for size in SIZES if str(size) in words), 100),
            contrast="contraste" in words,
            simple="simple" in words,
            without_dot="mots" in words,
        )

    def to_cookie(self) -> str:
        options = (("contraste", self.contrast), ("simple", self.simple), ("mots", self.without_dot))
        return "-".join([self.theme, str(self.size), *(word for word, chosen in options if chosen)])

    @property
    def both_words(self) -> bool:
        """Whether « coopérant·es » must be written « coopérantes et coopérants »."""
        return self.simple or self.without_dot

    @property
    def css(self) -> str:
        """Classes of the `<html>` element."""
        options = (("contraste", self.contrast), ("simple", self.simple))
        return " ".join([f"taille-{self.size}", *(word for word, chosen in options if chosen)])


# One median dot per word, house words only. Never in an address, a button or an aria-label.
INCLUSIVE_WORDS = {
    "coopérant·es": "coopérantes et coopérants",
    "coopérant·e": "coopérante ou coopérant",
    "accompagnant·es": "accompagnantes et accompagnants",
    "accompagnant·e": "accompagnante ou accompagnant",
    "habitant·es": "habitantes et habitants",
    "habitant·e": "habitante ou habitant",
    "référent·es": "référentes et référents",
    "référent·e": "référente ou référent",
    "adhérent·es": "adhérentes et adhérents",
    "adhérent·e": "adhérente ou adhérent",
    "salarié·es": "salariées et salariés",
    "salarié·e": "salariée ou salarié",
    "client·es": "clientes et clients",
    "client·e": "cliente ou client",
    "payé·es": "payées et payés",
    "payé·e": "payée ou payé",
    "motivé·es": "motivées et motivés",
    "motivé·e": "motivée ou motivé",
    "intéressé·es": "intéressées et intéressés",
    "intéressé·e": "intéressée ou intéressé",
    "contributeur·rices": "contributrices et contributeurs",
    "contributeur·rice": "contributrice ou contributeur",
    "coordinateur·rices": "coordinatrices et coordinateurs",
    "coordinateur·rice": "coordinatrice ou coordinateur",
    "accompagnateur·rices": "accompagnatrices et accompagnateurs",
    "accompagnateur·rice": "accompagnatrice ou accompagnateur",
    "chacun·e": "chacune et chacun",
}


def in_both_words(text: str) -> str:
    """Replace every house word that has a median dot by both words, capital kept."""
    if "·" not in text:
        return text
    for dotted, both in INCLUSIVE_WORDS.items():
        text = text.replace(dotted, both).replace(dotted.capitalize(), both[0].upper() + both[1:])
    return text
