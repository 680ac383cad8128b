"""What the database itself refuses, whoever writes: the same sentences for SQLite and PostgreSQL."""

from kpacite.platform import triggers
from kpacite.platform.triggers import TriggerSet

VERSION = "sharing_ruleversion"
KEPT = ("id", "rule_id", "number", "author_id", "created_at")
FROZEN = ("recipe", "revision", "motive", "adopted_on", "quorum", "answer_days")
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


SHARING = "sharing_sharing"
SHARING_KEPT = ("id", "kpa_id", "number", "started_at", "corrects_id")
SHARING_STEPS = (
    ("simulated", "proposed"),
    ("simulated", "validated"),  # A rectifying sharing is asked of nobody: it follows from the first one.
    ("simulated", "dropped"),
    ("proposed", "simulated"),
    ("proposed", "contested"),
    ("proposed", "validated"),
    ("proposed", "dropped"),
    ("contested", "proposed"),
    ("contested", "simulated"),
    ("contested", "dropped"),
)


def _bad_sharing_step(different: str) -> str:
    """A validated or dropped sharing never changes; the others move along `SHARING_STEPS`."""
    allowed = " OR ".join(f"(OLD.state = '{old}' AND NEW.state = '{new}')" for old, new in SHARING_STEPS)
    return (
        f"OLD.state IN ('validated', 'dropped') OR {_changed(SHARING_KEPT, different)}"
        f" OR (NEW.state <> OLD.state AND NOT ({allowed}))"
    )


def _of_a_closed_sharing(row: str) -> str:
    """What hangs on a sharing that can no longer change."""
    return (
        f"EXISTS (SELECT 1 FROM {SHARING} AS sharing WHERE sharing.id = {row}.sharing_id"  # noqa: S608
        " AND sharing.state IN ('validated', 'dropped'))"
    )


def _guarded(table: str) -> tuple[TriggerSet, ...]:
    """Rows that follow their sharing: free while it is open, frozen with it."""
    return tuple(
        refusal(
            f"{table}_{event.lower()}",
            event,
            table,
            dict.fromkeys(("sqlite", "postgresql"), " OR ".join(map(_of_a_closed_sharing, rows))),
            "a closed sharing is frozen",
        )
        for event, rows in (("INSERT", ("NEW",)), ("UPDATE", ("OLD", "NEW")), ("DELETE", ("OLD",)))
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
    refusal(
        "sharing_step",
        "UPDATE",
        SHARING,
        {"sqlite": _bad_sharing_step("IS NOT"), "postgresql": _bad_sharing_step("IS DISTINCT FROM")},
        "a validated sharing is frozen",
    ),
    refusal("sharing_kept", "DELETE", SHARING, ALWAYS, "a sharing is kept"),
    *_guarded("sharing_cashpart"),
    *_guarded("sharing_sharingperson"),
    *_guarded("sharing_sharedexpense"),
    triggers.append_only("sharing_sharingvalidation"),
    triggers.append_only("sharing_sharingline"),
    triggers.append_only("sharing_balancemove", keys=("id", "key")),
)
