"""A bilan ready to draw: sentences, dots, bars and tables, each with its values in words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kpacite.domain.indicators.rules.audience import Audience
from kpacite.domain.indicators.rules.catalogue import BY_CODE, RARE
from kpacite.domain.indicators.rules.content import Bilan, Turnover, notes
from kpacite.domain.indicators.rules.definition import UNKNOWN, words_for
from kpacite.domain.indicators.rules.figures import PEOPLE, Line, percent
from kpacite.domain.indicators.rules.measures import MeasureRow
from kpacite.integrations.bilan_files.words import measure_blocks, measured
from kpacite.kernel.typography import NO_BREAK
from kpacite.platform.templatetags.kpacite import euros, jour, nombre

DAY = timedelta(days=1)
MOST_DOTS = 150
STARS = f"{NO_BREAK}**"
EXIT_TINTS = {
    "I15a": "foret",
    "I15b": "canard",
    "I15c": "or",
    "I15d": "prune",
    "I15e": "brique",
    "I15f": "soleil",
}
# « presque 3 sur 4 »: simple parts of a whole, as people say them.
PARTS = (Fraction(1, 4), Fraction(1, 3), Fraction(1, 2), Fraction(2, 3), Fraction(3, 4), Fraction(9, 10))


@dataclass(frozen=True, slots=True)
class Bars:
    """Bars with their title, out of how many people, and what to know of them."""

    title: str
    rows: Sequence[dict[str, Any]]
    tint: str = "brique"
    base: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    value: str
    label: str


@dataclass(frozen=True, slots=True)
class TableRow:
    code: str
    label: str
    count: str
    denominator: str
    percent: str
    unknown: str


@dataclass(frozen=True, slots=True)
class Table:
    title: str
    note: str
    source: str
    version: int
    rows: Sequence[TableRow]


@dataclass(frozen=True, slots=True)
class MeasureTable:
    """One figure asked of each KPA: `rows` are (name, value with its unit)."""

    title: str
    about: str
    source: str
    version: int
    rows: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Shown:
    """What the page of a bilan reads. Lists are empty where nothing may be told."""

    bilan: Bilan
    period: str
    people: str
    headline: str
    exits: str
    present: str
    dots: Sequence[dict[str, Any]]
    exit_bars: Bars
    figures: Sequence[Figure]
    bars: dict[str, Bars]
    turnover: Bars
    turnover_total: str
    turnover_words: str
    turnover_details: Sequence[str]
    not_known: Sequence[str]
    notes: Sequence[str]
    tables: Sequence[Table] = field(default_factory=tuple)
    measures: Sequence[MeasureTable] = field(default_factory=tuple)


def shown(bilan: Bilan) -> Shown:
    lines = bilan.by_code
    bars = {
        "ages": _bars(bilan, "I02", _("Leur âge")),
        "departments": _bars(bilan, "I03", _("Où vivent les coopérant·es"), tint="canard"),
        "education": _bars(bilan, "I07", _("Leur niveau d’études"), tint="prune"),
        "registered_for": _bars(bilan, "I08x", _("Inscription avant l’entrée"), tint="or"),
        "planned": _bars(bilan, "I12", _("Ce qui était prévu"), tint="feuille"),
        "stay": _bars(bilan, "I13x", _("Les personnes présentes"), tint="feuille"),
        "stayed": _bars(bilan, "I14x", _("Les personnes parties"), tint="feuille"),
        "contracts": _bars(bilan, "I16", _("Les emplois trouvés"), tint="foret"),
    }
    return Shown(
        bilan=bilan,
        period=period_words(bilan),
        people=nombre(lines[PEOPLE].count) if lines[PEOPLE].count is not None else "",
        headline=_headline(lines["D05"]),
        exits=_exits(lines),
        present=_present(lines, bilan),
        dots=_dots(bilan),
        exit_bars=_bars(bilan, "I15", _("À la sortie"), tint="foret"),
        figures=_figures(lines),
        bars=bars,
        turnover=_turnover_bars(bilan),
        turnover_total=euros(bilan.turnover_total, "rond"),
        turnover_words=_turnover_words(bilan),
        turnover_details=_turnover_details(bilan),
        not_known=_not_known(bilan),
        notes=notes(bilan),
        tables=_tables(bilan),
        measures=[_measure_table(first, rows) for first, rows in measure_blocks(bilan)],
    )


def _measure_table(first: MeasureRow, rows: Sequence[MeasureRow]) -> MeasureTable:
    return MeasureTable(
        title=first.label,
        about=". ".join(part for part in (first.population.capitalize(), first.note) if part),
        source=first.source,
        version=first.version,
        rows=[(row.name, measured(row)) for row in rows],
    )


def period_words(bilan: Bilan) -> str:
    """« mars 2022 à décembre 2023 » for whole months, else both days."""
    first, last = bilan.first, bilan.last
    whole = first.day == 1 and (last + DAY).day == 1
    form = "mois" if whole else ""
    return _("%(first)s à %(last)s") % {"first": jour(first, form), "last": jour(last, form)}


def part_words(count: int, base: int) -> str:
    """« presque 3 personnes sur 4 »: the nearest simple part, and whether it is a little more or less."""
    exact = Fraction(count, base)
    near = min(PARTS, key=lambda part: abs(part - exact))
    words = _("%(part)d personnes sur %(whole)d") % {"part": near.numerator, "whole": near.denominator}
    if near.numerator == 1:
        words = _("1 personne sur %(whole)d") % {"whole": near.denominator}
    if abs(near - exact) > Fraction(6, 100):
        return _("%(percent)d %% des personnes") % {"percent": round(100 * exact)}
    if near == exact:
        return words
    return (_("presque %(words)s") if near > exact else _("plus de %(words)s")) % {"words": words}


def _headline(line: Line) -> str:
    if line.count is None or not line.denominator:
        return _("Après le KPA")
    words = part_words(line.count, line.denominator)
    verb = _("ont") if not words.startswith(("1 ", "presque 1 ", "plus de 1 ")) else _("a")
    return _("Après le KPA : %(part)s %(verb)s un travail, une formation ou une entreprise") % {
        "part": words,
        "verb": verb,
    }


def _exits(lines: dict[str, Line]) -> str:
    gone, found = lines["I14"].count, lines["D05"].count
    if gone is None:
        return _("Trop peu de personnes sont parties pour le dire.")
    left = ngettext("%(n)d personne est partie.", "%(n)d personnes sont parties.", gone) % {"n": gone}
    if not gone or found is None:
        return left
    return left + " " + _("%(n)d d’entre elles ont trouvé une suite.") % {"n": found}


def _present(lines: dict[str, Line], bilan: Bilan) -> str:
    line = lines["I13"]
    if line.count is None or line.percent is None:
        return ""
    words = {"n": line.count, "percent": line.percent, "day": jour(bilan.last)}
    return _("%(n)d autres personnes (%(percent)d %%) sont encore dans un KPA le %(day)s.") % words


def _told(bilan: Bilan, table: str) -> list[Line]:
    """The lines of a table that have a number; the unknown and the rare only when there are some."""
    rows = [line for line in bilan.lines if line.table == table and line.count is not None]
    return [line for line in rows if line.count or not (line.key == UNKNOWN or line.key in RARE)]


def _dots(bilan: Bilan) -> list[dict[str, Any]]:
    rows = _told(bilan, "I15")
    base = rows[0].denominator if rows else None
    if not base or base > MOST_DOTS:
        return []
    dots = [
        {"label": _dot_label(line, bilan), "count": line.count, "tint": EXIT_TINTS.get(line.key, "inconnu")}
        for line in rows
        if line.count
    ]
    hidden = base - sum(line.count or 0 for line in rows)
    if hidden:
        dots.insert(
            -1, {"label": _("Trop peu nombreuses pour être dites"), "count": hidden, "tint": "soleil"}
        )
    return dots


def _dot_label(line: Line, bilan: Bilan) -> str:
    if line.key != "I15a":
        return line.label
    jobs = [each for each in _told(bilan, "I16") if each.count]
    if not jobs:
        return line.label
    words = ", ".join(f"{each.count} {each.label}" for each in jobs)
    return f"{line.label} ({words})"


def _figures(lines: dict[str, Line]) -> list[Figure]:
    labels = {
        "I01": _("de femmes"),
        "I04": _("vivent en quartier prioritaire"),
        "I05": _("élèvent seul·es leurs enfants"),
        "I11": _("sont en situation de handicap"),
    }
    return [
        Figure(_percent(lines[code].percent), label)
        for code, label in labels.items()
        if lines[code].percent is not None
    ]


def _percent(value: int | None) -> str:
    return "" if value is None else f"{value}{NO_BREAK}%"


def _bars(bilan: Bilan, table: str, title: str, *, tint: str = "brique") -> Bars:
    rows = _told(bilan, table)
    shares = [line.percent or 0 for line in rows]
    top = max(shares, default=0)
    if not top:
        return Bars(title, ())
    first = rows[0]
    base = _("Parmi %(n)s personnes.") % {"n": nombre(first.denominator or 0)}
    if first.small_base:
        base += " " + _("Effectif inférieur à %(n)d.") % {"n": bilan.frame.small_base}
    drawn = [
        {
            "label": line.label,
            "text": _percent(line.percent),
            "share": round(100 * share / top),
            "tint": "inconnu" if line.key == UNKNOWN else tint,
        }
        for line, share in zip(rows, shares, strict=True)
    ]
    return Bars(title, drawn, tint, base, first.note)


def _turnover_bars(bilan: Bilan) -> Bars:
    totals: dict[str, int] = {}
    names: dict[str, Turnover] = {}
    for row in bilan.turnover:
        totals[row.slug] = totals.get(row.slug, 0) + row.cents
        names.setdefault(row.slug, row)
    top = max(totals.values(), default=0)
    rows = [
        {
            "label": ", ".join(part for part in (names[slug].name, names[slug].city) if part),
            "text": euros(cents, "rond"),
            "share": round(100 * cents / top) if top else 0,
            "tint": "feuille",
        }
        for slug, cents in sorted(totals.items(), key=lambda pair: -pair[1])
    ]
    return Bars(_("Ce que les KPA ont vendu"), rows, "feuille")


def _turnover_words(bilan: Bilan) -> str:
    kpas = len({row.slug for row in bilan.turnover})
    return ngettext("de ventes HT, pour %(n)d KPA", "de ventes HT, pour %(n)d KPA", kpas) % {"n": kpas}


def _turnover_details(bilan: Bilan) -> list[str]:
    """A KPA whose figures have periods of their own: each is said."""
    by_kpa: dict[str, list[Turnover]] = {}
    for row in bilan.turnover:
        by_kpa.setdefault(row.slug, []).append(row)
    details = []
    for rows in by_kpa.values():
        if len(rows) > 1:
            parts = ", puis ".join(f"{euros(row.cents, 'rond')} {row.words}" for row in rows)
            details.append(f"{rows[0].name}{NO_BREAK}: {parts}.")
    return details


def _not_known(bilan: Bilan) -> list[str]:
    lines = bilan.by_code
    said = []
    exit_unknown, gone = lines["I15z"].count, lines["I14"].count
    if exit_unknown and gone:
        words = {"n": exit_unknown, "base": gone}
        said.append(_("La suite de %(n)d personnes sur %(base)d n’est pas connue.") % words)
    level = lines["I07z"].percent
    if level:
        said.append(_("Le niveau d’études manque pour %(n)d %% des personnes.") % {"n": level})
    ages = [line.percent or 0 for line in bilan.lines if line.table == "I02" and line.count is not None]
    if ages and sum(ages) not in (0, 100):
        said.append(_("Les âges font %(n)d %% : c’est l’arrondi.") % {"n": sum(ages)})
    kpas = len({row.slug for row in bilan.turnover})
    if kpas:
        said.append(_("Les ventes des autres KPA ne sont pas connues : ce n’est pas zéro."))
    said.extend(_missing(lines))
    if any(line.hidden for line in (*bilan.lines, *bilan.measures)):
        said.extend(_hidden(bilan.audience))
    return said


def _missing(lines: dict[str, Line]) -> list[str]:
    """How many people did not tell, for the figures that stand alone."""
    asked = {
        "I04": _("Le quartier manque pour %(n)d %% des personnes."),
        "I05": _("On ne sait pas pour %(n)d %% si elles élèvent seules leurs enfants."),
        "I11": _("Pour %(n)d %%, on ne sait rien d’un handicap."),
    }
    shares = {code: percent(lines[code].unknown, lines[code].denominator) for code in asked}
    return [words % {"n": shares[code]} for code, words in asked.items() if shares[code]]


def _hidden(audience: Audience) -> list[str]:
    few, rare = audience.fewest, audience.fewest_of(sensitive=True)
    said = [_("Les groupes de moins de %(n)d personnes ne sont pas montrés.") % {"n": few}]
    if rare != few:
        said.append(_("Quand la loi protège l’information, c’est moins de %(n)d.") % {"n": rare})
    return [*said, _("Un nombre qui les ferait trouver est caché aussi.")]


def _tables(bilan: Bilan) -> list[Table]:
    words = words_for(bilan.frame)
    tables: dict[str, list[Line]] = {}
    for line in bilan.lines:
        if not line.merged:
            tables.setdefault(line.table, []).append(line)
    return [
        Table(
            title=BY_CODE[code].label.format(**words) if code in BY_CODE else _OWN_TITLES[code],
            note=rows[0].note if code in BY_CODE else "",
            source=rows[0].source,
            version=rows[0].version,
            rows=_table_rows(rows),
        )
        for code, rows in tables.items()
    ]


_OWN_TITLES = {PEOPLE: "Les personnes", "D": "Nos calculs sur les sorties"}


def _table_rows(lines: Iterable[Line]) -> list[TableRow]:
    return [
        TableRow(
            code=line.code,
            label=line.label,
            count=_("masqué") if line.hidden else _number(line.count),
            denominator=_number(line.denominator),
            percent=_percent(line.percent)
            + ("\u00a0**" if line.small_base and line.percent is not None else ""),
            unknown=_number(line.unknown),
        )
        for line in lines
    ]


def _number(value: int | None) -> str:
    return "" if value is None else nombre(value)
