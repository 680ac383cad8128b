from collections.abc import Iterable, Iterator

from django.db.models import TextField
from django.db.models.functions import Cast

from kpacite.domain.paths.models import SensitiveFacts
from kpacite.platform.fields import opener

CHUNK = 5_000
SensitiveRow = tuple[int, str]


def all_sensitive_answers(persons: Iterable[int] | None = None) -> Iterator[SensitiveRow]:
    """(person, letters) for counting only: one decryption a row, no object. Read with `rules.answer_in`.

    Whoever calls it gives back counts large enough to hide everyone, never a row.
    """
    rows = SensitiveFacts.objects.annotate(sealed=Cast("answers", TextField())).order_by("pk")
    if persons is not None:
        rows = rows.filter(pk__in=persons)
    unseal = opener()
    for person, sealed in rows.values_list("pk", "sealed").iterator(chunk_size=CHUNK):
        yield person, unseal(sealed)
