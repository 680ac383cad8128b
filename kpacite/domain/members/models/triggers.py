"""States move along the tables of the rules, whoever writes: the same for SQLite and PostgreSQL."""

from kpacite.domain.members import rules
from kpacite.domain.members.enums import MediationState, MemberState, WelcomeState
from kpacite.platform import triggers

TRIGGERS = (
    triggers.state_machine("members_welcomefile", rules.WELCOME_TRANSITIONS, first={WelcomeState.CONTACT}),
    triggers.state_machine("members_membership", rules.MEMBER_TRANSITIONS, first={MemberState.MEMBER}),
    triggers.state_machine(
        "members_mediationcase", rules.MEDIATION_TRANSITIONS, first={MediationState.OPENED}
    ),
)
