"""`kpacite share`: ask the sharing engine, in JSON. No database, no setting."""

import json
from typing import Any, BinaryIO

import click

from kpacite.domain.sharing.rules import Refusal, SharingRefused, answer

LARGEST_FILE = 64 * 1024 * 1024


@click.command(
    epilog="""\b
    Examples:
      kpacite share tests/domain/sharing/vectors.json
      echo '{"function": "cash_to_base", "input": {"lines": [{"ht_cents": 100000, "vat_cents": 20000}],
             "payments_ttc_cents": [50000]}}' | kpacite share -
    """
)
@click.argument("file", type=click.File("rb"), metavar="FILE.json")
def share(file: BinaryIO) -> None:
    """Share money by a rule and explain every cent. FILE.json may be - for standard input.

    \b
    It holds one question   {"function": "run", "input": {...}}
    or several              {"vectors": [{"id": "V01", "function": "run", "input": {...}}, ...]}
    Functions: run, cash_to_base, correction, group_purchase. Money is in whole cents, rates are strings.

    Prints a list of {"id", "result"}, or {"id", "error", "message"} where the engine refuses: a refusal is
    an answer too. Exit code 1 only when the file itself cannot be read.
    """
    answers = [_answer(question) for question in _questions(_read(file))]
    written = json.dumps(answers, ensure_ascii=False, indent=1)
    # Half of a surrogate pair in somebody's id has no UTF-8: it goes out as the JSON escape it came in.
    click.echo(written.encode("utf-8", "backslashreplace"))


def _read(file: BinaryIO) -> object:
    content = file.read(LARGEST_FILE + 1)
    if len(content) > LARGEST_FILE:
        raise click.ClickException(f"The file is larger than {LARGEST_FILE // 1024**2} MB.")
    try:
        return json.loads(content, object_pairs_hook=_without_repeats)
    except (ValueError, RecursionError) as error:
        raise click.ClickException(f"This is not a JSON file that can be read: {error}.") from error


def _without_repeats(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """A name written twice has no single meaning, though json would keep the last."""
    read = dict(pairs)
    if len(read) != len(pairs):
        raise ValueError("a name is written twice in the same object")
    return read


def _questions(content: object) -> list[object]:
    if isinstance(content, list):
        return content
    if isinstance(content, dict) and isinstance(content.get("vectors"), list):
        return content["vectors"]
    if isinstance(content, dict) and "function" in content:
        return [content]
    raise click.ClickException('Expected {"vectors": [...]} or {"function": ..., "input": ...}.')


def _answer(question: object) -> dict[str, Any]:
    asked = question if isinstance(question, dict) else {}
    identified = {"id": asked.get("id") if isinstance(asked.get("id"), str | int) else None}
    try:
        if "input" not in asked:
            raise SharingRefused(Refusal.MISSING_FIELD, field="input")
        return identified | {"result": answer(asked.get("function"), asked["input"])}
    except SharingRefused as refused:
        return identified | {"error": refused.code, "message": str(refused), "field": refused.field}
