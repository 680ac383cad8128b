from kpacite.domain.activities.models import Offer


def locked(offer: Offer) -> Offer:
    """The offer as it is now, kept for this transaction."""
    return Offer.objects.select_for_update(of=("self",)).select_related("activity").get(pk=offer.pk)
