"""`kpacite share`: the engine on the command line."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from kpacite.interfaces.cli.share import share

VECTORS = Path(__file__).parent / "vectors.json"
QUESTION = {"function": "cash_to_base", "input": {"lines": [], "payments_ttc_cents": []}}


@pytest.fixture
def ask():
    def call(content, *arguments):
        text = content if isinstance(content, str | bytes) else json.dumps(content)
        return CliRunner().invoke(share, arguments or ["-"], input=text)

    return call


def answers(result):
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


def test_it_answers_every_vector_as_the_specification_expects():
    result = CliRunner().invoke(share, [str(VECTORS)])
    vectors = json.loads(VECTORS.read_text())["vectors"]
    for vector, given in zip(vectors, answers(result), strict=True):
        assert given["id"] == vector["id"]
        assert given.get("error") == vector.get("expected_error")
        expected = vector.get("expected", {})
        assert (
            {name: given["result"][name] for name in expected} == expected
            if expected
            else "result" not in given
        )


def test_a_refusal_is_an_answer_with_its_sentence_and_its_place(ask):
    [given] = answers(ask({"function": "run", "input": {"base_cents": -1}}))
    assert given == {
        "id": None,
        "error": "NEGATIVE_BASE",
        "message": "L’argent à partager ne peut pas être négatif. Faites un partage rectificatif.",
        "field": "base_cents",
    }


@pytest.mark.parametrize("content", [QUESTION, [QUESTION], {"vectors": [QUESTION]}])
def test_one_question_a_list_or_vectors_are_understood(ask, content):
    [given] = answers(ask(content))
    assert given["result"]["base_cents_per_payment"] == []


@pytest.mark.parametrize(
    "question", [None, 3, {}, {"function": "run"}, {"input": {}}, {"function": [], "input": 1}]
)
def test_a_question_that_is_none_is_refused_beside_the_others(ask, question):
    refused, good = answers(ask([question, {**QUESTION, "id": "bonne"}]))
    assert "error" in refused
    assert good["id"] == "bonne"
    assert "result" in good


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{",
        "[1, 2",
        b"\xff\xfe\x00",
        "3",
        '{"question": 1}',
        '{"function": "run", "function": "run"}',
        "[" * 100_000,
    ],
)
def test_a_file_that_cannot_be_read_is_an_error(ask, content):
    result = ask(content)
    assert result.exit_code == 1
    assert result.stdout == ""
    assert result.stderr.startswith("Error: ")


def test_a_file_that_does_not_exist_is_an_error(ask):
    result = ask("", "nowhere.json")
    assert result.exit_code == 2
    assert "No such file" in result.stderr


def test_a_file_beyond_any_reason_is_not_read(ask, monkeypatch):
    monkeypatch.setattr("kpacite.interfaces.cli.share.LARGEST_FILE", 10)
    assert "larger than" in ask({"vectors": []}).stderr


def test_floats_huge_numbers_and_half_characters_are_answered(ask):
    content = '[{"id": "\\ud800", "function": "run", "input": {"base_cents": 1e999}}, {"input": %s}]' % (
        "9" * 4_000
    )
    first, second = answers(ask(content))
    assert (first["id"], first["error"]) == ("\ud800", "INVALID_NUMBER")
    assert second["error"] == "UNKNOWN_FUNCTION"


def test_the_help_shows_how_to_ask():
    assert "kpacite share tests/domain/sharing/vectors.json" in CliRunner().invoke(share, ["--help"]).stdout
