"""What the database itself refuses about hours, whoever writes: the same rules for SQLite and PostgreSQL."""

from kpacite.domain.activities.rules import DAY_MINUTES
from kpacite.platform import triggers
from kpacite.platform.triggers import TriggerSet

ENTRY, CONFIRMATION = "activities_workentry", "activities_workconfirmation"
CLOSING, CLAIM = "activities_hoursclosing", "activities_workclaim"
SAME_FACTS = ("kpa_id", "person_id", "kind", "activity_id", "job_id", "day", "coefficient", "task")

TOO_LONG = "a day holds 24 hours"
SHUT = "the hours of this month are closed"
ELSEWHERE = "hours, job and activity belong to one KPA"
PAID = "hours that were paid are not taken back"
UNLIKE = "a compensation mirrors one entry"
GONE = "hours that were taken back are not paid"
ONESELF = "hours are confirmed once, by someone else"
ONE_WAY = "a closing is kept; it is only opened again, once"


def _day_overflows() -> str:
    noted = (
        f"SELECT COALESCE(SUM(minutes), 0) FROM {ENTRY}"  # noqa: S608 - our own names
        " WHERE person_id = NEW.person_id AND day = NEW.day"
    )
    return f"({noted}) + NEW.minutes > {DAY_MINUTES}"


def _shut() -> str:
    return (
        f"EXISTS (SELECT 1 FROM {CLOSING} AS shut WHERE shut.kpa_id = NEW.kpa_id"  # noqa: S608
        ' AND shut.reopened_at IS NULL AND shut.start <= NEW.day AND NEW.day < shut."end"'
        " AND (shut.activity_id = NEW.activity_id"
        " OR (shut.activity_id IS NULL AND NEW.activity_id IS NULL)))"
    )


def _elsewhere() -> str:
    return (
        "(NEW.activity_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM activities_activity AS a"
        " WHERE a.id = NEW.activity_id AND a.kpa_id = NEW.kpa_id))"
        " OR (NEW.job_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM activities_job AS j"
        " WHERE j.id = NEW.job_id AND j.activity_id = NEW.activity_id))"
    )


def _unlike(same: str) -> str:
    facts = " AND ".join(f"of.{column} {same} NEW.{column}" for column in SAME_FACTS)
    return (
        f"NEW.compensates_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM {ENTRY} AS of"  # noqa: S608
        " WHERE of.id = NEW.compensates_id AND of.compensates_id IS NULL"
        f" AND of.minutes = -NEW.minutes AND {facts})"
    )


def _paid() -> str:
    return (
        f"NEW.compensates_id IS NOT NULL AND EXISTS (SELECT 1 FROM {CLAIM} AS paid"  # noqa: S608
        " WHERE paid.entry_id = NEW.compensates_id)"
    )


def _gone() -> str:
    return f"EXISTS (SELECT 1 FROM {ENTRY} AS undo WHERE undo.compensates_id = NEW.entry_id)"  # noqa: S608


def _oneself() -> str:
    """By another person, for an entry that stands."""
    return (
        f"NOT EXISTS (SELECT 1 FROM {ENTRY} AS of WHERE of.id = NEW.entry_id"  # noqa: S608
        " AND of.person_id <> NEW.confirmed_by_id AND of.compensates_id IS NULL"
        f" AND NOT EXISTS (SELECT 1 FROM {ENTRY} AS undo WHERE undo.compensates_id = of.id))"
    )


def _bad_reopening(different: str) -> str:
    kept = ("id", "kpa_id", "activity_id", "start", "end", "reason", "closed_at")
    changed = " OR ".join(f'NEW."{column}" {different} OLD."{column}"' for column in kept)
    return f"OLD.reopened_at IS NOT NULL OR {changed}"


def on_sqlite(name: str, event: str, table: str, refused: str, words: str) -> str:
    when = f" WHEN {refused}" if refused else ""
    return (
        f"CREATE TRIGGER kpa_{name} BEFORE {event} ON {table}{when} BEGIN SELECT RAISE(ABORT, '{words}'); END"
    )


def on_postgresql(
    name: str, event: str, table: str, refusals: list[tuple[str, str]], lock: str = ""
) -> tuple[str, str]:
    answer = "OLD" if event == "DELETE" else "NEW"
    tests = " ".join(
        f"IF {refused or 'TRUE'} THEN RAISE EXCEPTION '{words}' USING ERRCODE = '23514'; END IF;"
        for refused, words in refusals
    )
    return (
        f"CREATE OR REPLACE FUNCTION kpa_{name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        f" {lock} {tests} RETURN {answer}; END $$",
        f"CREATE TRIGGER kpa_{name} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION kpa_{name}()",
    )


# Two writers of one person's day come one after the other, even without our services.
PERSON_LOCK = "PERFORM 1 FROM people_person WHERE id = NEW.person_id FOR NO KEY UPDATE;"

TRIGGERS = (
    triggers.append_only(ENTRY, keys=("id", "client_id", "compensates_id")),
    TriggerSet(
        table=ENTRY,
        sqlite=(
            on_sqlite("workentry_day", "INSERT", ENTRY, _day_overflows(), TOO_LONG),
            on_sqlite("workentry_open", "INSERT", ENTRY, _shut(), SHUT),
            on_sqlite("workentry_place", "INSERT", ENTRY, _elsewhere(), ELSEWHERE),
            on_sqlite("workentry_mirror", "INSERT", ENTRY, _unlike("IS"), UNLIKE),
            on_sqlite("workentry_unpaid", "INSERT", ENTRY, _paid(), PAID),
        ),
        postgresql=on_postgresql(
            "workentry_born",
            "INSERT",
            ENTRY,
            [
                (_day_overflows(), TOO_LONG),
                (_shut(), SHUT),
                (_elsewhere(), ELSEWHERE),
                (_unlike("IS NOT DISTINCT FROM"), UNLIKE),
                (_paid(), PAID),
            ],
            lock=PERSON_LOCK,
        ),
    ),
    triggers.append_only(CONFIRMATION, keys=("id", "entry_id")),
    TriggerSet(
        table=CONFIRMATION,
        sqlite=(on_sqlite("workconfirmation_peer", "INSERT", CONFIRMATION, _oneself(), ONESELF),),
        postgresql=on_postgresql("workconfirmation_peer", "INSERT", CONFIRMATION, [(_oneself(), ONESELF)]),
    ),
    triggers.append_only(CLAIM, keys=("id", "entry_id")),
    TriggerSet(
        table=CLAIM,
        sqlite=(on_sqlite("workclaim_stands", "INSERT", CLAIM, _gone(), GONE),),
        postgresql=on_postgresql("workclaim_stands", "INSERT", CLAIM, [(_gone(), GONE)]),
    ),
    TriggerSet(
        table=CLOSING,
        sqlite=(
            on_sqlite("hoursclosing_kept", "DELETE", CLOSING, "", ONE_WAY),
            on_sqlite("hoursclosing_once", "UPDATE", CLOSING, _bad_reopening("IS NOT"), ONE_WAY),
            triggers.refuse_replace(CLOSING, "id"),
        ),
        postgresql=(
            *on_postgresql("hoursclosing_kept", "DELETE", CLOSING, [("", ONE_WAY)]),
            *on_postgresql(
                "hoursclosing_once", "UPDATE", CLOSING, [(_bad_reopening("IS DISTINCT FROM"), ONE_WAY)]
            ),
            f"CREATE TRIGGER kpa_{CLOSING}_whole BEFORE TRUNCATE ON {CLOSING}"
            " FOR EACH STATEMENT EXECUTE FUNCTION kpa_append_only()",
        ),
    ),
)
