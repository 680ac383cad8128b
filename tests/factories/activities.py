from datetime import date
from itertools import count

from kpacite.domain.activities.enums import OfferState, OfferUnit, SupplyMode
from kpacite.domain.activities.models import Activity, GroupMembership, Offer, OfferOption, OfferRate
from kpacite.domain.organisations.models import Kpa, Organisation
from kpacite.domain.people.models import Account
from tests.factories.organisations import LONG_AGO
from tests.factories.people import NOW, make_person

_ranks = count(1)


def make_activity(kpa: Kpa | Organisation, name: str = "Cuisine", **fields: object) -> Activity:
    """An activity open for long; its code comes from a counter unless `code` is given."""
    details = {"code": f"ACT{next(_ranks)}", "opened_on": LONG_AGO} | fields
    return Activity.objects.create(kpa_id=kpa.pk, name=name, **details)


def make_offer(
    activity: Activity, name: str = "", state: OfferState = OfferState.DRAFT, **fields: object
) -> Offer:
    """An offer in this state, dated as it must be; priced 12,00 € per person unless told otherwise."""
    dates = {
        OfferState.DRAFT: {},
        OfferState.PROPOSED: {"proposed_at": NOW},
        OfferState.PUBLISHED: {"proposed_at": NOW, "published_at": NOW},
        OfferState.RETIRED: {"proposed_at": NOW, "published_at": NOW, "retired_at": NOW},
    }[state]
    details = {"unit": OfferUnit.PERSON, "price_cents": 1200, "created_at": NOW} | dates | fields
    return Offer.objects.create(
        activity=activity, name=name or f"Offre {next(_ranks)}", state=state, **details
    )


def make_option(offer: Offer, name: str = "Boissons", extra_cents: int | None = 150) -> OfferOption:
    return OfferOption.objects.create(offer=offer, name=name, extra_cents=extra_cents)


def make_rate(offer: Offer, vat_bp: int = 1000, **fields: object) -> OfferRate:
    details = {"mode": SupplyMode.ON_THE_SPOT, "valid_from": LONG_AGO, "source": "essai"} | fields
    return OfferRate.objects.create(offer=offer, vat_bp=vat_bp, **details)


def join(
    activity: Activity, who: Account | None = None, *, referent: bool = False, start: date = LONG_AGO
) -> GroupMembership:
    person = who.person if who else make_person()
    return GroupMembership.objects.create(activity=activity, person=person, is_referent=referent, start=start)
