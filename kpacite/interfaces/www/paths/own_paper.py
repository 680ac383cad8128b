"""What the platform holds about one person, ready to print: the content of the JSON file, in French words."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from kpacite.domain.people.models import Person
from kpacite.domain.people.own_data import Table
from kpacite.integrations.documents import DocumentNotDrawn, compile_pdf
from kpacite.platform.templatetags.kpacite import jour

TEMPLATE = "donnees.typ"
LAST_LATIN = "\u024f"
PRINTED_BESIDES = frozenset("‘’“”„…–—•€œŒ™−\u202f\u2009\u2011→✓")


def own_paper(person: Person, tables: Iterable[Table], *, today: date, now: datetime) -> bytes:
    """The PDF. A sign that no font has (an emoji, another alphabet) becomes « ? », and the page says so."""
    data = _in_words(person, list(tables), today)
    try:
        return compile_pdf(data, at=now, template=TEMPLATE)
    except DocumentNotDrawn:
        warning = _("Certains signes ne s’impriment pas : « ? » les remplace. Le fichier JSON les garde.")
        plain = _printable(data) | {"sentences": [*data["sentences"], warning]}
        return compile_pdf(plain, at=now, template=TEMPLATE)


def _in_words(person: Person, tables: list[Table], today: date) -> dict[str, Any]:
    return {
        "title": _("Mes données : %(name)s") % {"name": person},
        "day": _("Fait le %(day)s.") % {"day": jour(today)},
        "sentences": [
            _("Tout ce que la plateforme garde sur vous, table par table."),
            _("Les notes que d’autres ont écrites pour vous accompagner n’y sont pas : demandez-les-leur."),
        ],
        "tables": [{"title": table.title, "rows": _rows(table)} for table in tables],
    }


def _rows(table: Table) -> list[dict[str, Any]]:
    """A line alone needs no title; the others are counted."""
    many = len(table.rows) > 1
    return [
        {
            "title": _("Ligne %(n)d sur %(total)d") % {"n": n, "total": len(table.rows)} if many else "",
            "lines": [{"label": label[:1].upper() + label[1:], "value": value} for label, value in row],
        }
        for n, row in enumerate(table.rows, start=1)
    ]


def _printable(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _printable(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_printable(one) for one in value]
    return "".join(sign if sign <= LAST_LATIN or sign in PRINTED_BESIDES else "?" for sign in str(value))
