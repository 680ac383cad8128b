"""The reading check finds what is hard to read, and the members' screens pass it."""

import pytest

from scripts import reading

LONG = " ".join(["mot"] * 26) + "."


def test_the_screens_of_members_are_easy_to_read() -> None:
    texts = reading.member_texts()
    assert len(texts) > 1000
    assert list(reading.hard(texts)) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (LONG, "26 words in one sentence"),
        ("Court. " + LONG, "26 words in one sentence"),
        ("Il suffit de cliquer.", "« Il suffit de »"),
        ("Les bénéficiaires viennent.", "« bénéficiaires »"),
        (" ".join(["mot"] * 14) + ".", "14.0 words a sentence on average"),
    ],
)
def test_a_hard_text_is_found(text: str, said: str) -> None:
    assert any(said in fault for fault in reading.hard([text]))


def test_labels_do_not_make_the_average_look_better() -> None:
    fourteen = " ".join(["mot"] * 14) + "."
    assert list(reading.hard([fourteen, *["Nom"] * 50])) == list(reading.hard([fourteen]))


def test_a_name_counts_for_one_word() -> None:
    assert [reading.words(one) for one in reading.sentences("Bonjour %(first_name)s, ça va ? Oui")] == [4]
