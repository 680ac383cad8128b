"""The links of this app to people (decision 0044). A contract moves with its person, so that the clock of the
CAPE counts all her months; the text that was signed stays, byte for byte.
"""

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kpacite.domain.contracts.models import ContractPeriod, SupportContract
from kpacite.domain.people import ties
from kpacite.domain.people.models import Person
from kpacite.domain.people.ties import Tie
from kpacite.platform.templatetags.kpacite import jour

ties.declare(Tie("contracts.supportcontract", "person", words=gettext_lazy("Contrats")))


@ties.forbid
def _two_contracts_never_share_a_day(kept: Person, merged: Person, _today: date) -> Iterator[str]:
    """With one carrier, for one type: being prepared on both sides, or in force on the same day."""
    for contract in SupportContract.objects.open().filter(person=merged).select_related("carrier"):
        same = {"carrier": contract.carrier, "type": contract.type}
        if SupportContract.objects.open().filter(person=kept, **same).exists():
            yield _(
                "Les deux fiches ont un contrat en cours avec %(carrier)s (%(type)s)."
                " Arrêtez d’abord l’un des deux."
            ) % {"carrier": contract.carrier.name, "type": contract.get_type_display()}
            return
    yield from _overlaps(kept, merged)


def _overlaps(kept: Person, merged: Person) -> Iterator[str]:
    mine, its = _spans(kept), _spans(merged)
    for carrier, kind, start, end in its:
        for other_carrier, other_kind, other_start, other_end in mine:
            apart = (end is not None and end <= other_start) or (other_end is not None and other_end <= start)
            if (carrier, kind) == (other_carrier, other_kind) and not apart:
                yield _(
                    "Les deux fiches ont le même contrat aux mêmes dates (%(one)s et %(other)s)."
                    " La structure de portage doit d’abord corriger l’un des deux."
                ) % {"one": jour(start), "other": jour(other_start)}
                return


def _spans(person: Person) -> list[tuple[int, str, date, date | None]]:
    """(carrier, type, start, end) of what was signed and not dropped."""
    rows = ContractPeriod.objects.filter(contract__person=person, dropped_at=None, signed_at__isnull=False)
    spans = []
    for period in rows.select_related("contract").order_by("start", "pk"):
        contract = period.contract
        ends = [day for day in (period.end, contract.stopped_on) if day is not None]
        end = min(ends) if ends else None
        if end is None or end > period.start:
            spans.append((contract.carrier_id, contract.type, period.start, end))
    return spans
