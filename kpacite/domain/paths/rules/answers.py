"""The letters of the sensitive answers: one per question, in the order of the enum, always as many."""

from collections.abc import Mapping

from kpacite.domain.paths.enums import Answer, SensitiveQuestion

_ORDER = tuple(SensitiveQuestion)
_RANK = {question: rank for rank, question in enumerate(_ORDER)}
NOTHING_SAID = Answer.UNKNOWN.value * len(_ORDER)


def answer_in(answers: str, question: SensitiveQuestion) -> Answer:
    """The answer to one question; a question added since they were written has none."""
    rank = _RANK[question]
    return Answer(answers[rank]) if rank < len(answers) else Answer.UNKNOWN


def answers_with(answers: str, changes: Mapping[SensitiveQuestion, Answer]) -> str:
    """The same letters, some of them changed."""
    letters = list(answers.ljust(len(_ORDER), Answer.UNKNOWN.value))
    for question, answer in changes.items():
        letters[_RANK[question]] = answer.value
    return "".join(letters)
