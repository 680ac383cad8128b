"""What `kpacite verify` proves of files: a double is empty, and leads to one that is not."""

from collections.abc import Iterator

from django.db.models import Q

from kpacite.domain.people.models import Account, Person
from kpacite.platform import verification


@verification.register("people.doubles", "A double file is empty, closed, and leads to a file that is kept")
def doubles() -> Iterator[str]:
    merged = Person.objects.exclude(merged_into=None)
    lost = Q(merged_into__merged_into__isnull=False) | ~Q(email="", phone="")
    for person in merged.filter(lost).order_by("pk"):
        yield f"{person.public_id} leads to a file that is not kept, or still has an address"
    for account in Account.objects.filter(is_active=True, person__in=merged).order_by("pk"):
        yield f"account {account.pk} is open and belongs to a double file"
