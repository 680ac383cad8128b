"""What the database itself refuses, whoever writes: the same sentences for SQLite and PostgreSQL."""

from kpacite.domain.governance import rules
from kpacite.platform import triggers
from kpacite.platform.triggers import TriggerSet

VERSION, SIGNATURE = "governance_charterversion", "governance_chartersignature"
FROZEN = ", ".join(f"'{state}'" for state in sorted(rules.FROZEN_STATES))
OPEN = ", ".join(f"'{state}'" for state in sorted(rules.OPEN_STATES))
# State and superseded_on may still move once, from in force to superseded; nothing else ever.
KEPT_COLUMNS = (
    "sections",
    "content_hash",
    "authors",
    "motive",
    "source_id",
    "is_example",
    "in_force_from",
)
STEPS = " OR ".join(
    f"(OLD.state = '{current}' AND NEW.state = '{new}')"
    for current, targets in rules.TRANSITIONS.items()
    for new in sorted(targets)
)


def _another(states: str, but: str = "") -> str:
    """Before an insertion, SQLite does not know the new key yet: `but` is for updates."""
    return (
        f"EXISTS (SELECT 1 FROM {VERSION} AS other WHERE other.charter_id = NEW.charter_id"  # noqa: S608
        f" AND other.state IN ({states}){but})"
    )


def _changed(columns: tuple[str, ...], different: str) -> str:
    return " OR ".join(f"NEW.{column} {different} OLD.{column}" for column in columns)


def _bad_birth() -> str:
    """A version starts as a draft, with the next number, when no other one is open."""
    last = f"(SELECT COALESCE(MAX(number), 0) FROM {VERSION} WHERE charter_id = NEW.charter_id)"  # noqa: S608
    return f"NEW.state <> 'draft' OR NEW.number <> {last} + 1 OR {_another(OPEN)}"


def _bad_change(different: str) -> str:
    kept = _changed(KEPT_COLUMNS, different)
    another = _another("'in_force'", " AND other.id <> NEW.id")
    return (
        f"{_changed(('id', 'charter_id', 'number'), different)}"
        f" OR (NEW.state <> OLD.state AND NOT ({STEPS}))"
        f" OR (OLD.state IN ({FROZEN}) AND ({kept}))"
        f" OR (OLD.state = 'superseded' AND NEW.superseded_on {different} OLD.superseded_on)"
        # SQLite's UPDATE OR REPLACE would make room for this row by deleting the other one.
        f" OR (NEW.state = 'in_force' AND {another})"
    )


def _bad_signature() -> str:
    """A signature is bound to a text that is or was in force, and to the right kind of charter."""
    same = (
        f"SELECT 1 FROM {SIGNATURE} AS other WHERE other.version_id = NEW.version_id"  # noqa: S608
        " AND other.signatory = NEW.signatory AND"
        " ((NEW.signatory = 'person' AND other.person_id = NEW.person_id)"
        " OR (NEW.signatory = 'kpa' AND other.kpa_id = NEW.kpa_id))"
    )
    fitting = (
        f"SELECT 1 FROM {VERSION} AS version"  # noqa: S608
        " JOIN governance_charter AS charter ON charter.id = version.charter_id"
        f" WHERE version.id = NEW.version_id AND version.state IN ({FROZEN})"
        " AND version.content_hash = NEW.text_hash AND NEW.signed_on >= version.in_force_from"
        " AND ((charter.kind = 'local' AND NEW.signatory = 'person')"
        " OR (charter.kind = 'network' AND NEW.signatory = 'kpa'))"
    )
    return f"NOT EXISTS ({fitting}) OR EXISTS ({same})"


def _sqlite(name: str, event: str, table: str, refused: str, words: str) -> str:
    when = f" WHEN {refused}" if refused else ""
    return (
        f"CREATE TRIGGER kpa_{name} BEFORE {event} ON {table}{when} BEGIN SELECT RAISE(ABORT, '{words}'); END"
    )


def _postgresql(name: str, event: str, table: str, refused: str, words: str) -> tuple[str, str]:
    answer = "OLD" if event == "DELETE" else "NEW"
    return (
        f"CREATE OR REPLACE FUNCTION kpa_{name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        f" IF {refused or 'TRUE'} THEN RAISE EXCEPTION '{words}' USING ERRCODE = '23514'; END IF;"
        f" RETURN {answer}; END $$",
        f"CREATE TRIGGER kpa_{name} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION kpa_{name}()",
    )


KEPT = "a version of a charter is kept"
BORN = "a version of a charter starts as a draft, with the next number"
STEP = "a version of a charter in force is frozen"
BOUND = "a signature is bound once to a text that was in force"
UNIQUE_BIRTH = triggers.refuse_replace(VERSION, "id")

TRIGGERS = (
    TriggerSet(
        table=VERSION,
        sqlite=(
            _sqlite("charterversion_kept", "DELETE", VERSION, "", KEPT),
            _sqlite("charterversion_born", "INSERT", VERSION, _bad_birth(), BORN),
            _sqlite("charterversion_step", "UPDATE", VERSION, _bad_change("IS NOT"), STEP),
            UNIQUE_BIRTH,
        ),
        postgresql=(
            *_postgresql("charterversion_kept", "DELETE", VERSION, "", KEPT),
            *_postgresql("charterversion_born", "INSERT", VERSION, _bad_birth(), BORN),
            *_postgresql("charterversion_step", "UPDATE", VERSION, _bad_change("IS DISTINCT FROM"), STEP),
            "CREATE TRIGGER kpa_charterversion_whole BEFORE TRUNCATE ON governance_charterversion"
            " FOR EACH STATEMENT EXECUTE FUNCTION kpa_append_only()",
        ),
    ),
    triggers.append_only(SIGNATURE),
    TriggerSet(
        table=SIGNATURE,
        sqlite=(_sqlite("chartersignature_bound", "INSERT", SIGNATURE, _bad_signature(), BOUND),),
        postgresql=_postgresql("chartersignature_bound", "INSERT", SIGNATURE, _bad_signature(), BOUND),
    ),
)
