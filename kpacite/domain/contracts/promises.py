"""What `kpacite verify` proves again about contracts."""

from collections import defaultdict
from collections.abc import Iterable
from hashlib import sha256

from kpacite.domain.contracts import rules
from kpacite.domain.contracts.models import ContractPeriod, ContractSignature, IssuedContract
from kpacite.platform import verification


@verification.register(
    "contracts.no_overlap", "Nobody has two signed periods of one contract type with one carrier on a day"
)
def _no_overlap() -> Iterable[str]:
    rows = ContractPeriod.objects.signed().select_related("contract").order_by("pk")
    lived = defaultdict(list)
    for row in rows.iterator():
        contract = row.contract
        if contract.stopped_on is None or contract.stopped_on > row.start:
            lived[contract.person_id, contract.carrier_id, contract.type].append(row.period)
    for (person, _carrier, type_), periods in lived.items():
        if not rules.follow_each_other(periods):
            yield f"person {person} has two {type_} at once"


@verification.register("contracts.signed_text", "Each signature of a contract bears the hash of its text")
def _signed_text() -> Iterable[str]:
    rows = ContractSignature.objects.select_related("period").order_by("pk")
    for row in rows.iterator():
        period = row.period
        if row.text_hash != rules.content_hash(period.text, period.facts):
            yield f"signature {row.pk} does not bear the hash of period {period.pk}"


@verification.register("contracts.issued", "Each signed contract that was drawn is kept byte for byte")
def _issued() -> Iterable[str]:
    rows = IssuedContract.objects.select_related("file").order_by("pk")
    for row in rows.iterator(chunk_size=50):
        if sha256(bytes(row.file.content)).hexdigest() != row.sha256:
            yield f"document {row.pk} of period {row.period_id} has changed"
