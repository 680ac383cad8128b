"""What bringing a file in would do, or did: told line by line."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What an import adds, what was already there, what is wrong: (line, sentence); 0 is the whole."""

    added: list[str] = field(default_factory=list)
    known: list[str] = field(default_factory=list)
    errors: list[tuple[int, str]] = field(default_factory=list)
