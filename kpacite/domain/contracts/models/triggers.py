"""What the database itself refuses, whoever writes: the same rules for SQLite and PostgreSQL."""

from kpacite.domain.contracts import rules
from kpacite.domain.contracts.enums import ContractState
from kpacite.platform import triggers
from kpacite.platform.triggers import TriggerSet

PERIOD, SIGNATURE = "contracts_contractperiod", "contracts_contractsignature"
KEPT = (
    "contract_id",
    "rank",
    "start",
    "end",
    "blocks",
    "facts",
    "content_hash",
    "needs_guardian",
    "signed_at",
)
WORDS = "a signed period of a contract is frozen"
BOUND = "a signature is bound to the text of its period"


def _changed(different: str) -> str:
    return "OLD.signed_at IS NOT NULL AND (" + _any(different) + ")"


def _any(different: str) -> str:
    return " OR ".join(f'NEW."{column}" {different} OLD."{column}"' for column in KEPT)


UNBOUND = (
    f"NOT EXISTS (SELECT 1 FROM {PERIOD} AS period WHERE period.id = NEW.period_id"  # noqa: S608
    " AND period.signed_at IS NULL AND period.dropped_at IS NULL AND period.content_hash = NEW.text_hash)"
)

TRIGGERS = (
    triggers.state_machine("contracts_supportcontract", rules.TRANSITIONS, first={ContractState.DRAFT}),
    triggers.append_only(SIGNATURE),
    triggers.append_only("contracts_issuedcontract"),
    triggers.append_only("contracts_contracttemplate"),
    TriggerSet(
        table=SIGNATURE,
        sqlite=(
            f"CREATE TRIGGER kpa_contractsignature_bound BEFORE INSERT ON {SIGNATURE} WHEN {UNBOUND}"
            f" BEGIN SELECT RAISE(ABORT, '{BOUND}'); END",
        ),
        postgresql=(
            "CREATE OR REPLACE FUNCTION kpa_contractsignature_bound() RETURNS trigger LANGUAGE plpgsql AS $$"
            f" BEGIN IF {UNBOUND} THEN RAISE EXCEPTION '{BOUND}' USING ERRCODE = '23514'; END IF;"
            " RETURN NEW; END $$",
            f"CREATE TRIGGER kpa_contractsignature_bound BEFORE INSERT ON {SIGNATURE}"
            " FOR EACH ROW EXECUTE FUNCTION kpa_contractsignature_bound()",
        ),
    ),
    TriggerSet(
        table=PERIOD,
        sqlite=(
            f"CREATE TRIGGER kpa_contractperiod_frozen BEFORE UPDATE ON {PERIOD} WHEN {_changed('IS NOT')}"
            f" BEGIN SELECT RAISE(ABORT, '{WORDS}'); END",
            f"CREATE TRIGGER kpa_contractperiod_kept BEFORE DELETE ON {PERIOD}"
            f" BEGIN SELECT RAISE(ABORT, '{WORDS}'); END",
        ),
        postgresql=(
            f"""CREATE OR REPLACE FUNCTION kpa_contractperiod_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN IF TG_OP = 'DELETE' THEN
                    RAISE EXCEPTION '{WORDS}' USING ERRCODE = '23514';
                ELSIF OLD.signed_at IS NOT NULL AND ({_any("IS DISTINCT FROM")}) THEN
                    RAISE EXCEPTION '{WORDS}' USING ERRCODE = '23514';
                END IF; RETURN NEW; END $$""",
            f"CREATE TRIGGER kpa_contractperiod_frozen BEFORE UPDATE OR DELETE ON {PERIOD}"
            " FOR EACH ROW EXECUTE FUNCTION kpa_contractperiod_frozen()",
        ),
    ),
)
