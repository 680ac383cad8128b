"""Are the members' screens easy to read? Twelve words a sentence on average, never over 25, plain words.

The rule is the design brief's (part on writing, check 10). The sentences are those of the catalogues: all
that the members' areas say, in templates and in code.

python scripts/reading.py    exit 1 with what is too hard
"""

import os
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MEMBER_AREAS = (
    "accounts",
    "agenda",
    "charters",
    "contracts",
    "homes",
    "hours",
    "members",
    "paths",
    "reading",
    "sharing",
    "trainings",
)
MOST_WORDS, MOST_ON_AVERAGE = 25, 12
# « il suffit de » makes small what may be hard; the two nouns make people small.
FORBIDDEN = re.compile(
    r"\b(simplement|il suffit de|usagers?|usagères?|bénéficiaires?|cliquez ici)\b", re.IGNORECASE
)
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|</?\w[^>]*>")
END = re.compile(r"(?<=[.!?…])\s+|\n+")
WORD = re.compile(r"[\w’'-]*\w")


def is_for_members(place: str) -> bool:
    return any(
        place.startswith((f"templates/{area}/", f"kpacite/interfaces/www/{area}/")) for area in MEMBER_AREAS
    )


def sentences(text: str) -> Iterator[str]:
    """What ends like a sentence: a label or a button is not one, and would only lower the average."""
    for part in END.split(PLACEHOLDER.sub("X", text).strip()):
        if part.rstrip(" »)").endswith((".", "!", "?", "…")):
            yield part


def words(sentence: str) -> int:
    return len(WORD.findall(sentence))


def hard(texts: Iterable[str]) -> Iterator[str]:
    """What is wrong with these texts, one line for each fault."""
    lengths = []
    for text in texts:
        if found := FORBIDDEN.search(text):
            yield f"« {found.group()} » is not said to members: {text!r}"
        for sentence in sentences(text):
            lengths.append(words(sentence))
            if lengths[-1] > MOST_WORDS:
                yield f"{lengths[-1]} words in one sentence: {sentence!r}"
    average = sum(lengths) / max(len(lengths), 1)
    if average > MOST_ON_AVERAGE:
        yield f"{average:.1f} words a sentence on average, more than {MOST_ON_AVERAGE}"


def member_texts() -> list[str]:
    """Every sentence that a member's screen may say, in French."""
    from scripts import messages  # noqa: PLC0415 - needs Django's settings

    found = []
    for message in messages.real(messages.collect()):
        if any(is_for_members(place) for place, _line in message.locations):
            found += [message.id] if isinstance(message.id, str) else list(message.id)
    return found


def main() -> int:
    found = list(hard(member_texts()))
    sys.stdout.write("\n".join(found) + "\n" if found else "The members' screens are easy to read.\n")
    return 1 if found else 0


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
    sys.path.insert(0, str(ROOT))
    import django

    django.setup()
    sys.exit(main())
