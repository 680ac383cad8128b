"""All that is wrong with a page, told at once, each with where it was seen."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass
class Findings:
    lines: list[str] = field(default_factory=list)

    @contextmanager
    def at(self, where: str) -> Iterator[None]:
        """A check that fails in here is noted, and the next one is made all the same."""
        try:
            yield
        except AssertionError as failed:
            self.lines.append(f"[{where}] {str(failed).strip()}")

    def assert_none(self) -> None:
        assert not self.lines, "\n" + "\n".join(self.lines)
