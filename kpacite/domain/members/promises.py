"""What `kpacite verify` proves again about members."""

from collections import defaultdict
from collections.abc import Iterable

from kpacite.domain.members.models import Membership
from kpacite.kernel.period import first_overlap
from kpacite.platform import verification


@verification.register("members.no_overlap", "Nobody is a member of the same KPA twice on a day")
def _no_overlap() -> Iterable[str]:
    stays = defaultdict(list)
    for row in Membership.objects.order_by("pk").iterator():
        if row.period is not None:
            stays[row.person_id, row.kpa_id].append(row.period)
    for (person, kpa), periods in stays.items():
        if first_overlap(periods):
            yield f"person {person} is a member of KPA {kpa} twice at once"
