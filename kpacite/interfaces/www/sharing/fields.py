"""Fields that only rules need."""

import re
from fractions import Fraction
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from kpacite.domain.sharing.rules.steps.levy import Bracket
from kpacite.domain.sharing.rules.wording import number
from kpacite.kernel.errors import DomainError
from kpacite.kernel.money import Euro

WHOLE = 100
BEYOND = "au-delà"
_PERCENT = re.compile(r"\d{1,3}(?:[.,]\d{1,4})?")


def read_percent(typed: str) -> Fraction | None:
    """A proportion from `10` or `11,5 %`; None for anything else."""
    typed = typed.replace("%", "").strip()
    return Fraction(typed.replace(",", ".")) / WHOLE if _PERCENT.fullmatch(typed) else None


class PercentField(forms.Field):
    """A percentage as people type it (`10`, `11,5 %`); cleans to an exact proportion between 0 and 1."""

    widget = forms.TextInput
    default_error_messages = {
        "invalid": _("Écrivez un pourcentage, par exemple 10 ou 11,5."),
        "too_much": _("Un pourcentage va de 0 à 100."),
    }

    def to_python(self, value: Any) -> Fraction | None:
        if value in self.empty_values:
            return None
        rate = read_percent(str(value))
        if rate is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        if rate > 1:
            raise ValidationError(self.error_messages["too_much"], code="too_much")
        return rate

    def widget_attrs(self, _widget: forms.Widget) -> dict[str, str]:
        return {"inputmode": "decimal", "class": "court"}

    def prepare_value(self, value: Any) -> Any:
        return number(value * WHOLE) if isinstance(value, Fraction) else value


class BracketsField(forms.Field):
    """Annual brackets, one a line (`30 000 € : 11,5`, then `au-delà : 7,5`); cleans to `Bracket`s."""

    widget = forms.Textarea
    default_error_messages = {
        "invalid": _("Écrivez une tranche par ligne, par exemple 30 000 € : 11,5."),
        "order": _("Les tranches doivent se suivre, de la plus petite à la plus grande."),
    }

    def to_python(self, value: Any) -> tuple[Bracket, ...]:
        lines = [line for line in str(value or "").splitlines() if line.strip()]
        brackets = tuple(self._bracket(line) for line in lines)
        ends = [bracket.up_to_cents for bracket in brackets]
        if ends and ends[-1] is None:
            ends.pop()
        known = [end for end in ends if end is not None]
        if len(known) < len(ends) or known != sorted(set(known)):
            raise ValidationError(self.error_messages["order"], code="order")
        return brackets

    def _bracket(self, line: str) -> Bracket:
        end, _colon, typed = line.rpartition(":")
        rate = read_percent(typed)
        if rate is None or rate > 1:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        if end.strip().lower() == BEYOND:
            return Bracket(None, rate)
        try:
            return Bracket(Euro.parse(end).cents, rate)
        except DomainError as error:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from error

    def widget_attrs(self, _widget: forms.Widget) -> dict[str, Any]:
        return {"rows": 4}

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, tuple):
            return value
        return "\n".join(f"{_end(one)} : {number(one.rate * WHOLE)}" for one in value)


def _end(bracket: Bracket) -> str:
    return BEYOND if bracket.up_to_cents is None else Euro(bracket.up_to_cents).format()
