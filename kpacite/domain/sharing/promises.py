"""What `kpacite verify` proves of sharings: they are what they were, and they add up."""

from collections.abc import Iterable, Iterator

from django.db.models import Sum

from kpacite.domain.sharing.enums import SharingState
from kpacite.domain.sharing.models import Sharing
from kpacite.domain.sharing.services.validation import hash_of
from kpacite.platform import verification


def _validated() -> Iterable[Sharing]:
    return Sharing.objects.filter(state=SharingState.VALIDATED).order_by("pk").iterator()


@verification.register("sharing.frozen", "Validated sharings are what they were: question, answer and hash")
def frozen() -> Iterator[str]:
    for sharing in _validated():
        if hash_of(sharing) != sharing.content_hash:
            yield f"Sharing {sharing.pk} ({sharing.title}) does not have its hash any more."


@verification.register("sharing.lines", "The sums of a sharing make exactly the money that was shared")
def lines() -> Iterator[str]:
    for sharing in _validated():
        total = sharing.lines.aggregate(cents=Sum("cents"))["cents"] or 0
        if total != sharing.base_cents:
            yield f"Sharing {sharing.pk}: its lines make {total}, its money {sharing.base_cents} cents."


@verification.register("sharing.cash", "A sharing shares the payments that it names, and no more")
def cash() -> Iterator[str]:
    for sharing in Sharing.objects.filter(corrects=None).exclude(state=SharingState.DROPPED).order_by("pk"):
        received = sharing.cash.aggregate(cents=Sum("cents"))["cents"] or 0
        if received != sharing.base_cents:
            yield f"Sharing {sharing.pk}: {received} cents received, {sharing.base_cents} shared."
