"""Amounts, dates and words as every page writes them."""

from datetime import UTC, date, datetime

import pytest
from django.template import Context, Engine
from django.utils import translation
from django.utils.safestring import mark_safe
from hypothesis import given
from hypothesis import strategies as st

from kpacite.kernel.money import Euro
from kpacite.platform.reading import INCLUSIVE_WORDS, Reading, in_both_words
from kpacite.platform.templatetags import kpacite as tags

HARD, THIN, MINUS = "\u00a0", "\u202f", "\u2212"


def render(source: str, **context: object) -> str:
    engine = Engine(builtins=["kpacite.platform.templatetags.kpacite", "django.templatetags.i18n"])
    return engine.from_string(source).render(Context(context))


@pytest.mark.parametrize(
    ("cents", "text"),
    [
        (0, f"0,00{HARD}€"),
        (123450, f"1{THIN}234,50{HARD}€"),
        (-6600, f"{MINUS}66,00{HARD}€"),
        (100000000, f"1{THIN}000{THIN}000,00{HARD}€"),
    ],
)
def test_an_amount_has_two_decimals_and_hard_spaces(cents: int, text: str) -> None:
    assert tags.euros(cents) == text
    assert tags.euros(Euro(cents)) == text


def test_a_round_amount_has_no_decimals() -> None:
    assert tags.euros(2119900, "rond") == f"21{THIN}199{HARD}€"


@pytest.mark.parametrize(
    ("value", "text"),
    [(1234.5, f"1{THIN}234,5"), (12, "12"), (-3, f"{MINUS}3"), ("0.50", "0,5"), (100, "100")],
)
def test_a_number_has_thin_spaces_and_a_comma(value: float, text: str) -> None:
    assert tags.nombre(value) == text


@pytest.mark.parametrize(
    ("minutes", "text"),
    [
        (330, f"5{HARD}h{HARD}30"),
        (30, f"30{HARD}min"),
        (120, f"2{HARD}h"),
        (0, f"0{HARD}min"),
        (-65, f"{MINUS}1{HARD}h{HARD}05"),
    ],
)
def test_a_duration_is_in_hours_and_minutes_never_decimal(minutes: int, text: str) -> None:
    assert tags.heures(minutes) == text


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("", "12 mars 2026"),
        ("court", "12 mars"),
        ("bref", "12\u00a0mars\u00a02026"),
        ("semaine", "jeudi 12 mars 2026"),
        ("mois", "mars 2026"),
    ],
)
def test_a_day_is_written_in_words(form: str, text: str) -> None:
    assert tags.jour(date(2026, 3, 12), form) == text


def test_the_first_of_a_month_is_the_premier() -> None:
    assert tags.jour(date(2026, 5, 1)) == "1er mai 2026"
    assert tags.jour(date(2026, 5, 1), "semaine") == "vendredi 1er mai 2026"
    assert tags.jour(date(2026, 5, 21)) == "21 mai 2026"
    assert tags.jour(date(2026, 5, 1), "mois") == "mai 2026"


def test_a_moment_is_shown_in_paris() -> None:
    late = datetime(2026, 3, 12, 23, 30, tzinfo=UTC)
    assert tags.jour(late) == "13 mars 2026"
    assert tags.heure(late) == f"0{HARD}h{HARD}30"


def test_no_day_writes_nothing() -> None:
    assert tags.jour(None) == ""


@given(st.integers(0, 10**9), st.integers(1, 10**9))
def test_a_gauge_is_full_only_when_all_is_done_and_empty_only_when_nothing_is(value: int, whole: int) -> None:
    share = tags.part(value, whole)
    assert 0 <= share <= 100
    assert (share == 100) == (value >= whole)
    assert (share == 0) == (value == 0)


def test_a_gauge_of_nothing_is_empty() -> None:
    assert tags.part(5, 0) == 0


def test_the_median_dot_stays_unless_one_asked_otherwise() -> None:
    source = '{% inclusifs %}Les coopérant·es{% endinclusifs %} {{ "Chacun·e"|inclusif:reading }}'
    assert render(source, reading=Reading()) == "Les coopérant·es Chacun·e"
    assert (
        render(source, reading=Reading(without_dot=True)) == "Les coopérantes et coopérants Chacune et chacun"
    )
    assert render(source, reading=Reading(simple=True)) == "Les coopérantes et coopérants Chacune et chacun"


@pytest.mark.parametrize("word", sorted(INCLUSIVE_WORDS))
def test_no_house_word_keeps_its_dot(word: str) -> None:
    assert "·" not in in_both_words(f"{word}, {word.capitalize()}")


def test_a_list_is_joined_as_one_says_it() -> None:
    assert tags.et(["pain", "lait", "œufs"]) == "pain, lait et œufs"
    assert tags.et(["pain"]) == "pain"
    assert tags.et([]) == ""


def test_initials_are_two_letters() -> None:
    assert tags.initiales("Amina Benali") == "AB"
    assert tags.initiales("Jean-Marc") == "JM"


def test_an_icon_is_hidden_from_screen_readers_and_arrows_turn_round() -> None:
    assert 'aria-hidden="true"' in tags.icone("clock")
    assert tags.icone("clock").endswith('#clock"></use></svg>')
    assert 'class="i i-dir"' in tags.icone("arrow-left", True)


def test_a_name_takes_de_or_d_in_french_and_stays_bare_in_english() -> None:
    sentence = "{% blocktrans with of_name=name|de %}La carte {{ of_name }}{% endblocktrans %}"
    with translation.override("fr"):
        assert render(sentence, name="Amina") == "La carte d’Amina"
        assert render(sentence, name="Luc") == "La carte de Luc"
        assert render("{{ name|que }}", name="Inès") == "qu’Inès"
    with translation.override("en"):
        assert render("{{ name|de }} {{ name|que }}", name="Amina") == "Amina Amina"


def test_a_name_after_de_is_escaped_once() -> None:
    with translation.override("fr"):
        assert render("{{ name|de }}", name="A <b>") == "d’A &lt;b&gt;"
        assert render("{{ name|de }}", name=mark_safe("<i>A</i>")) == "de <i>A</i>"
