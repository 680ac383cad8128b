"""What the database itself refuses, whoever writes: the same sentences for SQLite and PostgreSQL."""

from kpacite.platform import triggers
from kpacite.platform.triggers import TriggerSet

VERSION = "sharing_ruleversion"
KEPT = ("id", "rule_id", "number", "author_id", "created_at")
FROZEN = ("recipe", "revision", "motive", "adopted_on")
STEPS = (("draft", "adopted"), ("draft", "dropped"), ("adopted", "superseded"))


def _changed(columns: tuple[str, ...], different: str) -> str:
    return " OR ".join(f"NEW.{column} {different} OLD.{column}" for column in columns)


def _bad_step(different: str) -> str:
    """Identity never changes; words change in a draft only; a state moves along `STEPS`."""
    allowed = " OR ".join(f"(OLD.state = '{old}' AND NEW.state = '{new}')" for old, new in STEPS)
    # PostgreSQL compares jsonb, which Django writes as such; SQLite compares the text it wrote.
    return (
        f"{_changed(KEPT, different)}"
        f" OR (NEW.state <> OLD.state AND NOT ({allowed}))"
        f" OR (OLD.state <> 'draft' AND ({_changed(FROZEN, different)}))"
    )


def refusal(name: str, event: str, table: str, refused: dict[str, str], words: str) -> TriggerSet:
    """Refuse an event on a table; `refused` gives the condition in the words of each engine."""
    answer = "OLD" if event == "DELETE" else "NEW"
    when = f" WHEN {refused['sqlite']}" if refused["sqlite"] else ""
    return TriggerSet(
        table=table,
        sqlite=(
            f"CREATE TRIGGER kpa_{name} BEFORE {event} ON {table}{when}"
            f" BEGIN SELECT RAISE(ABORT, '{words}'); END",
        ),
        postgresql=(
            f"CREATE OR REPLACE FUNCTION kpa_{name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
            f" IF {refused['postgresql'] or 'TRUE'} THEN"
            f" RAISE EXCEPTION '{words}' USING ERRCODE = '23514'; END IF; RETURN {answer}; END $$",
            f"CREATE TRIGGER kpa_{name} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION kpa_{name}()",
        ),
    )


ALWAYS = {"sqlite": "", "postgresql": ""}
TRIGGERS = (
    refusal(
        "sharing_version_step",
        "UPDATE",
        VERSION,
        {"sqlite": _bad_step("IS NOT"), "postgresql": _bad_step("IS DISTINCT FROM")},
        "an adopted rule is frozen",
    ),
    refusal("sharing_version_kept", "DELETE", VERSION, ALWAYS, "a version of a rule is kept"),
    TriggerSet(
        table=VERSION,
        sqlite=(triggers.refuse_replace(VERSION, "id"),),
        postgresql=(
            f"CREATE TRIGGER kpa_sharing_version_whole BEFORE TRUNCATE ON {VERSION}"
            " FOR EACH STATEMENT EXECUTE FUNCTION kpa_append_only()",
        ),
    ),
    triggers.append_only("sharing_ruleagreement"),
    triggers.append_only("sharing_potmove", keys=("id", "key")),
)
