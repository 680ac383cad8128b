"""« 10 KPA en activité, 6 en réflexion. »: counted, never a figure of a document."""

from collections import Counter
from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kpacite.domain.organisations.enums import KpaStatus
from kpacite.domain.organisations.selectors import KpaCard


def sentence_of(cards: Iterable[KpaCard]) -> str:
    """How many KPAs, then how many in each state."""
    cards = list(cards)
    if not cards:
        return _("Aucun KPA.")
    total = ngettext("%(n)d KPA", "%(n)d KPA", len(cards)) % {"n": len(cards)}
    counts = Counter(card.status for card in cards)
    details = [words % {"n": counts[status]} for status, words in _states() if counts[status]]
    return _("%(total)s : %(details)s.") % {"total": total, "details": ", ".join(details)}


def _states() -> list[tuple[KpaStatus | None, str]]:
    return [
        (KpaStatus.ACTIVE, _("%(n)d en activité")),
        (KpaStatus.LAUNCHING, _("%(n)d en lancement")),
        (KpaStatus.CONSIDERING, _("%(n)d en réflexion")),
        (KpaStatus.PAUSED, _("%(n)d en pause")),
        (None, _("%(n)d à compléter")),
    ]
