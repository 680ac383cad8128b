"""Whether a condition holds of a fact: yes, no, or nobody knows (Kleene's three values)."""

from collections.abc import Callable, Mapping
from datetime import date

from kpacite.domain.indicators.rules.frame import Frame
from kpacite.domain.indicators.rules.sheets.conditions import Comparison, Group, Join, Node
from kpacite.domain.indicators.rules.sheets.facts import ABSENT, Fact, Value
from kpacite.domain.indicators.rules.sheets.vocabulary import Field, Operator
from kpacite.kernel.period import add_months

Compare = Callable[[Value, Comparison, Frame], bool]


def holds(node: Node, fact: Fact, fields: Mapping[str, Field], frame: Frame) -> bool | None:
    """« And » is no as soon as one part is no; « or » is yes as soon as one is yes; else unknown counts."""
    if isinstance(node, Comparison):
        return _compared(node, fields[node.field].read(fact), frame)
    return _joined(node, fact, fields, frame)


def _joined(group: Group, fact: Fact, fields: Mapping[str, Field], frame: Frame) -> bool | None:
    if not group.parts:
        return True
    settles = group.join is Join.ANY
    answers = {holds(part, fact, fields, frame) for part in group.parts}
    if settles in answers:
        return settles
    return None if None in answers else not settles


def _compared(one: Comparison, value: Value, frame: Frame) -> bool | None:
    if value is ABSENT:
        return False
    if one.operator is Operator.UNKNOWN:
        return value is None
    return None if value is None else _COMPARE[one.operator](value, one, frame)


def _day(value: Value) -> date:
    if not isinstance(value, date):
        raise TypeError(value)
    return value


def _whole(value: Value) -> int:
    if not isinstance(value, int):
        raise TypeError(value)
    return value


def _number(one: Comparison) -> int:
    if one.number is None:
        raise TypeError(one)
    return one.number


_COMPARE: Mapping[Operator, Compare] = {
    Operator.ONE_OF: lambda value, one, _frame: value in one.values,
    Operator.NONE_OF: lambda value, one, _frame: value not in one.values,
    Operator.YES: lambda value, _one, _frame: value is True,
    Operator.NO: lambda value, _one, _frame: value is False,
    Operator.AT_LEAST: lambda value, one, _frame: _whole(value) >= _number(one),
    Operator.AT_MOST: lambda value, one, _frame: _whole(value) <= _number(one),
    Operator.EXACTLY: lambda value, one, _frame: _whole(value) == _number(one),
    Operator.IN_PERIOD: lambda value, _one, frame: frame.first <= _day(value) <= frame.last,
    Operator.BEFORE_PERIOD: lambda value, _one, frame: _day(value) < frame.first,
    Operator.AFTER_PERIOD: lambda value, _one, frame: _day(value) > frame.last,
    Operator.MONTHS_BEFORE_END: lambda value, one, frame: (
        add_months(frame.last, -_number(one)) < _day(value) <= frame.last
    ),
    Operator.MONTHS_AFTER_END: lambda value, one, frame: (
        frame.last < _day(value) <= add_months(frame.last, _number(one))
    ),
}
