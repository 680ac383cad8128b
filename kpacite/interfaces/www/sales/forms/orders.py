"""An order noted directly, and its place in the agenda."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from kpacite.domain.activities.models import Activity
from kpacite.domain.sales.enums import CancelledBy
from kpacite.interfaces.www.sales.forms.base import SubmissionForm
from kpacite.interfaces.www.sales.forms.leads import ReasonForm
from kpacite.platform.forms import Form, FrenchDateField

TIMES = {"class": "court", "placeholder": "9:30"}


class OrderForm(SubmissionForm):
    client = forms.ChoiceField(label=_("Le client"), error_messages={"required": _("Choisissez le client.")})
    activity = forms.ChoiceField(label=_("L’activité"))
    title = forms.CharField(
        label=_("L’objet"), help_text=_("Par exemple : repassage du vendredi."), max_length=120
    )
    service_on = FrenchDateField(label=_("Pour quel jour"), required=False)
    place = forms.CharField(label=_("Lieu"), required=False, max_length=200)
    client_reference = forms.CharField(
        label=_("Le numéro de bon de commande du client"),
        help_text=_("S’il en a un : la facture doit le répéter."),
        required=False,
        max_length=60,
    )

    def __init__(
        self, *args: Any, clients: Sequence[tuple[str, str]], activities: Iterable[Activity], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.activities = {str(activity.pk): activity for activity in activities}
        self.fields["client"].choices = [("", "—"), *clients]
        named = [(key, str(activity)) for key, activity in self.activities.items()]
        self.fields["activity"].choices = named if len(named) == 1 else [("", "—"), *named]
        self.fields["activity"].error_messages["required"] = _t("Choisissez l’activité.")


def read_time(text: str) -> time:
    """« 9:30 », « 9h30 », « 9 h »; ValueError for anything else."""
    hours, _sep, minutes = text.lower().replace(" ", "").replace("h", ":").partition(":")
    return time(int(hours), int(minutes or 0))


class TimeField(forms.CharField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=10, widget=forms.TextInput(attrs=TIMES), **kwargs)

    def clean(self, value: Any) -> time:
        text = super().clean(value)
        try:
            return read_time(text)
        except ValueError as error:
            raise ValidationError(_t("Écrivez une heure, par exemple 9:30.")) from error


class PlanForm(Form):
    """When, where, how many people: an intervention of the group's agenda."""

    title = forms.CharField(label=_("Ce qu’il y a à faire"), max_length=120)
    day = FrenchDateField(label=_("Quel jour"))
    start = TimeField(label=_("De"))
    end = TimeField(label=_("À"))
    place = forms.CharField(label=_("Lieu"), required=False, max_length=200)
    skills = forms.CharField(
        label=_("Ce qu’il faut savoir faire"),
        help_text=_("Par exemple : cuisiner, servir."),
        required=False,
        max_length=200,
    )
    wanted = forms.IntegerField(
        label=_("Combien de personnes"),
        required=False,
        min_value=1,
        max_value=500,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "court"}),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        start, end = data.get("start"), data.get("end")
        if start and end and end <= start:
            self.add_error("end", ValidationError(_t("L’heure de fin vient après l’heure de début.")))
        return data

    def _moment(self, name: str) -> datetime:
        day: date = self.cleaned_data["day"]
        return timezone.make_aware(datetime.combine(day, self.cleaned_data[name]))

    @property
    def details(self) -> dict[str, Any]:
        data = self.cleaned_data
        words = {name: data[name] for name in ("title", "place", "skills", "wanted")}
        return words | {"starts_at": self._moment("start"), "ends_at": self._moment("end")}


class CancelForm(ReasonForm):
    """Who gives up is asked only where arrhes depend on it."""

    cancelled_by = forms.ChoiceField(
        label=_("Qui renonce ?"),
        choices=CancelledBy.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Dites qui renonce : les arrhes en dépendent.")},
    )

    def __init__(self, *args: Any, has_earnest: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_earnest:
            del self.fields["cancelled_by"]
