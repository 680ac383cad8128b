"""Activities and their offers."""

from kpacite.domain.activities.enums import OfferState
from kpacite.domain.activities.models import GroupMembership, GroupRequest, Offer
from tests.areas import HERE, THERE, everywhere, first


def _offer(_name: str) -> object:
    """One that Amina proposed to the group of Bilal."""
    return Offer.objects.get(author__first_name="Amina", state=OfferState.PROPOSED).pk


def _place(_name: str) -> object:
    return GroupMembership.objects.get(person__first_name="Amina", activity__code="CUISINE", end=None).pk


def _asked(_name: str) -> object:
    """Gaëlle asks for a place in the group of Bilal."""
    return GroupRequest.objects.get(person__first_name="Gaëlle").pk


ARGUMENTS = {"place": _place, "asked": _asked, "code": lambda _name: "cuisine", "offer": _offer}
VISITOR_BY_ACCESS = {
    "activity_reader": "Amina",
    "offer_reader": "Bilal",
    "offer_editor": "Amina",
    "offer_publisher": "Bilal",
    "offer_checker": "Chloé",
    "group_asker": "Gaëlle",
    "group_keeper": "Bilal",
}
VISITORS = {
    "activity": ["Amina", "Gaëlle", "Bilal"],
    "group_ask": ["Gaëlle", "Amina"],
    "group_leave": ["Amina"],
    "group_answer": ["Bilal"],
}
PROPOSED_OFFER = {"kpa": HERE, "offer": first(Offer.objects, author__first_name="Amina", state="proposed")}
SAMPLES = {
    "kpa_services": [{"slug": HERE}, {"slug": THERE}],
    "activity": [{"kpa": HERE, "code": "cuisine"}],
    "offer": [PROPOSED_OFFER],
    "group_ask": [{"kpa": HERE, "code": "cuisine"}],
    "group_leave": [{"kpa": HERE, "code": "cuisine"}],
    "group_keep": [{"kpa": HERE, "code": "cuisine"}],
    "activity_tasks": [{"kpa": HERE, "code": "cuisine"}],
    "group_end": [
        {
            "kpa": HERE,
            "code": "cuisine",
            "place": first(GroupMembership.objects, person__first_name="Amina", activity__code="CUISINE"),
        }
    ],
    "group_answer": [
        {"kpa": HERE, "code": "cuisine", "asked": first(GroupRequest.objects, person__first_name="Gaëlle")}
    ],
    **{
        f"offer_{page}": [PROPOSED_OFFER]
        for page in ("edit", "propose", "publish", "unpublish", "retire", "restore", "check", "rate")
    },
    **everywhere("kpa", HERE, "activities", "offer_new", "activity_new"),
}
NOT_PAGES = {"offers_csv": "a file"}
