"""Translation catalogues without GNU gettext: French sentences are collected, merged and compiled by Babel.

French is the source, and still has a catalogue, written whole each time, by nobody's hand. It holds the
plurals: without them gettext counts as English does, and writes « 0 accords » where French says « 0 accord ».
And it holds the double signs: « Vraiment ? » is typed with the space of the keyboard, and shown with one that
never breaks the line.

python scripts/messages.py update    collect the sentences, merge them into every catalogue, compile
python scripts/messages.py check     exit 1 if one lacks a sentence, keeps an old one, or is not compiled
"""

import ast
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import django
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

from kpacite.kernel.french import fixed_spaces

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "locale"
HEADER = "# KPA-Cité. The sentences are under CC BY-SA 4.0."
FIRST_DAY = datetime(2026, 1, 1, tzinfo=UTC)
# English must be complete; Arabic is proved on a few pages and grows with its translators.
COMPLETE = ("en",)
PARTIAL = ("ar",)
SOURCE = "fr"
KEYWORDS = DEFAULT_KEYWORDS | {
    "gettext_lazy": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}


def sources() -> Iterator[tuple[Path, bytes]]:
    for path in sorted((ROOT / "kpacite").rglob("*.py")):
        if "migrations" not in path.parts:
            yield path, path.read_bytes()
    for path in sorted([*(ROOT / "templates").rglob("*.html"), *(ROOT / "templates").rglob("*.txt")]):
        # What is left of the text around the sentences is indented as the page is, not as Python is.
        lines = templatize(path.read_text(), origin=str(path)).splitlines()
        yield path, "\n".join(line.lstrip() for line in lines).encode()


def collect() -> Catalog:
    """Every sentence marked for translation in code and templates."""
    catalog = Catalog(project="KPA-Cité", charset="utf-8")
    for path, text in sources():
        place = path.relative_to(ROOT).as_posix()
        for line, message, comments, context in extract("python", BytesIO(text), keywords=KEYWORDS):
            if message and message != "":
                catalog.add(message, locations=[(place, line)], auto_comments=comments, context=context)
    for path in sorted((ROOT / "kpacite" / "kernel").rglob("*.py")):
        for sentence in kernel_sentences(path):
            catalog.add(sentence, locations=[(path.relative_to(ROOT).as_posix(), 1)])
    return catalog


def kernel_sentences(path: Path) -> Iterator[str]:
    """The kernel knows no gettext: its errors say `sentence = "…"`; screens translate it on showing."""
    for node in ast.walk(ast.parse(path.read_text())):
        match node:
            case ast.Assign(targets=[ast.Name(id="sentence")], value=ast.Constant(value=str(text))):
                yield text
            case ast.AnnAssign(target=ast.Name(id="sentence"), value=ast.Constant(value=str(text))):
                yield text


def po_file(language: str) -> Path:
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def read(language: str) -> Catalog:
    path = po_file(language)
    if not path.exists():
        return Catalog(locale=language, project="KPA-Cité", header_comment=HEADER, fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def update() -> None:
    template = collect()
    for language in (*COMPLETE, *PARTIAL):
        catalog = read(language)
        catalog.update(template, no_fuzzy_matching=True)
        catalog.obsolete.clear()
        # A catalogue changes only when a sentence does: no line numbers, and always the same date.
        catalog.creation_date = catalog.revision_date = FIRST_DAY
        path = po_file(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(as_po(catalog))
        path.with_suffix(".mo").write_bytes(compiled(read(language)))
        missing = sum(1 for message in real(catalog) if not translated(message))
        print(f"{language}: {len(catalog)} sentences, {missing} to translate")  # noqa: T201 - a command
    own = set_in_french(template)
    path = po_file(SOURCE)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(as_po(own))
    path.with_suffix(".mo").write_bytes(compiled(own))


def set_in_french(template: Catalog) -> Catalog:
    """The sentences with a number, under the French rule, and those with a double sign: both say the same."""
    own = Catalog(locale=SOURCE, project="KPA-Cité", header_comment=HEADER, fuzzy=False)
    own.creation_date = own.revision_date = FIRST_DAY
    for message in real(template):
        if isinstance(message.id, tuple | list):
            own.add(message.id, string=tuple(map(fixed_spaces, message.id)), context=message.context)
        elif (shown := fixed_spaces(message.id)) != message.id:
            own.add(message.id, string=shown, context=message.context)
    return own


def as_po(catalog: Catalog) -> bytes:
    buffer = BytesIO()
    write_po(buffer, catalog, width=110, sort_output=True, include_lineno=False, omit_header=False)
    return buffer.getvalue()


def compiled(catalog: Catalog) -> bytes:
    buffer = BytesIO()
    write_mo(buffer, catalog)
    return buffer.getvalue()


def real(catalog: Catalog) -> Iterator[Message]:
    return (message for message in catalog if message.id)


def translated(message: Message) -> bool:
    return all(message.string) if isinstance(message.string, tuple | list) else bool(message.string)


def key(message: Message) -> tuple[object, str | None]:
    return (message.id, message.context)


def problems() -> Iterator[str]:
    template = collect()
    wanted = {key(message) for message in real(template)}
    for language in (*COMPLETE, *PARTIAL):
        catalog = read(language)
        kept = {key(message): message for message in real(catalog)}
        yield from (f"{language}: not collected yet: {k[0]!r}" for k in sorted(wanted - kept.keys(), key=str))
        yield from (f"{language}: no longer used: {k[0]!r}" for k in sorted(kept.keys() - wanted, key=str))
        if language in COMPLETE:
            yield from (f"{language}: to translate: {m.id!r}" for m in kept.values() if not translated(m))
        yield from (f"{language}: fuzzy: {m.id!r}" for m in kept.values() if m.fuzzy)
        yield from placeholder_problems(language, kept.values())
        if po_file(language).with_suffix(".mo").read_bytes() != compiled(catalog):
            yield f"{language}: the compiled catalogue is older than its text"
    if po_file(SOURCE).with_suffix(".mo").read_bytes() != compiled(set_in_french(template)):
        yield f"{SOURCE}: the catalogue is older than the sentences"


def placeholder_problems(language: str, messages: object) -> Iterator[str]:
    for message in messages:  # type: ignore[attr-defined]
        if translated(message):
            yield from (f"{language}: {error} in {message.id!r}" for error in message.check())


def main(verb: str) -> int:
    django.setup()
    if verb == "update":
        update()
        return 0
    found = list(problems())
    print("\n".join(found) or "The catalogues are complete.")  # noqa: T201 - a command
    return 1 if found else 0


if __name__ == "__main__":
    import os

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
    sys.path.insert(0, str(ROOT))
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "check"))
