"""States move along the tables of the rules, whoever writes: the same for SQLite and PostgreSQL."""

from kpacite.domain.members import rules
from kpacite.domain.members.enums import MediationState, MemberState, WelcomeState
from kpacite.platform import triggers
from kpacite.platform.triggers import TriggerSet

MEMBERSHIP = "members_membership"
MEDIATION_FIRST = "an exclusion comes after a mediation without agreement"
UNMEDIATED = (
    f"NEW.state = '{MemberState.EXCLUSION_PROPOSED}' AND OLD.state <> NEW.state"  # noqa: S608
    " AND NOT EXISTS (SELECT 1 FROM members_mediationcase AS tried"
    f" WHERE tried.concerned_id = NEW.id AND tried.state = '{MediationState.NO_AGREEMENT}')"
)

TRIGGERS = (
    triggers.state_machine("members_welcomefile", rules.WELCOME_TRANSITIONS, first={WelcomeState.CONTACT}),
    triggers.state_machine(MEMBERSHIP, rules.MEMBER_TRANSITIONS, first={MemberState.MEMBER}),
    triggers.state_machine(
        "members_mediationcase", rules.MEDIATION_TRANSITIONS, first={MediationState.OPENED}
    ),
    triggers.append_only("members_mediationhandover"),
    TriggerSet(
        table=MEMBERSHIP,
        sqlite=(
            f"CREATE TRIGGER kpa_membership_mediated BEFORE UPDATE ON {MEMBERSHIP} WHEN {UNMEDIATED}"
            f" BEGIN SELECT RAISE(ABORT, '{MEDIATION_FIRST}'); END",
        ),
        postgresql=(
            "CREATE OR REPLACE FUNCTION kpa_membership_mediated() RETURNS trigger LANGUAGE plpgsql AS $$"
            f" BEGIN IF {UNMEDIATED} THEN"
            f" RAISE EXCEPTION '{MEDIATION_FIRST}' USING ERRCODE = '23514'; END IF; RETURN NEW; END $$",
            f"CREATE TRIGGER kpa_membership_mediated BEFORE UPDATE ON {MEMBERSHIP}"
            " FOR EACH ROW EXECUTE FUNCTION kpa_membership_mediated()",
        ),
    ),
)
