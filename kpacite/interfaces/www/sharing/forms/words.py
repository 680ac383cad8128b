"""What the rule of a sharing asks from people: one field for each word, and no other."""

from collections.abc import Collection, Iterator
from fractions import Fraction
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from kpacite.domain.sharing.rules import Status
from kpacite.domain.sharing.rules.recipe import TOKENS_EACH, Job, Word, Worker, receivers, sharers
from kpacite.domain.sharing.rules.recipe.written import Recipe
from kpacite.domain.sharing.services import Settled
from kpacite.interfaces.www.sharing.fields import PercentField
from kpacite.kernel.money import Euro
from kpacite.platform.forms import AmountField, Form, speak_french
from kpacite.platform.templatetags.kpacite import de

NOBODY = "personne"
WHOLE = 100


class SayForm(Form):
    """Her own words. `asked`: what the rule wants to hear; `me`: her line of the facts."""

    def __init__(self, *args: Any, asked: Collection[Word], job: Job, me: Worker, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.others = receivers(job, me) if Word.TOKENS in asked else []
        if Word.REQUEST in asked and not me.is_volunteer:
            self.fields["request"] = _request(_("Combien demandez-vous ?"), me)
        for one in self.others:
            self.fields[_name("tokens", one)] = forms.IntegerField(
                label=_("Jetons pour %(name)s") % {"name": one.name},
                min_value=0,
                required=False,
                initial=(me.gives or {}).get(one.id),
                widget=forms.NumberInput(attrs={"inputmode": "numeric", "class": "court"}),
            )
        for field in self.fields.values():
            speak_french(field)

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        given = sum(said.get(_name("tokens", one)) or 0 for one in self.others)
        if given > TOKENS_EACH:
            told = {"given": given, "most": TOKENS_EACH}
            raise ValidationError(
                _("Vous donnez %(given)d jetons. Vous en avez %(most)d : enlevez-en.") % told, code="too_many"
            )
        return said

    @property
    def said(self) -> dict[str, Any]:
        """The words as `say_mine` takes them."""
        gives = {one.id: self.cleaned_data[_name("tokens", one)] or 0 for one in self.others}
        return {"request": self.cleaned_data.get("request"), "gives": gives if self.others else None}


class SettleForm(Form):
    """What the group agreed on: percents, who found the order, the request of those who left."""

    def __init__(self, *args: Any, asked: Collection[Word], recipe: Recipe, job: Job, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        paid = sharers(recipe, job)
        self.counted = paid if Word.PERCENT in asked else []
        gone = [one for one in paid if one.status is Status.LEFT]
        self.gone = gone if Word.REQUEST in asked else []
        for name, field in self._wanted(job, names_finder=Word.FINDER in asked):
            speak_french(field)
            self.fields[name] = field

    def _wanted(self, job: Job, *, names_finder: bool) -> Iterator[tuple[str, forms.Field]]:
        for one in self.counted:
            label = _("Pourcentage %(of_name)s") % {"of_name": de(one.name)}
            kept = None if one.percent is None else Fraction(one.percent) / WHOLE
            yield _name("percent", one), PercentField(label=label, initial=kept)
        for one in self.gone:
            yield _name("request", one), _request(_("Demande %(of_name)s") % {"of_name": de(one.name)}, one)
        if names_finder:
            yield "finder", _finder(job)

    @property
    def said(self) -> Settled:
        """The words as `settle` takes them."""
        data = self.cleaned_data
        finder = data.get("finder")
        return Settled(
            percents={one.id: data[_name("percent", one)] for one in self.counted} or None,
            finder="" if finder == NOBODY else finder,
            requests={one.id: data[_name("request", one)] for one in self.gone},
        )


def _name(word: str, worker: Worker) -> str:
    return f"{word}_{worker.id}"


def _request(label: str, worker: Worker) -> AmountField:
    kept = worker.declared_cents
    return AmountField(
        label=label,
        help_text=_("Avant cotisations. Zéro est une réponse aussi."),
        initial=None if kept is None else Euro(kept),
    )


def _finder(job: Job) -> forms.ChoiceField:
    people = [(one.id, one.name) for one in job.people if not one.is_volunteer]
    kept = job.holders.get("finder")
    return forms.ChoiceField(
        label=_("La personne qui a trouvé la commande"),
        choices=[*people, (NOBODY, _("Personne de ce partage"))],
        initial=NOBODY if kept == "" else kept,
        widget=forms.RadioSelect,
    )
