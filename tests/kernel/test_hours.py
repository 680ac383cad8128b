import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpacite.kernel.hours import (
    AmbiguousDuration,
    InvalidDuration,
    UnevenDuration,
    format_minutes,
    parse_minutes,
)


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [
        *(
            (typed, 120)
            for typed in ("2h", "2 h", "2H", "2:00", "2 heures", "2h00", "2,0 h", " 2\u00a0h ", "120 min")
        ),
        *(
            (typed, 150)
            for typed in ("2h30", "2 h 30", "2\u202fh\u202f30", "2:30", "2 h 30 min", "2,5 h", "2.5h")
        ),
        *((typed, 45) for typed in ("45 min", "45min", "45 mn", "45 minutes", "0:45", "0h45", "0,75 h")),
        ("1 heure 30", 90),
        ("1,5 h", 90),
        ("1,25h", 75),
        ("2 h 05", 125),
        ("2 h 5 min", 125),
        ("1 minute", 1),
        ("0 h", 0),
    ],
)
def test_a_duration_is_read_as_people_write_it(typed, minutes):
    assert parse_minutes(typed) == minutes


@pytest.mark.parametrize("typed", ["90", "2", "1,5", "1.5", "0"])
def test_a_bare_number_is_not_guessed(typed):
    with pytest.raises(AmbiguousDuration, match="Heures ou minutes"):
        parse_minutes(typed)


@pytest.mark.parametrize("typed", ["1,33 h", "0,01h"])
def test_a_crooked_part_of_an_hour_is_asked_in_minutes(typed):
    with pytest.raises(UnevenDuration, match="les heures et les minutes"):
        parse_minutes(typed)


@pytest.mark.parametrize(
    "typed",
    [
        *(
            "",
            "h",
            "min",
            "deux heures",
            "-2 h",
            "−2 h",
            "2h60",
            "2:60",
            "2:5",
            "2h5",
            "2 h 300",
            "2 h 90 min",
        ),
        *(
            "2;30",
            "1,5,5 h",
            "2 h 30 h",
            "1:30 h",
            "30 min 2 h",
            "1,255 h",
            "٢ h",
            "12345 h",
            "9" * 5_000 + " h",
        ),
    ],
)
def test_anything_else_is_refused_with_an_example(typed):
    with pytest.raises(InvalidDuration) as refusal:
        parse_minutes(typed)
    assert type(refusal.value) is InvalidDuration
    assert str(refusal.value) == "Écrivez une durée, par exemple 2\u00a0h\u00a030 ou 45\u00a0min."


@pytest.mark.parametrize(
    ("minutes", "shown"),
    [
        (330, "5 h 30"),
        (30, "30 min"),
        (120, "2 h"),
        (125, "2 h 05"),
        (0, "0 min"),
        (-90, "\u22121 h 30"),
        (-30, "\u221230 min"),
        (60_000, "1000 h"),
    ],
)
def test_a_duration_is_shown_in_hours_and_minutes(minutes, shown):
    assert format_minutes(minutes) == shown.replace(" ", "\u00a0")


@given(st.integers(0, 9_999 * 60 + 59))
def test_what_is_shown_can_be_typed_back(minutes):
    assert parse_minutes(format_minutes(minutes)) == minutes


@given(st.integers(1, 100_000))
def test_a_correction_mirrors_the_hours_it_takes_back(minutes):
    assert format_minutes(-minutes) == "\u2212" + format_minutes(minutes)
