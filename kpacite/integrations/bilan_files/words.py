"""What is printed for each line: a number, « masqué », or nothing; and the questions in their order."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from kpacite.domain.indicators.rules.audience import Audience
from kpacite.domain.indicators.rules.catalogue import BY_CODE, RARE
from kpacite.domain.indicators.rules.content import Bilan, notes
from kpacite.domain.indicators.rules.definition import UNKNOWN, words_for
from kpacite.domain.indicators.rules.figures import KNOWN_ONLY, NOT_KNOWN, PEOPLE, Line
from kpacite.domain.indicators.rules.measures import HOUR_MINUTES, HUNDREDTHS, MeasureRow, MeasureUnit
from kpacite.kernel.typography import NARROW_NO_BREAK, NO_BREAK

HIDDEN = "masqué"
SMALL = f"{NO_BREAK}**"
DERIVED_TITLE = "Nos calculs sur les sorties"
KNOWN_TITLE = "Nos calculs, quand la situation est connue"
MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre",
    "novembre", "décembre",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Block:
    """One question: its title, out of how many people, its lines, its note."""

    title: str
    among: str
    note: str
    source: str
    lines: Sequence[Line]


def blocks(bilan: Bilan) -> Iterator[Block]:
    """The tables in the order of the model, each out of one number of people. A merged line is inside
    another: it has none of its own. What nobody knows is a line, printed when there is some of it.
    """
    words = words_for(bilan.frame)
    shown = [line for line in bilan.lines if line.table != PEOPLE and not line.merged]
    for (code, people), group in groupby(shown, key=lambda line: (line.table, line.among)):
        rows = [line for line in group if line.count != 0 or not (line.key == UNKNOWN or line.key in RARE)]
        definition = BY_CODE.get(code)
        own = KNOWN_TITLE if people.endswith(KNOWN_ONLY) else DERIVED_TITLE
        title = definition.label.format(**words) if definition else own
        base = rows[0].denominator
        among = people if base is None else f"{number(base)} {people}"
        if definition and not definition.unknown and rows[0].unknown:
            rows.append(replace(rows[0], key=UNKNOWN, label=NOT_KNOWN, count=rows[0].unknown, hidden=False))
        yield Block(title, among, rows[0].note if definition else "", rows[0].source, rows)


def number(value: int | None) -> str:
    return HIDDEN if value is None else f"{value:,}".replace(",", NARROW_NO_BREAK)


def count_words(line: Line) -> str:
    return HIDDEN if line.hidden else number(line.count)


def percent_words(line: Line) -> str:
    """« 33 % ** »: the two stars say that the base is small; a dash when there is nobody to count."""
    if line.hidden:
        return HIDDEN
    if line.percent is None:
        return "–"
    return f"{line.percent}{NO_BREAK}%{SMALL if line.small_base else ''}"


def euros(cents: int) -> str:
    """Whole euros, as the documents print them."""
    whole, rest = divmod(cents, 100)
    return number(whole) + (f",{rest:02d}" if rest else "") + f"{NO_BREAK}€"


def measure_blocks(bilan: Bilan) -> Iterator[tuple[MeasureRow, Sequence[MeasureRow]]]:
    """The figures of the KPAs by question; the first row tells the question. One of which nothing is told is
    left out: a page of « masqué » tells nobody anything.
    """
    for _code, group in groupby(bilan.measures, key=lambda row: row.code):
        rows = list(group)
        if any(not row.hidden for row in rows):
            yield rows[0], rows


def measured(row: MeasureRow) -> str:
    """With its unit, as people say it."""
    return HIDDEN if row.value is None else SAID[MeasureUnit(row.unit)](row.value)


def _hours(minutes: int) -> str:
    whole, rest = divmod(minutes, HOUR_MINUTES)
    return f"{number(whole)}{NO_BREAK}h" + (f"{NO_BREAK}{rest:02d}" if rest else "")


def _hundredths(value: int) -> str:
    whole, rest = divmod(value, HUNDREDTHS)
    return number(whole) + (f",{rest:02d}" if rest else "")


SAID: Mapping[MeasureUnit, Callable[[int], str]] = {
    MeasureUnit.EURO_CENTS: euros,
    MeasureUnit.MINUTES: _hours,
    MeasureUnit.SESSIONS: number,
    MeasureUnit.PEOPLE: number,
    MeasureUnit.YEARS: lambda years: f"{years}{NO_BREAK}ans",
    MeasureUnit.FTE_HUNDREDTHS: _hundredths,
}


def day(value: date) -> str:
    first = "1er" if value.day == 1 else str(value.day)
    return f"{first}{NO_BREAK}{MONTHS[value.month - 1]} {value.year}"


def period(bilan: Bilan) -> str:
    return f"du {day(bilan.first)} au {day(bilan.last)}"


def title(bilan: Bilan) -> str:
    return f"Bilan et chiffres clés, {period(bilan)}"


def audience(bilan: Bilan) -> str:
    """For whom these figures are."""
    return {
        Audience.INTERNAL: "Chiffres exacts, pour la coordination seulement",
        Audience.FUNDER: "Chiffres pour les financeurs, par convention",
        Audience.PUBLIC: "Chiffres pour tout le monde",
    }[bilan.audience]


def footnotes(bilan: Bilan, source: str = "") -> list[str]:
    """`source`: who froze it and when, for a bilan that is frozen."""
    found = notes(bilan)
    if any(line.hidden for line in (*bilan.lines, *bilan.measures)):
        found.append(f"« {HIDDEN} » : trop peu de personnes, ou un nombre qui les ferait trouver.")
    return [*found, source] if source else found
