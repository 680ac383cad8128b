"""One HTML file that needs nothing else: to send, to keep, to print."""

from collections.abc import Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from kpacite.domain.indicators.rules.content import Bilan
from kpacite.domain.indicators.rules.measures import MeasureRow
from kpacite.integrations.bilan_files import words

STYLE = (
    "body{font:1.1rem/1.5 system-ui,sans-serif;color:#17262B;background:#FBF5EA;max-width:56rem;margin:auto;"
    "padding:1.5rem}table{border-collapse:collapse;width:100%;margin:1rem 0 2rem;background:#fff}"
    "caption{text-align:left;font-weight:700;font-size:1.2rem;padding:.5rem 0}"
    "th,td{padding:.5rem;border-bottom:1px solid #8A8271;text-align:left;font-weight:400}"
    "td{text-align:right;white-space:nowrap}.fin{color:#45565B;font-size:.95rem}"
    "@media print{body{background:#fff;font-size:9pt}table{break-inside:avoid}}"
)


def to_html(bilan: Bilan) -> str:
    head = format_html(
        '<!doctype html>\n<html lang="fr"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        "<title>{}</title><style>{}</style></head><body>",
        words.title(bilan),
        mark_safe(STYLE),  # noqa: S308 - our own constant
    )
    top = format_html(
        '<main><h1>{}</h1><p>{}. {}.</p><p><strong style="font-size:3rem">{}</strong> coopérant·es</p>',
        words.title(bilan),
        bilan.scope_name,
        words.audience(bilan),
        words.count_words(bilan.lines[0]),
    )
    tables = format_html_join("", "{}", ((_table(block),) for block in words.blocks(bilan)))
    return "".join(
        (head, top, tables, _turnover(bilan), _measures(bilan), _notes(bilan), "</main></body></html>\n")
    )


def _table(block: words.Block) -> SafeString:
    rows = format_html_join(
        "",
        '<tr><th scope="row">{}</th><td>{}</td><td>{}</td></tr>',
        ((line.label, words.count_words(line), words.percent_words(line)) for line in block.lines),
    )
    return format_html(
        "<table><caption>{}</caption><thead><tr>"
        '<th scope="col">Parmi {}</th><th scope="col">Nombre</th><th scope="col">Part</th></tr></thead>'
        '<tbody>{}</tbody></table><p class="fin">{}</p>',
        block.title,
        block.among,
        rows,
        block.note,
    )


def _turnover(bilan: Bilan) -> SafeString:
    if not bilan.turnover:
        return SafeString("")
    rows = format_html_join(
        "",
        '<tr><th scope="row">{}</th><td>{}</td><td>{}</td></tr>',
        ((row.name, row.words, words.euros(row.cents)) for row in bilan.turnover),
    )
    return format_html(
        "<table><caption>Ce que les KPA ont vendu, hors taxes</caption><thead><tr>"
        '<th scope="col">KPA</th><th scope="col">Période</th><th scope="col">Ventes</th></tr></thead>'
        '<tbody>{}</tbody><tfoot><tr><th scope="row">Total, notre addition</th><td></td><td>{}</td></tr>'
        "</tfoot></table>",
        rows,
        words.euros(bilan.turnover_total),
    )


def _measures(bilan: Bilan) -> SafeString:
    return format_html_join(
        "",
        "<table><caption>{}</caption><thead><tr>"
        '<th scope="col">KPA</th><th scope="col">Chiffre</th></tr></thead><tbody>{}</tbody></table>'
        '<p class="fin">{}. {}</p>',
        (
            (first.label, _measure_rows(rows), first.population.capitalize(), first.note)
            for first, rows in words.measure_blocks(bilan)
        ),
    )


def _measure_rows(rows: Sequence[MeasureRow]) -> SafeString:
    cells = ((row.name, words.measured(row)) for row in rows)
    return format_html_join("", '<tr><th scope="row">{}</th><td>{}</td></tr>', cells)


def _notes(bilan: Bilan) -> SafeString:
    return format_html(
        "<ul>{}</ul>", format_html_join("", "<li>{}</li>", ((n,) for n in words.footnotes(bilan)))
    )
