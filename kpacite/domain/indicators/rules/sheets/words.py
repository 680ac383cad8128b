"""A condition as a French sentence, built from its tree."""

from collections.abc import Mapping

from kpacite.domain.indicators.enums import Counted
from kpacite.domain.indicators.rules.sheets.conditions import WITH_VALUES, Comparison, Group, Join, Node
from kpacite.domain.indicators.rules.sheets.vocabulary import Field, Operator, fields_of

OPENINGS = {
    Counted.PERSONS: ("Personnes", "Toutes les personnes de la période"),
    Counted.PATHS: ("Parcours de personnes", "Tous les parcours de la période"),
    Counted.HOURS: ("Heures", "Toutes les heures de la période"),
    Counted.AMOUNTS: ("Factures", "Toutes les factures de la période, moins les avoirs"),
}
JOINS = {Join.ALL: " et ", Join.ANY: " ou "}
OPERATOR_WORDS = {
    Operator.ONE_OF: "est une de ces réponses",
    Operator.NONE_OF: "n’est aucune de ces réponses",
    Operator.YES: "oui",
    Operator.NO: "non",
    Operator.AT_LEAST: "au moins",
    Operator.AT_MOST: "au plus",
    Operator.EXACTLY: "exactement",
    Operator.IN_PERIOD: "dans la période",
    Operator.BEFORE_PERIOD: "avant le début de la période",
    Operator.AFTER_PERIOD: "après la fin de la période",
    Operator.MONTHS_BEFORE_END: "dans les derniers mois de la période (écrivez combien)",
    Operator.MONTHS_AFTER_END: "dans les mois qui suivent la période (écrivez combien)",
    Operator.UNKNOWN: "on ne sait pas",
}
DATES = {
    Operator.IN_PERIOD: "dans la période",
    Operator.BEFORE_PERIOD: "avant le début de la période",
    Operator.AFTER_PERIOD: "après la fin de la période",
}
NUMBERS = {Operator.AT_LEAST: "au moins ", Operator.AT_MOST: "au plus ", Operator.EXACTLY: ""}
Names = Mapping[str, str]


def sentence(group: Group, counted: Counted, names: Names) -> str:
    """`names`: what the answers of the database are called (`kpa`, `kpa/CODE`)."""
    some, everything = OPENINGS[counted]
    if not group.parts:
        return f"{everything}."
    return f"{some} {words_of(group, fields_of(counted), names)}."


def words_of(node: Node, fields: Mapping[str, Field], names: Names) -> str:
    """Without an opening: a group inside another stands in brackets."""
    if isinstance(node, Comparison):
        return comparison_words(node, fields[node.field], names)
    parts = [
        f"({words_of(part, fields, names)})" if _is_several(part) else words_of(part, fields, names)
        for part in node.parts
    ]
    return JOINS[node.join].join(parts)


def _is_several(node: Node) -> bool:
    return isinstance(node, Group) and len(node.parts) > 1


def comparison_words(one: Comparison, field: Field, names: Names) -> str:
    if one.operator is Operator.UNKNOWN:
        return f"dont on ne connaît pas {field.label}"
    if one.operator in (Operator.YES, Operator.NO):
        return field.yes if one.operator is Operator.YES else field.no
    if one.operator in WITH_VALUES:
        return _choice_words(one, field, names)
    return f"dont {field.label} est {_bound_words(one, field)}"


def _bound_words(one: Comparison, field: Field) -> str:
    if one.operator is Operator.MONTHS_BEFORE_END:
        return f"dans {_last_months(one)}"
    if one.operator is Operator.MONTHS_AFTER_END:
        return f"dans {_next_months(one)}"
    return DATES[one.operator] if one.operator in DATES else _number_words(one, field)


def _last_months(one: Comparison) -> str:
    return (
        "le dernier mois de la période"
        if one.number == 1
        else f"les {one.number} derniers mois de la période"
    )


def _next_months(one: Comparison) -> str:
    return (
        "le mois qui suit la période" if one.number == 1 else f"les {one.number} mois qui suivent la période"
    )


def _number_words(one: Comparison, field: Field) -> str:
    unit = "an" if field.unit == "ans" and one.number in (0, 1) else field.unit
    if not unit:
        return f"{NUMBERS[one.operator]}{one.number}"
    bound = NUMBERS[one.operator]
    return f"{'d’' if bound else 'de '}{bound}{one.number} {unit}"


def _choice_words(one: Comparison, field: Field, names: Names) -> str:
    labels = dict(field.choices)
    told = [f"« {labels.get(value) or names.get(value) or value} »" for value in one.values]
    if one.operator is Operator.ONE_OF:
        return f"dont {field.label} est {' ou '.join(told)}"
    if len(told) == 1:
        return f"dont {field.label} n’est pas {told[0]}"
    return f"dont {field.label} n’est ni {' ni '.join(told)}"
