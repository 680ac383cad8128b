"""Rows that stay, with columns that stay: triggers for photos and links, side by side on both engines."""

from collections.abc import Sequence

from kpacite.platform import triggers


def kept(table: str, *, same: Sequence[str], once: Sequence[str]) -> triggers.TriggerSet:
    """No row goes. `same`: columns that never change. `once`: columns that are written once, when empty."""
    words = f"{table}: what was noted stays"
    name = f"kpa_{table}"

    def changed(different: str) -> str:
        still = [f"NEW.{column} {different} OLD.{column}" for column in same]
        first = [f"(OLD.{column} IS NOT NULL AND NEW.{column} {different} OLD.{column})" for column in once]
        return " OR ".join(still + first)

    return triggers.TriggerSet(
        table=table,
        sqlite=(
            f"CREATE TRIGGER {name}_same BEFORE UPDATE ON {table} WHEN {changed('IS NOT')}"
            f" BEGIN SELECT RAISE(ABORT, '{words}'); END",
            f"CREATE TRIGGER {name}_stays BEFORE DELETE ON {table} BEGIN SELECT RAISE(ABORT, '{words}'); END",
            triggers.refuse_replace(table, "id"),
        ),
        postgresql=(
            f"""CREATE OR REPLACE FUNCTION {name}_kept() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                IF TG_OP = 'DELETE' THEN RAISE EXCEPTION '{words}' USING ERRCODE = '23514'; END IF;
                IF {changed("IS DISTINCT FROM")} THEN
                    RAISE EXCEPTION '{words}' USING ERRCODE = '23514';
                END IF;
                RETURN NEW; END $$""",
            f"CREATE TRIGGER {name}_same BEFORE UPDATE OR DELETE ON {table}"
            f" FOR EACH ROW EXECUTE FUNCTION {name}_kept()",
        ),
    )
