"""The plain words of a charter, cut into paragraphs and lists for the page."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kpacite.domain.governance.rules import Difference, Section

BULLETS = ("- ", "• ", "* ", "+ ")


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph (its lines), or a list (its items)."""

    is_list: bool
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a charter, ready to draw. No block: the text is « à compléter »."""

    rank: int
    heading: str
    blocks: tuple[Block, ...]


def parts_of(sections: Iterable[Section]) -> list[Part]:
    return [
        Part(rank, section.heading, tuple(blocks_of(section.body))) for rank, section in enumerate(sections)
    ]


def blocks_of(body: str) -> Iterator[Block]:
    """Lines that start with a dash make a list; a blank line ends a paragraph."""
    for kind, lines in groupby(body.splitlines(), key=_kind):
        if kind == "list":
            yield Block(is_list=True, lines=tuple(line[2:].strip() for line in lines))
        elif kind == "text":
            yield Block(is_list=False, lines=tuple(lines))


def _kind(line: str) -> str:
    if not line.strip():
        return "blank"
    return "list" if line.startswith(BULLETS) else "text"


def difference_words(difference: Difference) -> str:
    """« 12 mots ajoutés et 3 mots enlevés, dans 2 parties. »"""
    parts = len(difference.changed)
    if not parts:
        return _("Les deux textes sont les mêmes.")
    added, removed = difference.words_added, difference.words_removed
    counts = [
        ngettext("%(n)d mot ajouté", "%(n)d mots ajoutés", added) % {"n": added} if added else "",
        ngettext("%(n)d mot enlevé", "%(n)d mots enlevés", removed) % {"n": removed} if removed else "",
    ]
    where = ngettext("dans %(n)d partie", "dans %(n)d parties", parts) % {"n": parts}
    words = _(" et ").join(count for count in counts if count) or _("L’ordre ou la mise en page change")
    return _("%(words)s, %(where)s.") % {"words": words, "where": where}
