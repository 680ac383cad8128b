from datetime import datetime

from django.db import transaction

from kpacite.domain.organisations.models import Kpa
from kpacite.domain.organisations.services.errors import save_checked
from kpacite.domain.organisations.services.organisations import locked_kpa
from kpacite.kernel.colour import readable
from kpacite.platform import audit
from kpacite.platform.audit import Actor


@transaction.atomic
def set_kpa_colour(*, kpa: Kpa, colour: str, actor: Actor | None, now: datetime) -> Kpa:
    """The colour of its next quotes and invoices, nothing for that of the house; twice changes nothing.

    Raises InvalidColour, or TooPale with the nearest one on which white is read.
    """
    kpa = locked_kpa(kpa)
    wanted = str(readable(colour)) if colour.strip() else ""
    if wanted == kpa.colour:
        return kpa
    kpa.colour = wanted
    save_checked(kpa)
    data = {"colour": wanted}
    audit.record(actor=actor, action="organisations.kpa.colour_set", target=kpa, at=now, data=data)
    return kpa
