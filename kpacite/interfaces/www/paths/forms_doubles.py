"""Two files side by side: for each fact that differs, whose words stay."""

from dataclasses import dataclass
from typing import Any

from django import forms

from kpacite.domain.people import ties
from kpacite.domain.people.models import Person
from kpacite.domain.people.rules import Side, proposed_side
from kpacite.platform.forms import Form


@dataclass(frozen=True, slots=True)
class FactOfBoth:
    """A fact as both files know it, and which one is proposed."""

    code: str
    label: str
    kept: str
    merged: str
    proposed: Side

    @property
    def differs(self) -> bool:
        return bool(self.kept and self.merged) and self.kept != self.merged

    def words_of(self, side: Side) -> str:
        return self.kept if side is Side.KEPT else self.merged


def sides_of(kept: Person, merged: Person) -> list[FactOfBoth]:
    newer = merged.created_at > kept.created_at
    found = []
    for trait in ties.traits():
        mine, its = trait.read(kept), trait.read(merged)
        side = proposed_side(mine, its, merged_is_newer=newer)
        found.append(FactOfBoth(trait.code, str(trait.label), mine, its, side))
    return found


class CompareForm(Form):
    """A choice for each fact that differs; what only one file knows is kept without asking."""

    def __init__(self, *args: Any, sides: list[FactOfBoth], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sides = sides
        for side in sides:
            if side.differs:
                self.fields[side.code] = forms.ChoiceField(
                    label=side.label,
                    choices=[(Side.KEPT.value, side.kept), (Side.MERGED.value, side.merged)],
                    initial=side.proposed.value,
                    widget=forms.RadioSelect,
                )

    @property
    def choices(self) -> dict[str, Side]:
        """Whose words stay, for every fact."""
        return {
            side.code: Side(self.cleaned_data[side.code]) if side.differs else side.proposed
            for side in self.sides
        }
