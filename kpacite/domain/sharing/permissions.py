"""Who may do what with rules, pots and sharings. `hats` and `groups` come from selectors; no query here."""

from kpacite.domain.activities import permissions as activities
from kpacite.domain.activities.selectors import Groups
from kpacite.domain.organisations import permissions
from kpacite.domain.organisations.models import Organisation
from kpacite.domain.organisations.selectors import Hats
from kpacite.domain.sharing.models import Sharing, SharingRule

Seated = bool
"""Whether the person takes part in the sharing."""


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


def may_see_parts(hats: Hats, groups: Groups, kpa: Organisation, sharing: Sharing, seated: Seated) -> bool:
    """The sums of each person: those who take part, the référent·es who answer for the activity, and the
    accountants of the carrier. Nobody else, the coordination neither.
    """
    return seated or answers_for_money(hats, groups, kpa, sharing) or permissions.carries(hats, kpa)


def answers_for_money(hats: Hats, groups: Groups, kpa: Organisation, sharing: Sharing) -> bool:
    """The référent·es of the activity's group; of the KPA, for a sharing without activity."""
    if not permissions.is_member_of(hats, kpa):
        return False
    if sharing.activity_id is not None:
        return sharing.activity_id in groups.referent_of
    return permissions.is_referent_of(hats, kpa)


def may_prepare(hats: Hats, groups: Groups, kpa: Organisation, sharing: Sharing, seated: Seated) -> bool:
    """Changing the rule of a simulation, proposing it, taking it back, giving it up: those of the job."""
    starter = groups.person is not None and sharing.started_by_id == groups.person
    inside = permissions.is_member_of(hats, kpa)
    return inside and (seated or starter or answers_for_money(hats, groups, kpa, sharing))


def may_validate(hats: Hats, groups: Groups, kpa: Organisation, sharing: Sharing, seated: Seated) -> bool:
    """Two different people: a référent·e, a member who takes part, or an accountant of the carrier."""
    inside = seated and permissions.is_member_of(hats, kpa)
    return may_see_parts(hats, groups, kpa, sharing, inside)


def may_correct(hats: Hats, groups: Groups, kpa: Organisation, sharing: Sharing) -> bool:
    """Repairing what is validated: the référent·es who answer for it, the accountants of the carrier."""
    return answers_for_money(hats, groups, kpa, sharing) or permissions.carries(hats, kpa)


def may_settle(hats: Hats, groups: Groups, kpa: Organisation, sharing: Sharing) -> bool:
    """Noting what the group agreed on (percents, who found the order): the référent·es who answer for the
    activity, and the member who started the sharing. Requests and tokens are said by each person herself.
    """
    started = groups.person is not None and sharing.started_by_id == groups.person
    inside = permissions.is_member_of(hats, kpa)
    return inside and (started or answers_for_money(hats, groups, kpa, sharing))
