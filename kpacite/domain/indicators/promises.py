"""What `kpacite verify` proves about bilans."""

from collections.abc import Iterable

from kpacite.domain.indicators.models import ReportFreeze
from kpacite.domain.indicators.rules.content import hash_of
from kpacite.platform import verification


@verification.register("indicators.frozen", "Every frozen bilan still has the figures of its hash")
def _frozen() -> Iterable[str]:
    for freeze in ReportFreeze.objects.order_by("pk").iterator(chunk_size=100):
        if hash_of(freeze.content, freeze.releases) != freeze.content_hash:
            yield f"frozen bilan {freeze.pk} is no longer what was frozen"
