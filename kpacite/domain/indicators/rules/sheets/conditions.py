"""Conditions: comparisons of known fields, put together by « and » and « or ».

Stored as JSON, read back only through `parse`: a field, a comparison or a value that the vocabulary does not
know is refused with a sentence.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from kpacite.domain.indicators.enums import Counted
from kpacite.domain.indicators.rules.sheets.vocabulary import Field, Operator, fields_of
from kpacite.kernel.errors import DomainError

MOST_DEPTH = 4
MOST_COMPARISONS = 20
MOST_VALUES = 40
MOST_NUMBER = 1_000
MOST_MONTHS = 120
OPEN_VALUE = re.compile(r"[a-z0-9-]{1,60}(/[A-Z0-9_-]{1,20})?")
WITH_NUMBER = frozenset({Operator.AT_LEAST, Operator.AT_MOST, Operator.EXACTLY})
WITH_MONTHS = frozenset({Operator.MONTHS_BEFORE_END, Operator.MONTHS_AFTER_END})
WITH_VALUES = frozenset({Operator.ONE_OF, Operator.NONE_OF})


class BadCondition(DomainError):
    """A condition that the vocabulary does not know."""

    code = "sheet.condition"
    sentence = "Cette condition n’est pas dans la liste. Choisissez-en une autre."


class Join(StrEnum):
    ALL = "all"
    ANY = "any"


@dataclass(frozen=True, slots=True)
class Comparison:
    """One comparison. `number` or `values`, as the operator asks."""

    field: str
    operator: Operator
    values: tuple[str, ...] = ()
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """All of its parts, or any. Without a part it holds for everything."""

    join: Join = Join.ALL
    parts: "tuple[Comparison | Group, ...]" = ()


Node = Comparison | Group
EVERYTHING = Group()


def parse(data: object, counted: Counted) -> Group:
    """The condition that this JSON says. Raises `BadCondition`."""
    node = _node(data, fields_of(counted), MOST_DEPTH)
    if not isinstance(node, Group):
        raise BadCondition("Une condition commence par un groupe.")
    if sum(1 for _one in comparisons_of(node)) > MOST_COMPARISONS:
        raise BadCondition(f"Une ligne porte {MOST_COMPARISONS} conditions au plus.")
    return node


def to_json(node: Node) -> dict[str, Any]:
    if isinstance(node, Group):
        return {node.join.value: [to_json(part) for part in node.parts]}
    told: dict[str, Any] = {"field": node.field, "is": node.operator.value}
    if node.values:
        told["values"] = list(node.values)
    if node.number is not None:
        told["number"] = node.number
    return told


def comparisons_of(node: Node) -> Iterator[Comparison]:
    """Every comparison of the tree."""
    if isinstance(node, Comparison):
        yield node
    else:
        for part in node.parts:
            yield from comparisons_of(part)


def _node(data: object, fields: Mapping[str, Field], depth: int) -> Node:
    if not isinstance(data, Mapping):
        raise BadCondition
    if "field" in data:
        return _comparison(data, fields)
    if len(data) != 1 or (join := next(iter(data))) not in set(Join):
        raise BadCondition
    if depth <= 1:
        raise BadCondition("Trop de groupes les uns dans les autres.")
    parts = data[join]
    if not isinstance(parts, Sequence) or isinstance(parts, str):
        raise BadCondition
    if not parts and depth < MOST_DEPTH:
        raise BadCondition("Un groupe porte une condition au moins.")
    return Group(Join(join), tuple(_node(part, fields, depth - 1) for part in parts))


def _comparison(data: Mapping[str, Any], fields: Mapping[str, Field]) -> Comparison:
    field = fields.get(data["field"]) if isinstance(data["field"], str) else None
    if field is None:
        raise BadCondition("Ce renseignement n’est pas dans la liste. Choisissez-en un autre.", field="field")
    if data.get("is") not in {each.value for each in field.operators}:
        raise BadCondition("Cette comparaison ne va pas avec ce renseignement.", field="is")
    if not data.keys() <= {"field", "is", "values", "number"}:
        raise BadCondition
    operator = Operator(data["is"])
    values, number = data.get("values", ()), data.get("number")
    if (
        not isinstance(values, Sequence)
        or isinstance(values, str)
        or bool(values) != (operator in WITH_VALUES)
    ):
        raise BadCondition("Choisissez une réponse au moins.", field="values")
    return Comparison(field.code, operator, _values(field, values), _number(operator, number))


def _values(field: Field, values: Sequence[Any]) -> tuple[str, ...]:
    known = {code for code, _label in field.choices}
    for value in values:
        if not isinstance(value, str) or (
            not OPEN_VALUE.fullmatch(value) if field.is_open else value not in known
        ):
            raise BadCondition("Choisissez une réponse de la liste.", field="values")
    if len(values) > MOST_VALUES:
        raise BadCondition(f"Choisissez {MOST_VALUES} réponses au plus.", field="values")
    return tuple(dict.fromkeys(values))


def _number(operator: Operator, number: object) -> int | None:
    if operator not in WITH_NUMBER | WITH_MONTHS:
        if number is not None:
            raise BadCondition("Cette comparaison ne demande pas de nombre.", field="number")
        return None
    least, most = (1, MOST_MONTHS) if operator in WITH_MONTHS else (0, MOST_NUMBER)
    if not isinstance(number, int) or isinstance(number, bool) or not least <= number <= most:
        raise BadCondition(f"Écrivez un nombre entier, de {least} à {most}.", field="number")
    return number


# Edits of the builder. `place`: the ranks that lead to a part, from the outside in.


def at(group: Group, place: Sequence[int]) -> Node:
    """The part that stands there. Raises `BadCondition`."""
    node: Node = group
    for rank in place:
        if not isinstance(node, Group) or not 0 <= rank < len(node.parts):
            raise BadCondition("Cette condition n’est plus là. Relisez la ligne.")
        node = node.parts[rank]
    return node


def put(group: Group, place: Sequence[int], node: Node) -> Group:
    """With another part there."""
    at(group, place)
    return _rebuilt(group, place, lambda parts, rank: (*parts[:rank], node, *parts[rank + 1 :]))


def without(group: Group, place: Sequence[int]) -> Group:
    """Without that part; a group left empty goes too."""
    at(group, place)
    left = _rebuilt(group, place, lambda parts, rank: (*parts[:rank], *parts[rank + 1 :]))
    parent = place[:-1]
    if parent and not _group_at(left, parent).parts:
        return without(left, parent)
    return left


def added(group: Group, place: Sequence[int], node: Node) -> Group:
    """With one part more at the end of the group that stands there."""
    parent = _group_at(group, place)
    grown = replace(parent, parts=(*parent.parts, node))
    return grown if not place else put(group, place, grown)


def joined(group: Group, place: Sequence[int], join: Join) -> Group:
    """That group holds when all of its parts do, or any."""
    changed = replace(_group_at(group, place), join=join)
    return changed if not place else put(group, place, changed)


def _group_at(group: Group, place: Sequence[int]) -> Group:
    found = at(group, place)
    if not isinstance(found, Group):
        raise BadCondition
    return found


def _rebuilt(group: Group, place: Sequence[int], change: Any) -> Group:
    if not place:
        raise BadCondition
    rank, inside = place[0], place[1:]
    if not inside:
        return replace(group, parts=change(group.parts, rank))
    child = _group_at(group, place[:1])
    return replace(
        group, parts=(*group.parts[:rank], _rebuilt(child, inside, change), *group.parts[rank + 1 :])
    )
