"""Any population gives the same bilan as a program written separately."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from kpacite.domain.indicators.rules.audience import Audience
from kpacite.domain.indicators.rules.counting import count
from kpacite.domain.indicators.rules.disclosure import release
from kpacite.domain.indicators.rules.facts import (
    Contract,
    Education,
    ExitFact,
    Gender,
    PersonPath,
    Referral,
    Situation,
)
from kpacite.domain.indicators.rules.figures import lines
from kpacite.domain.indicators.rules.frame import Frame
from tests.domain.indicators import reference

FIRST, LAST = date(2022, 3, 1), date(2023, 12, 31)
days = st.dates(date(2021, 1, 1), date(2024, 6, 30))
answer = st.none() | st.booleans()


def maybe(kind: type) -> st.SearchStrategy:
    return st.none() | st.sampled_from(list(kind))


@st.composite
def a_path(draw: st.DrawFn) -> PersonPath:
    start = draw(days)
    end = draw(st.none() | st.dates(start, date(2024, 6, 30)))
    news = st.builds(ExitFact, days, maybe(Situation), maybe(Contract), answer)
    return PersonPath(
        person=draw(st.integers(1, 12)),
        start=start,
        end=end,
        planned_end=draw(st.none() | st.dates(date(2021, 6, 1), date(2026, 6, 30))),
        birth=draw(st.none() | st.dates(date(1955, 1, 1), date(2006, 1, 1))),
        gender=draw(maybe(Gender)),
        department=draw(st.none() | st.sampled_from(["59", "62", "17"])),
        qpv_2015=draw(answer),
        qpv_2024=draw(answer),
        single_parent=draw(answer),
        protection=draw(answer),
        disabled=draw(answer),
        education=draw(maybe(Education)),
        registered_at_entry=draw(answer),
        registered_on=draw(st.none() | st.dates(date(2014, 1, 1), date(2024, 6, 30))),
        referral=draw(maybe(Referral)),
        # Two news of one day would have no order.
        exits=tuple(draw(st.lists(news, max_size=3, unique_by=lambda fact: fact.observed_on))),
    )


def by_person(rows: list[PersonPath]) -> list[PersonPath]:
    """One path a day for each person: two that begin and end together would have no order."""
    kept = {(row.person, row.start, row.end): row for row in rows}
    return sorted(kept.values(), key=lambda row: row.person)


@settings(max_examples=80)
@given(rows=st.lists(a_path(), max_size=25).map(by_person))
def test_the_bilan_is_the_reference_s(rows: list[PersonPath]) -> None:
    frame = Frame(FIRST, LAST)
    told = lines(release(count(rows, frame), Audience.INTERNAL), frame)
    ours = {line.code: (line.count, line.denominator, line.percent) for line in told}
    theirs = reference.bilan([row._asdict() for row in rows], FIRST, LAST)
    assert {code: ours[code] for code in theirs} == theirs
