"""What the database itself refuses, whoever writes: two paths of a person in one KPA that share a day, and a
first planned end that changes. The same sentences for SQLite and PostgreSQL.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from kpacite.domain.paths import rules
from kpacite.platform.triggers import TriggerSet

PATH, MOVE = "paths_path", "paths_stagemove"
STEPS = " OR ".join(
    f"(OLD.state = '{current}' AND NEW.state = '{new}')"
    for current, targets in rules.TRANSITIONS.items()
    for new in sorted(targets)
)
SUPPORT, ORIENTATION = "paths_supportmember", "paths_orientation"
ANSWERED = "an answer of the person follows what was proposed, and does not change"
SENT = "an orientation follows its steps, with the words to which the person said yes"
SHARED = "two paths of a person in one KPA share no day"
STEP = "a stage is proposed, then discussed, then entered"
KEPT = "the first planned end of a path is kept"


def _overlap(differs: str) -> str:
    """[start, end) meets another one; a path that ended on its first day holds no day."""
    return (
        f'NEW.start {differs} NEW."end" AND EXISTS (SELECT 1 FROM {PATH} AS other'  # noqa: S608
        f" WHERE other.person_id = NEW.person_id AND other.kpa_id = NEW.kpa_id AND other.id {differs} NEW.id"
        f' AND other.start {differs} other."end"'
        ' AND (NEW."end" IS NULL OR other.start < NEW."end")'
        ' AND (other."end" IS NULL OR NEW.start < other."end"))'
    )


def _moved(differs: str) -> str:
    return (
        f"OLD.initial_planned_end IS NOT NULL AND NEW.initial_planned_end {differs} OLD.initial_planned_end"
    )


def _wrong_step(differs: str) -> str:
    """A move keeps its path and its stage, and goes only where the table of rules lets it go."""
    same = " AND ".join(f"NEW.{name} = OLD.{name}" for name in ("path_id", "stage_id"))
    still = f"NEW.state = OLD.state AND NOT (NEW.entered_on {differs} OLD.entered_on)"
    return f"NOT ({same} AND ({still} OR {STEPS}))"


def _wrong_answer(differs: str, columns: tuple[str, ...], steps: str) -> str:
    """A row keeps these columns, and its state goes only where the table of rules lets it go."""
    changed = " OR ".join(f"NEW.{name} {differs} OLD.{name}" for name in columns)
    return f"{changed} OR (NEW.state <> OLD.state AND NOT ({steps}))"


def _steps(table: Mapping[Any, Iterable[Any]]) -> str:
    return " OR ".join(
        f"(OLD.state = '{current}' AND NEW.state = '{new}')"
        for current, targets in table.items()
        for new in sorted(targets)
    )


# Encrypted words are not held here: a change of key writes them again. No service changes them.
def _kept(name: str, table: str, columns: tuple[str, ...], steps: str, words: str) -> TriggerSet:
    function = f"kpa_{name}"
    return TriggerSet(
        table=table,
        sqlite=(_sqlite(name, "UPDATE", _wrong_answer("IS NOT", columns, steps), words, table),),
        postgresql=(
            f"""CREATE OR REPLACE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                IF {_wrong_answer("IS DISTINCT FROM", columns, steps)} THEN
                    RAISE EXCEPTION '{words}' USING ERRCODE = '23514'; END IF;
                RETURN NEW; END $$""",
            f"CREATE TRIGGER {function} BEFORE UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION {function}()",
        ),
    )


def _sqlite(name: str, event: str, refused: str, words: str, table: str = PATH) -> str:
    return (
        f"CREATE TRIGGER kpa_{name} BEFORE {event} ON {table} WHEN {refused}"
        f" BEGIN SELECT RAISE(ABORT, '{words}'); END"
    )


POSTGRESQL = f"""CREATE OR REPLACE FUNCTION kpa_path_kept() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    PERFORM 1 FROM people_person WHERE id = NEW.person_id FOR NO KEY UPDATE;
    IF {_overlap("IS DISTINCT FROM")} THEN RAISE EXCEPTION '{SHARED}' USING ERRCODE = '23514'; END IF;
    IF TG_OP = 'UPDATE' THEN
        IF {_moved("IS DISTINCT FROM")} THEN RAISE EXCEPTION '{KEPT}' USING ERRCODE = '23514'; END IF;
    END IF;
    RETURN NEW; END $$"""

TRIGGERS = (
    TriggerSet(
        table=PATH,
        sqlite=(
            _sqlite("path_apart", "INSERT", _overlap("IS NOT"), SHARED),
            _sqlite("path_still_apart", "UPDATE", _overlap("IS NOT"), SHARED),
            _sqlite("path_first_end_kept", "UPDATE", _moved("IS NOT"), KEPT),
        ),
        postgresql=(
            POSTGRESQL,
            f"CREATE TRIGGER kpa_path_kept BEFORE INSERT OR UPDATE ON {PATH}"
            " FOR EACH ROW EXECUTE FUNCTION kpa_path_kept()",
        ),
    ),
    TriggerSet(
        table=MOVE,
        sqlite=(
            _sqlite("stage_move_born", "INSERT", "NEW.state <> 'proposed'", STEP, MOVE),
            _sqlite("stage_move_step", "UPDATE", _wrong_step("IS NOT"), STEP, MOVE),
        ),
        postgresql=(
            f"""CREATE OR REPLACE FUNCTION kpa_stage_move() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                IF TG_OP = 'INSERT' THEN
                    IF NEW.state <> 'proposed' THEN
                        RAISE EXCEPTION '{STEP}' USING ERRCODE = '23514'; END IF;
                ELSIF {_wrong_step("IS DISTINCT FROM")} THEN
                    RAISE EXCEPTION '{STEP}' USING ERRCODE = '23514'; END IF;
                RETURN NEW; END $$""",
            f"CREATE TRIGGER kpa_stage_move BEFORE INSERT OR UPDATE ON {MOVE}"
            " FOR EACH ROW EXECUTE FUNCTION kpa_stage_move()",
        ),
    ),
    _kept(
        "support_kept",
        SUPPORT,
        ("quality", "start", "service_id", "contact"),
        _steps(rules.SUPPORT_STEPS),
        ANSWERED,
    ),
    _kept(
        "orientation_kept",
        ORIENTATION,
        ("service_id", "theme", "asked_on"),
        _steps(rules.ORIENTATION_STEPS),
        SENT,
    ),
)
