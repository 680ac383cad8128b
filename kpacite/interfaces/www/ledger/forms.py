from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kpacite.domain.ledger.models import Journal
from kpacite.domain.ledger.rules import LONGEST_YEAR_MONTHS
from kpacite.domain.organisations.models import Organisation
from kpacite.platform.forms import Form, FrenchDateField

ALL = ("", _("Tous"))


class FilterForm(Form):
    """What to keep of a list: days, a KPA, a journal, words. Every field may stay empty."""

    q = forms.CharField(label=_("Mots à chercher"), max_length=80, required=False)
    du = FrenchDateField(label=_("Du"), required=False)
    au = FrenchDateField(label=_("Au"), required=False)
    kpa = forms.ChoiceField(label=_("KPA"), required=False)
    journal = forms.ChoiceField(label=_("Journal"), required=False)

    def __init__(
        self, *args: Any, kpas: list[Organisation], journals: list[Journal] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.kpas, self.journals = kpas, journals or []
        self.fields["kpa"].choices = [ALL, *((kpa.slug, kpa.name) for kpa in kpas)]  # type: ignore[attr-defined]
        self.fields["journal"].choices = [ALL, *((row.code, str(row)) for row in self.journals)]  # type: ignore[attr-defined]
        if not self.journals:
            del self.fields["journal"]

    def without(self, *names: str) -> "FilterForm":
        for name in names:
            self.fields.pop(name, None)
        return self

    @property
    def kept(self) -> dict[str, Any]:
        """What was understood; a field in error keeps everything."""
        self.is_valid()
        return self.cleaned_data

    @property
    def kpa_id(self) -> int | None:
        return next((kpa.pk for kpa in self.kpas if kpa.slug == self.kept.get("kpa")), None)

    @property
    def chosen_journal(self) -> Journal | None:
        return next((row for row in self.journals if row.code == self.kept.get("journal")), None)


class ReasonForm(Form):
    reason = forms.CharField(label=_("Pourquoi ?"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))


class NewYearForm(Form):
    """The first year of a book says when it begins; the others follow."""

    start = FrenchDateField(label=_("Le premier jour"), help_text=_("Le premier jour d’un mois."))
    months = forms.IntegerField(
        label=_("Nombre de mois"),
        initial=12,
        min_value=1,
        max_value=LONGEST_YEAR_MONTHS,
        widget=forms.NumberInput(attrs={"class": "court", "inputmode": "numeric"}),
    )

    def __init__(self, *args: Any, follows: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if follows:
            del self.fields["start"]


class ReversalForm(ReasonForm):
    date = FrenchDateField(label=_("Date de la contre-passation"))

    field_order = ["date", "reason"]
