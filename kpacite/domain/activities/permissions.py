"""Who may do what with activities and offers. `hats` and `groups` come from selectors; no query here."""

from kpacite.domain.activities.enums import GroupWish
from kpacite.domain.activities.models import Activity, GroupRequest, Offer, Training
from kpacite.domain.activities.selectors import Groups
from kpacite.domain.organisations import permissions
from kpacite.domain.organisations.enums import Role
from kpacite.domain.organisations.models import Organisation
from kpacite.domain.organisations.selectors import Hats


def may_read(hats: Hats, kpa: Organisation) -> bool:
    """Members read everything collective of their KPA; the accountants of its carrier read it too."""
    return permissions.may_open_space_of(hats, kpa)


def may_propose(hats: Hats, kpa: Organisation) -> bool:
    """Any member proposes (« proposition par tout membre »)."""
    return permissions.is_member_of(hats, kpa)


def answers_for(hats: Hats, groups: Groups, kpa: Organisation, activity: Activity) -> bool:
    """The référent·es of the activity's group, as long as they belong to the KPA, and its coordination."""
    return permissions.is_coordinator_of(hats, kpa) or (
        activity.pk in groups.referent_of and permissions.is_member_of(hats, kpa)
    )


def may_publish(hats: Hats, groups: Groups, kpa: Organisation, offer: Offer) -> bool:
    """Putting online, withdrawing, noting a rate: whoever answers for the activity."""
    return answers_for(hats, groups, kpa, offer.activity)


def may_edit(hats: Hats, groups: Groups, kpa: Organisation, offer: Offer) -> bool:
    """Whoever answers for the activity; as long as it has not gone online, its author too."""
    is_author = groups.person is not None and offer.author_id == groups.person
    return may_publish(hats, groups, kpa, offer) or (
        is_author and offer.published_at is None and permissions.is_member_of(hats, kpa)
    )


def may_check(hats: Hats, kpa: Organisation) -> bool:
    """The coordination alone says that a regulated offer may go online."""
    return permissions.is_coordinator_of(hats, kpa)


def may_note_hours(hats: Hats, kpa: Organisation) -> bool:
    """Whoever works in the KPA notes her own hours there, and confirms those of her peers: members,
    contributors, the coordination; not those who administer its host association.
    """
    return bool(hats.roles_in(kpa) - {Role.HOST_ADMIN})


def may_close_hours(hats: Hats, kpa: Organisation) -> bool:
    """Closing a month of hours, opening it again to repair: the coordination."""
    return permissions.is_coordinator_of(hats, kpa)


def may_plan(hats: Hats, groups: Groups, kpa: Organisation, activity: Activity) -> bool:
    """A job is planned, changed or cancelled by the group of its activity, or by the coordination."""
    in_group = activity.pk in groups.member_of and permissions.is_member_of(hats, kpa)
    return in_group or permissions.is_coordinator_of(hats, kpa)


def may_take(hats: Hats, groups: Groups, kpa: Organisation, activity: Activity, *, asked: bool) -> bool:
    """Who is in the group comes by herself; anyone else of the KPA when she was asked."""
    return may_plan(hats, groups, kpa, activity) or (asked and permissions.is_member_of(hats, kpa))


def may_open_activity(hats: Hats, kpa: Organisation) -> bool:
    """Opening a trade, and with it an analytic account: the coordination."""
    return permissions.is_coordinator_of(hats, kpa)


def may_keep_group(hats: Hats, groups: Groups, kpa: Organisation, activity: Activity) -> bool:
    """Putting someone in a group or ending a place there: whoever answers for the activity."""
    return answers_for(hats, groups, kpa, activity)


def may_answer(hats: Hats, groups: Groups, kpa: Organisation, request: GroupRequest) -> bool:
    """A place is given by anyone of the group, a mandate by who answers for it; nobody answers herself."""
    if request.person_id == groups.person:
        return False
    in_group = request.activity_id in groups.member_of and permissions.is_member_of(hats, kpa)
    return answers_for(hats, groups, kpa, request.activity) or (in_group and request.wish == GroupWish.MEMBER)


def may_open_training(hats: Hats, kpa: Organisation) -> bool:
    """A training is opened, and its list taken away, by the coordination or a référent·e of the KPA."""
    return permissions.is_coordinator_of(hats, kpa) or permissions.is_referent_of(hats, kpa)


def may_sign_up(hats: Hats, kpa: Organisation) -> bool:
    """Any member comes by herself."""
    return permissions.is_member_of(hats, kpa)


def may_keep_training(hats: Hats, kpa: Organisation, training: Training, person: int) -> bool:
    """Who comes, contacts, attendance: the coordination, the référent·es, and the member who gives it."""
    gives_it = training.trainer_id == person and permissions.is_member_of(hats, kpa)
    return may_open_training(hats, kpa) or gives_it


def may_edit_training(
    hats: Hats, kpa: Organisation, training: Training, *, person: int, account: int
) -> bool:
    """Whoever keeps it; its author too, as long as nobody has opened it."""
    is_author = training.author_id == account and permissions.is_member_of(hats, kpa)
    return may_keep_training(hats, kpa, training, person) or (is_author and training.opened_at is None)
