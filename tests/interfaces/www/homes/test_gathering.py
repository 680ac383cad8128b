from datetime import date
from types import SimpleNamespace

from kpacite.interfaces.www.home_parts import HomeCard, ToDo
from kpacite.interfaces.www.homes.gathering import every_to_do, gathered

TODAY = date(2026, 3, 12)


def provider(cards=(), to_dos=()):
    return SimpleNamespace(
        questions=lambda *_: {}, cards=lambda *_: list(cards), to_dos=lambda *_: list(to_dos)
    )


def home_of(*providers):
    return gathered(SimpleNamespace(), SimpleNamespace(pk=0), TODAY, providers)


def test_a_first_screen_never_asks_more_than_three_things_the_most_pressing_first() -> None:
    late = [ToDo(f"Chose {day}", "/", by=date(2026, 3, day)) for day in (20, 14, 13)]
    some_day = ToDo("Un jour", "/")

    home = home_of(provider(to_dos=[some_day]), provider(to_dos=late))

    assert [to_do.title for to_do in home["to_dos"]] == ["Chose 13", "Chose 14", "Chose 20"]
    assert home["to_dos_left"] == 1


def test_cards_stand_in_the_column_they_ask_for_in_the_order_of_the_areas() -> None:
    hours, help_ = HomeCard("hours.html"), HomeCard("help.html", column="side")

    home = home_of(provider([hours]), provider([help_]))

    assert (home["main_cards"], home["side_cards"]) == ([hours], [help_])


def test_what_a_card_shows_is_not_asked_twice_on_the_first_screen_and_stays_in_the_list() -> None:
    shown, other = ToDo("Sur une carte", "/", on_card=True), ToDo("Ailleurs", "/")

    home = home_of(provider(to_dos=[shown, other]))

    assert (home["to_dos"], home["to_dos_left"]) == ([other], 0)
    asked = SimpleNamespace(), SimpleNamespace(pk=0), TODAY, [provider(to_dos=[shown, other])]
    assert every_to_do(*asked) == [shown, other]
