"""The one family of errors that people may read."""

from typing import Protocol


class Sentence(Protocol):
    """A French sentence, or its lazy translation: it becomes text only when it is shown."""

    def __str__(self) -> str: ...


class DomainError(Exception):
    """A broken rule, told to whoever broke it. Subclass it beside the code that raises it.

    `code` is stable: logs, tests and the API rely on it, so it survives a rewording and a renamed class.
    `sentence` says what to do next. `field` names the input to correct, when there is one.
    """

    code: str = "domain_error"
    sentence: Sentence = "Cette action n’est pas possible."
    field: str | None = None

    def __init__(self, sentence: Sentence | None = None, *, field: str | None = None) -> None:
        super().__init__(sentence)
        if sentence is not None:
            self.sentence = sentence
        if field is not None:
            self.field = field

    def __str__(self) -> str:
        return str(self.sentence)
