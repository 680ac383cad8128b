"""The document of a signed period, kept as it was drawn."""

from datetime import datetime

from django.db import transaction

from kpacite.domain.contracts.models import ContractPeriod, IssuedContract
from kpacite.domain.contracts.services.errors import CannotMoveThere
from kpacite.domain.organisations.services.errors import save_checked
from kpacite.platform import audit, private_files


@transaction.atomic
def keep_document(*, period: ContractPeriod, content: bytes, now: datetime) -> IssuedContract:
    """Keep the drawn document once; the first one stays. Raises CannotMoveThere before everyone signed."""
    row = ContractPeriod.objects.select_for_update(of=("self",)).get(pk=period.pk)
    if row.signed_at is None:
        raise CannotMoveThere
    if kept := IssuedContract.objects.filter(period=row).first():
        return kept
    file = private_files.unsaved(name="contrat.pdf", content=content, kept_at=now)
    file.save()
    issued = IssuedContract(period=row, file=file, sha256=file.sha256, issued_at=now)
    save_checked(issued)
    data = {"sha256": file.sha256}
    audit.record(actor=None, action="contracts.document.issued", target=issued, at=now, data=data)
    return issued
