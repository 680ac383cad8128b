"""The proposed chart of accounts, read from its data file."""

from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files

from kpacite.domain.ledger.enums import AccountKind, AccountRole


@dataclass(frozen=True, slots=True)
class ChartLine:
    """One account of the proposal, with the roles that it plays: each with a detail, empty for all."""

    number: str
    label: str
    kind: AccountKind
    is_lettrable: bool
    roles: tuple[tuple[AccountRole, str], ...]


def proposed_chart() -> Iterator[ChartLine]:
    """The accounts of `chart.tsv`: a proposal, for the entity's accountant to check."""
    text = files("kpacite.domain.ledger").joinpath("chart.tsv").read_text(encoding="utf-8")
    for row in text.splitlines():
        if not row.startswith("#"):
            number, label, kind, lettrable, roles = row.split("\t")
            yield ChartLine(
                number,
                label.replace("'", "’"),
                AccountKind(kind),
                lettrable == "yes",
                tuple(_role(words) for words in roles.split(",") if words),
            )


def _role(words: str) -> tuple[AccountRole, str]:
    """« other_purchases:rent »: the role of other purchases, for rents."""
    role, _colon, detail = words.partition(":")
    return AccountRole(role), detail
