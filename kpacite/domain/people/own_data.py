"""Everything that the platform holds about one person, gathered from the tables themselves.

A table belongs to the file of a person when it points to her (`person`), to her account (`account`), or to
one of her paths, contracts or memberships. A new table is therefore in the export from its first day, unless
`APART` names it with the reason; a test reads both lists.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _

from kpacite.domain.people.models import Person
from kpacite.domain.people.selectors import files_of
from kpacite.platform.templatetags.kpacite import jour

OWN_LINKS = (
    "person",
    "trainer",
    "account",
    "path__person",
    "contract__person",
    "period__contract__person",
    "membership__person",
    "appointment__path__person",
)
APART = {
    "paths.supportnote": "the notes of others are given on request; those shared are in the appointments",
    "people.logincard": "codes that open the account",
    "people.logincardcode": "codes that open the account",
}
HIDDEN_COLUMNS = ("password", "hash", "token", "secret", "public_id", "key")
OUR_APPS = "kpacite."


@dataclass(frozen=True, slots=True)
class Table:
    """`rows`: (column in words, value) pairs, one list for each line."""

    code: str
    title: str
    rows: list[list[tuple[str, str]]]


def own_data(person: Person) -> list[Table]:
    """The tables that hold something about this person, her own card first."""
    card = Table("people.person", _title(Person), [_line(person)])
    return [card, *(table for model, link in tables() if (table := _table(model, link, person)).rows)]


def tables() -> Iterator[tuple[type[models.Model], str]]:
    """Each model of ours about a person, and the way from it to her; those kept apart are not given."""
    for model in apps.get_models():
        if model.__module__.startswith(OUR_APPS) and model._meta.label_lower not in APART:
            link = next((link for link in OWN_LINKS if _leads_to_person(model, link)), None)
            if link:
                yield model, link


def _leads_to_person(model: type[models.Model], link: str) -> bool:
    current: Any = model
    for name in link.split("__"):
        field = next((f for f in current._meta.concrete_fields if f.name == name and f.is_relation), None)
        if field is None:
            return False
        current = field.related_model
    return current._meta.label_lower in ("people.person", "people.account")


def _table(model: type[models.Model], link: str, person: Person) -> Table:
    whom = Q(**{f"{link}__person__in" if link == "account" else f"{link}__in": files_of(person)})
    rows = model._base_manager.filter(whom).order_by("pk")
    return Table(model._meta.label_lower, _title(model), [_line(row) for row in rows])


def _title(model: type[models.Model]) -> str:
    words = str(model._meta.verbose_name)
    return words[:1].upper() + words[1:]


def _line(row: models.Model) -> list[tuple[str, str]]:
    return [(str(field.verbose_name), value) for field in _columns(row) if (value := _value(row, field))]


def _columns(row: models.Model) -> Iterator[Any]:
    for field in row._meta.concrete_fields:
        # Her own key in each line says nothing to her.
        hidden = field.primary_key or field.name in OWN_LINKS or isinstance(field, models.BinaryField)
        if not hidden and not any(word in field.name for word in HIDDEN_COLUMNS):
            yield field


def _value(row: models.Model, field: Any) -> str:
    value = getattr(row, field.name)
    if value in (None, ""):
        return ""
    words = getattr(row, "own_words", None)
    if words is not None and field.name in (told := words()):
        return str(told[field.name])
    if isinstance(value, bool):
        return str(_("Oui") if value else _("Non"))
    if isinstance(value, date):
        return jour(value)
    display = getattr(row, f"get_{field.name}_display", None)
    return str(display() if display else value)
