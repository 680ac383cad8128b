"""What a coordinator writes to compose her own statistics: a sheet, a line, one condition."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kpacite.domain.indicators.enums import Counted, SheetShare
from kpacite.domain.indicators.models import LONGEST_TITLE
from kpacite.domain.indicators.rules.frame import Frame
from kpacite.domain.indicators.rules.sheets.conditions import (
    MOST_MONTHS,
    MOST_NUMBER,
    WITH_MONTHS,
    WITH_NUMBER,
    WITH_VALUES,
    Comparison,
    Join,
)
from kpacite.domain.indicators.rules.sheets.vocabulary import Field, Operator
from kpacite.domain.indicators.rules.sheets.words import OPERATOR_WORDS
from kpacite.domain.indicators.services import SheetDetails
from kpacite.domain.organisations.models import Kpa, Tag
from kpacite.interfaces.www.bilan.parts import WHOLE, choices_of, kpas_and_tags
from kpacite.platform.forms import Form, FrenchDateField

NEW_GROUP = "new"


class PeriodForm(Form):
    """Two days; a form that adds a part of the network has `parts`."""

    first = FrenchDateField(label=gettext_lazy("Le premier jour"))
    last = FrenchDateField(label=gettext_lazy("Le dernier jour"))

    def __init__(self, *args: Any, has_parts: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.parts = kpas_and_tags() if has_parts else {}
        if has_parts:
            self.fields["part"] = forms.ChoiceField(
                label=_("La partie du réseau"), choices=choices_of(self.parts), required=False
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, last = data.get("first"), data.get("last")
        if first and last and last < first:
            self.add_error(
                "last", ValidationError(_("Le dernier jour vient après le premier, ou le même jour."))
            )
        return data

    @property
    def frame(self) -> Frame:
        return Frame(self.cleaned_data["first"], self.cleaned_data["last"])

    @property
    def part(self) -> Kpa | Tag | None:
        return self.parts.get(self.cleaned_data.get("part", WHOLE))


class SheetForm(PeriodForm):
    title = forms.CharField(
        label=gettext_lazy("Le titre"),
        help_text=gettext_lazy("Par exemple : Les jeunes en 2025."),
        max_length=LONGEST_TITLE,
    )
    share = forms.ChoiceField(label=gettext_lazy("Qui lit cette feuille"), widget=forms.RadioSelect)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    field_order = ("title", "first", "last", "part", "share", "readers", "version")

    def __init__(self, *args: Any, has_parts: bool, **kwargs: Any) -> None:
        super().__init__(*args, has_parts=has_parts, **kwargs)
        other = SheetShare.NETWORK if has_parts else SheetShare.KPAS
        shares = [each for each in SheetShare if each is not other]
        self.fields["share"].choices = [(each.value, each.label) for each in shares]
        if has_parts:
            self.fields["readers"] = forms.MultipleChoiceField(
                label=_("Les KPA choisis"),
                help_text=_("Leur équipe lit la feuille, sans les petits groupes. Elle peut la copier."),
                choices=[(str(kpa.pk), str(kpa)) for kpa in self._kpas()],
                widget=forms.CheckboxSelectMultiple,
                required=False,
            )
        self.order_fields(self.field_order)

    def _kpas(self) -> list[Kpa]:
        return [part for part in self.parts.values() if isinstance(part, Kpa)]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("share") == SheetShare.KPAS and not data.get("readers") and "readers" not in self.errors:
            self.add_error("readers", ValidationError(_("Choisissez un KPA au moins.")))
        return data

    @property
    def details(self) -> SheetDetails:
        data = self.cleaned_data
        chosen = set(data.get("readers", ()))
        return {
            "title": data["title"],
            "frame": self.frame,
            "part": self.part,
            "share": SheetShare(data["share"]),
            "readers": [kpa for kpa in self._kpas() if str(kpa.pk) in chosen],
        }


class LineForm(Form):
    label = forms.CharField(
        label=gettext_lazy("Le nom de la ligne"),
        help_text=gettext_lazy("Par exemple : 26 ans et plus, en quartier prioritaire."),
        max_length=LONGEST_TITLE,
    )
    counted = forms.ChoiceField(
        label=gettext_lazy("Ce que la ligne compte"), choices=Counted.choices, widget=forms.RadioSelect
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, is_new: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_new:
            del self.fields["counted"]


class ConditionForm(Form):
    """One comparison of one field; its shape is that of the field's kind.

    Without `groups` it is one that is there already, and that stays where it is.
    """

    operator = forms.ChoiceField(label=gettext_lazy("La comparaison"), widget=forms.RadioSelect)
    values = forms.MultipleChoiceField(
        label=gettext_lazy("Les réponses"), required=False, widget=forms.CheckboxSelectMultiple
    )
    number = forms.IntegerField(label=gettext_lazy("Le nombre"), required=False, min_value=0)
    group = forms.ChoiceField(
        label=gettext_lazy("Où va cette condition"), required=False, widget=forms.RadioSelect
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        field: Field,
        answers: list[tuple[str, str]],
        groups: list[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.field = field
        self.fields["operator"].choices = [
            (each.value, _yes_no(field, each) or OPERATOR_WORDS[each]) for each in field.operators
        ]
        if groups:
            self.fields["group"].choices = groups
        else:
            del self.fields["group"]
        self.fields["values"].choices = answers
        if not WITH_VALUES & set(field.operators):
            del self.fields["values"]
        if not (WITH_NUMBER | WITH_MONTHS) & set(field.operators):
            del self.fields["number"]
        elif not WITH_NUMBER & set(field.operators):
            self.fields["number"].label = _("Combien de mois")
        elif field.unit:
            self.fields["number"].label = _("Le nombre (%(unit)s)") % {"unit": field.unit}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        operator = data.get("operator")
        if operator in WITH_VALUES and not data.get("values"):
            self.add_error("values", ValidationError(_("Choisissez une réponse au moins.")))
        most = MOST_MONTHS if operator in WITH_MONTHS else MOST_NUMBER
        least = 1 if operator in WITH_MONTHS else 0
        number = data.get("number")
        if operator in WITH_NUMBER | WITH_MONTHS and (number is None or not least <= number <= most):
            words = {"least": least, "most": most}
            said = _("Écrivez un nombre entier, de %(least)d à %(most)d.") % words
            if "number" not in self.errors:
                self.add_error("number", ValidationError(said))
        return data

    @property
    def comparison(self) -> Comparison:
        operator = Operator(self.cleaned_data["operator"])
        values = tuple(self.cleaned_data.get("values") or ()) if operator in WITH_VALUES else ()
        asks_number = operator in WITH_NUMBER | WITH_MONTHS
        return Comparison(
            self.field.code, operator, values, self.cleaned_data.get("number") if asks_number else None
        )


def _yes_no(field: Field, operator: Operator) -> str:
    said = {Operator.YES: field.yes, Operator.NO: field.no}.get(operator, "")
    return said[:1].upper() + said[1:]


class PlaceForm(Form):
    """`place`: ranks joined by dots, that lead to a part of the condition."""

    place = forms.RegexField(r"^(\d{1,2}(\.\d{1,2}){0,3})?$", required=False)

    @property
    def ranks(self) -> tuple[int, ...]:
        place = self.cleaned_data["place"]
        return tuple(int(rank) for rank in place.split(".")) if place else ()


class GestureForm(PlaceForm):
    """A button of the builder."""

    act = forms.ChoiceField(choices=[(each, each) for each in ("up", "down", "remove", "drop", *Join)])
    version = forms.IntegerField()
