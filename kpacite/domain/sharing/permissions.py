"""Who may do what with rules, pots and sharings. `hats` and `groups` come from selectors; no query here."""

from kpacite.domain.activities import permissions as activities
from kpacite.domain.activities.selectors import Groups
from kpacite.domain.organisations import permissions
from kpacite.domain.organisations.models import Organisation
from kpacite.domain.organisations.selectors import Hats
from kpacite.domain.sharing.models import SharingRule


def may_read(hats: Hats, kpa: Organisation) -> bool:
    """Rules, pots and totals are open to the members of the KPA, and to the accountants of its carrier."""
    return permissions.may_open_space_of(hats, kpa)


def may_write_rules(hats: Hats, kpa: Organisation) -> bool:
    """Any member writes a rule, tries it, and proposes to spend a pot."""
    return permissions.is_member_of(hats, kpa)


def may_adopt(hats: Hats, groups: Groups, kpa: Organisation, rule: SharingRule) -> bool:
    """Noting what the group decided: whoever answers for the activity; for the whole KPA, its référent·es and
    its coordination. The decision itself is that of the people who agree.
    """
    if rule.activity is not None:
        return activities.answers_for(hats, groups, kpa, rule.activity)
    return permissions.is_referent_of(hats, kpa) or permissions.is_coordinator_of(hats, kpa)


def may_keep_pots(hats: Hats, kpa: Organisation) -> bool:
    """Opening a pot, answering a proposal to spend: a référent·e or the coordination, never for oneself."""
    return permissions.is_referent_of(hats, kpa) or permissions.is_coordinator_of(hats, kpa)
