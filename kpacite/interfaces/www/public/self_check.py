"""A first look at a project of KPA: which ingredients are there, in words and never as a mark."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from kpacite.domain.organisations.enums import SelfCheck
from kpacite.domain.organisations.models import ChecklistItem


@dataclass(frozen=True, slots=True)
class SelfCheckResult:
    """Titles of the ingredients by answer, and what to say about them. `domain`: a colour."""

    ready: tuple[str, ...]
    soon: tuple[str, ...]
    missing: tuple[str, ...]

    @property
    def complete(self) -> bool:
        return not self.soon and not self.missing

    @property
    def domain(self) -> str:
        return "argent" if self.complete else "heures"

    @property
    def title(self) -> str:
        if self.complete:
            return _("Tout est là pour démarrer")
        return _("Le projet pousse") if self.ready or self.soon else _("L’idée est là, c’est un début")

    @property
    def words(self) -> str:
        if self.complete:
            return _("Écrivez au réseau : un KPA formateur peut vous accompagner.")
        if self.ready or self.soon:
            return _("Vous avez déjà des ingrédients. Le réseau vous aide à trouver les autres.")
        return _("Commencez par en parler autour de vous. Le réseau peut venir vous rencontrer.")


def result_of(items: Sequence[ChecklistItem], answers: Mapping[str, str]) -> SelfCheckResult:
    """What is not answered counts as missing."""

    def titles(*wanted: str) -> tuple[str, ...]:
        return tuple(item.title for item in items if answers.get(item.code, SelfCheck.NO) in wanted)

    return SelfCheckResult(titles(SelfCheck.YES), titles(SelfCheck.SOON), titles(SelfCheck.NO))
