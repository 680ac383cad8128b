"""Rules and common pots of La Cape and Moulins Coop: all of them examples."""

from collections.abc import Iterator
from pathlib import Path

from kpacite.domain.organisations.models import Kpa
from kpacite.domain.people.models import Account, Person
from kpacite.domain.sharing import services
from kpacite.domain.sharing.models import CommonPot, RuleVersion, SharingRule
from kpacite.domain.sharing.rules.recipe import EXAMPLES
from kpacite.scenarios.seeding import Row, Seeding, chosen, read

HERE = Path(__file__).parent


def load(seeding: Seeding) -> Iterator[float]:
    data = read(HERE / "rules.toml")
    for row in data["pot"]:
        _pot(seeding, row)
    for row in data["rule"]:
        if not SharingRule.objects.filter(kpa=_kpa(row), name=row["name"]).exists():
            _rule(seeding, row)
    yield 1.0


def _kpa(row: Row) -> Kpa:
    return Kpa.objects.get(organisation__slug=row["kpa"])


def _person(login_name: str) -> Person:
    return Account.objects.select_related("person").get(login_name=login_name).person


def _pot(seeding: Seeding, row: Row) -> None:
    if not CommonPot.objects.filter(kpa=_kpa(row), code=row["code"]).exists():
        services.open_pot(
            kpa=_kpa(row), today=seeding.today, **chosen(row, "code", "name", "purpose"), **seeding.by
        )


def _rule(seeding: Seeding, row: Row) -> None:
    author = _person(row["author"])
    draft = services.write_rule(
        kpa=_kpa(row), name=row["name"], recipe=_example(row["example"]), author=author, **seeding.by
    )
    services.adopt_rule(
        version=draft,
        revision=draft.revision,
        motive=row["motive"],
        agreed_by=[_person(name) for name in row["agreed"]],
        today=seeding.today,
        **seeding.by,
    )
    if "next" in row:
        _next(seeding, draft, row)


def _next(seeding: Seeding, adopted: RuleVersion, row: Row) -> None:
    """A version in writing, with one sentence more."""
    draft = services.write_next_version(rule=adopted.rule, author=adopted.author, **seeding.by)  # type: ignore[arg-type]
    bonus = next(clause for clause in _example(row["next"]).clauses if clause.kind == "role")
    services.add_sentence(version=draft, clause=bonus, revision=draft.revision, **seeding.by)


def _example(code: str):
    return next(example.recipe for example in EXAMPLES if example.code == code)
