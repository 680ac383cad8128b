"""French is the source; the English catalogue says all of it, and nothing that is gone."""

from scripts import messages


def test_the_catalogues_are_complete_current_and_compiled() -> None:
    assert list(messages.problems()) == []


def test_a_sentence_that_nobody_translated_is_noticed(monkeypatch) -> None:
    real = messages.collect

    def with_one_more():
        catalog = real()
        catalog.add("Cette phrase vient d’être écrite.")
        return catalog

    monkeypatch.setattr(messages, "collect", with_one_more)
    assert any("vient d’être écrite" in problem for problem in messages.problems())
