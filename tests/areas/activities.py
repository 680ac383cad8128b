"""Activities and their offers."""

from kpacite.domain.activities.enums import OfferState
from kpacite.domain.activities.models import Offer
from tests.areas import HERE, THERE, everywhere, first


def _offer(_name: str) -> object:
    """One that Amina proposed to the group of Bilal."""
    return Offer.objects.get(author__first_name="Amina", state=OfferState.PROPOSED).pk


ARGUMENTS = {"code": lambda _name: "cuisine", "offer": _offer}
VISITOR_BY_ACCESS = {
    "activity_reader": "Amina",
    "offer_reader": "Bilal",
    "offer_editor": "Amina",
    "offer_publisher": "Bilal",
    "offer_checker": "Chloé",
}
PROPOSED_OFFER = {"kpa": HERE, "offer": first(Offer.objects, author__first_name="Amina", state="proposed")}
SAMPLES = {
    "kpa_services": [{"slug": HERE}, {"slug": THERE}],
    "activity": [{"kpa": HERE, "code": "cuisine"}],
    "offer": [PROPOSED_OFFER],
    **{
        f"offer_{page}": [PROPOSED_OFFER]
        for page in ("edit", "propose", "publish", "unpublish", "retire", "restore", "check", "rate")
    },
    **everywhere("kpa", HERE, "activities", "offer_new"),
}
NOT_PAGES = {"offers_csv": "a file"}
