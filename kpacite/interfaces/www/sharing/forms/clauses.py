"""What people write to make a rule: one short form for each kind of sentence."""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from kpacite.domain.activities.models import Activity
from kpacite.domain.sharing.rules.parse_steps import KEYS, Excess
from kpacite.domain.sharing.rules.recipe import (
    EXAMPLES,
    CarrierFee,
    Clause,
    Cost,
    EarlierWork,
    PotLevy,
    Purchases,
    RoleBonus,
    Solidarity,
    Split,
    SplitKey,
)
from kpacite.domain.sharing.rules.steps.claims import Shortfall
from kpacite.domain.sharing.rules.steps.levy import Basis
from kpacite.interfaces.www.sharing.fields import BracketsField, PercentField
from kpacite.kernel.money import Euro
from kpacite.platform.forms import AmountField, DurationField, Form

BASIS = [
    (Basis.BASE.value, _("de l’argent reçu")),
    (Basis.MARGIN.value, _("de l’argent reçu moins les achats")),
    (Basis.REMAINING.value, _("de ce qui reste")),
]


def _cents(amount: Euro | None) -> int | None:
    return None if amount is None else amount.cents


def _euro(cents: int | None) -> Euro | None:
    return None if cents is None else Euro(cents)


class NewRuleForm(Form):
    """A rule starts from one of the library. `activities`: those of the KPA, open today."""

    name = forms.CharField(label=_("Le nom de la règle"), max_length=80)
    activity = forms.ChoiceField(label=_("Pour qui"), required=False)
    example = forms.ChoiceField(
        label=_("Pour commencer"),
        help_text=_("Ce sont des exemples. Vous changez les phrases ensuite."),
        choices=[(example.code, example.name) for example in EXAMPLES],
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, activities: Iterable[Activity], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.activities = {str(activity.pk): activity for activity in activities}
        everyone = [("", _("Tout le KPA"))]
        self.fields["activity"].choices = everyone + [(pk, str(one)) for pk, one in self.activities.items()]

    @property
    def chosen_activity(self) -> Activity | None:
        return self.activities.get(self.cleaned_data["activity"])

    @property
    def chosen_recipe(self) -> Any:
        return next(one.recipe for one in EXAMPLES if one.code == self.cleaned_data["example"])


class ClauseForm(Form):
    """One sentence. `clause` gives the words to start from; `pots`: names by code.

    `intro`: what to write, when the fields do not say it. `more`: the fields that few rules need.
    """

    kind: str
    title: Any
    intro: Any = ""
    more: tuple[str, ...] = ()

    def __init__(
        self, *args: Any, clause: Clause | None = None, pots: Mapping[str, str], **kwargs: Any
    ) -> None:
        kwargs.setdefault("initial", {} if clause is None else self.words_of(clause))
        super().__init__(*args, **kwargs)
        for name in ("pot", "rest_to", "fallback_to"):
            if name in self.fields:
                nobody = [] if name == "pot" else [("", _("Nulle part : on demande au groupe"))]
                self.fields[name].choices = nobody + [(code, called) for code, called in pots.items()]

    @property
    def first_fields(self) -> list[forms.BoundField]:
        return [field for field in self if field.name not in self.more]

    @property
    def more_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.more]

    @property
    def more_is_open(self) -> bool:
        """Whether something is written there, or is wrong there."""
        return any(field.value() or field.errors for field in self.more_fields)

    def words_of(self, clause: Any) -> dict[str, Any]:
        """The fields that say this clause."""
        raise NotImplementedError

    def clause(self) -> Clause:
        """The clause that the valid fields say."""
        raise NotImplementedError


class PurchasesForm(ClauseForm):
    kind, title = "purchases", _("Rembourser les achats")
    on_shortfall = forms.ChoiceField(
        label=_("S’il n’y a pas assez d’argent"),
        choices=[
            (Shortfall.PRORATA.value, _("Un peu à chaque personne, en proportion")),
            (Shortfall.FIFO.value, _("L’achat le plus ancien d’abord")),
        ],
        initial=Shortfall.PRORATA.value,
        widget=forms.RadioSelect,
    )

    def words_of(self, clause: Purchases) -> dict[str, Any]:
        return {"on_shortfall": clause.on_shortfall.value}

    def clause(self) -> Clause:
        return Purchases(Shortfall(self.cleaned_data["on_shortfall"]))


class CarrierForm(ClauseForm):
    """A flat rate, or annual brackets: one of the two."""

    kind, title = "carrier", _("Verser une part à la CAE")
    rate = PercentField(
        label=_("Quel pourcentage ?"),
        help_text=_("Il est écrit dans le contrat avec la CAE."),
        required=False,
    )
    brackets = BracketsField(
        label=_("Ou des tranches pour l’année, une par ligne"),
        help_text=_("Par exemple 30 000 € : 11,5, puis au-delà : 7,5."),
        required=False,
    )
    of = forms.ChoiceField(
        label=_("De quoi ?"), choices=BASIS, initial=Basis.MARGIN.value, widget=forms.RadioSelect
    )

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if not self.errors and (said["rate"] is None) == (not said["brackets"]):
            raise ValidationError(_("Écrivez un pourcentage, ou des tranches. Pas les deux."), code="either")
        return said

    def words_of(self, clause: CarrierFee) -> dict[str, Any]:
        return {"rate": clause.rate, "brackets": clause.brackets, "of": clause.of.value}

    def clause(self) -> Clause:
        said = self.cleaned_data
        return CarrierFee(Basis(said["of"]), said["rate"], said["brackets"])


class PotForm(ClauseForm):
    kind, title = "pot", _("Mettre une part dans un pot commun")
    pot = forms.ChoiceField(label=_("Quel pot ?"))
    rate = PercentField(label=_("Quel pourcentage ?"))
    of = forms.ChoiceField(
        label=_("De quoi ?"), choices=BASIS, initial=Basis.REMAINING.value, widget=forms.RadioSelect
    )
    maximum = AmountField(label=_("Au plus, pour un partage"), required=False)
    target = AmountField(label=_("Tant que le pot a moins de"), required=False)

    def words_of(self, clause: PotLevy) -> dict[str, Any]:
        limits = {"maximum": _euro(clause.max_cents), "target": _euro(clause.target_cents)}
        return {"pot": clause.pot, "rate": clause.rate, "of": clause.of.value} | limits

    def clause(self) -> Clause:
        said = self.cleaned_data
        return PotLevy(
            said["pot"], Basis(said["of"]), said["rate"], _cents(said["maximum"]), _cents(said["target"])
        )


class RoleForm(ClauseForm):
    kind, title = "role", _("Donner une somme pour un rôle")
    role = forms.ChoiceField(
        label=_("À qui ?"),
        choices=[
            ("referent", _("La personne référente de la commande")),
            ("finder", _("La personne qui a trouvé la commande")),
        ],
        widget=forms.RadioSelect,
    )
    amount = AmountField(label=_("Combien ?"))

    def words_of(self, clause: RoleBonus) -> dict[str, Any]:
        return {"role": clause.role, "amount": Euro(clause.amount_cents)}

    def clause(self) -> Clause:
        return RoleBonus(self.cleaned_data["role"], self.cleaned_data["amount"].cents)


class CostForm(ClauseForm):
    kind, title = "cost", _("Garder une somme fixe pour un coût")
    label = forms.CharField(
        label=_("Pour quoi ?"), help_text=_("Par exemple : l’assurance du mois."), max_length=60
    )
    amount = AmountField(label=_("Combien ?"))

    def words_of(self, clause: Cost) -> dict[str, Any]:
        return {"label": clause.label, "amount": Euro(clause.amount_cents)}

    def clause(self) -> Clause:
        return Cost(self.cleaned_data["label"], self.cleaned_data["amount"].cents)


class EarlierWorkForm(ClauseForm):
    kind, title = "earlier_work", _("Payer petit à petit un travail d’avant")
    max_rate = PercentField(label=_("Au plus quel pourcentage de ce qui reste ?"))

    def words_of(self, clause: EarlierWork) -> dict[str, Any]:
        return {"max_rate": clause.max_rate}

    def clause(self) -> Clause:
        return EarlierWork(self.cleaned_data["max_rate"])


class SolidarityForm(ClauseForm):
    kind, title = "solidarity", _("Mettre en commun une partie des parts")
    rate = PercentField(label=_("Quel pourcentage de chaque part ?"))

    def words_of(self, clause: Solidarity) -> dict[str, Any]:
        return {"rate": clause.rate}

    def clause(self) -> Clause:
        return Solidarity(self.cleaned_data["rate"])


class SplitForm(ClauseForm):
    """The ways of sharing, each with its part of the money; the parts make a hundred."""

    kind, title = "split", _("Partager entre les personnes")
    intro = _("Écrivez 100 devant une façon de partager, ou mélangez : 30 et 70. Laissez les autres vides.")
    more = ("min_minutes", "minimum", "maximum", "may_shrink", "rest_to", "fallback_to")
    equal = PercentField(label=_("À parts égales, en %"), required=False)
    minutes = PercentField(label=_("Au temps passé, en %"), required=False)
    points = PercentField(label=_("Au temps passé, selon les tâches, en %"), required=False)
    percent = PercentField(label=_("Selon des pourcentages convenus, en %"), required=False)
    declared = PercentField(label=_("Selon ce que chaque personne demande, en %"), required=False)
    give = PercentField(label=_("Selon les jetons donnés par les autres, en %"), required=False)
    min_minutes = DurationField(label=_("À partir de combien de temps a-t-on une part ?"), required=False)
    minimum = AmountField(label=_("Au moins, par personne"), required=False)
    maximum = AmountField(label=_("Au plus, par personne"), required=False)
    may_shrink = forms.BooleanField(
        label=_("Si les demandes dépassent, les réduire en proportion"),
        help_text=_("Sans cette case, le groupe en parle."),
        required=False,
    )
    rest_to = forms.ChoiceField(label=_("Où va ce que personne ne prend ?"), required=False)
    fallback_to = forms.ChoiceField(label=_("Et si personne n’a de part ?"), required=False)
    WAYS = tuple(KEYS)

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if any(way in self.errors for way in self.WAYS):
            return said
        total = sum(said.get(way) or Fraction(0) for way in self.WAYS)
        if total != 1:
            raise ValidationError(_("Les pourcentages doivent faire 100 % ensemble."), code="not_whole")
        return said

    def words_of(self, clause: Split) -> dict[str, Any]:
        whole = sum(key.weight for key in clause.keys)
        return {key.type: key.weight / whole for key in clause.keys} | {
            "min_minutes": clause.min_minutes or None,
            "minimum": _euro(clause.minimum_cents),
            "maximum": _euro(clause.maximum_cents),
            "may_shrink": clause.on_excess is Excess.PRORATA,
            "rest_to": clause.rest_to or "",
            "fallback_to": clause.fallback_to or "",
        }

    def clause(self) -> Clause:
        said = self.cleaned_data
        return Split(
            keys=tuple(SplitKey(way, said[way] * 100) for way in self.WAYS if said[way]),
            min_minutes=said["min_minutes"] or 0,
            minimum_cents=_cents(said["minimum"]),
            maximum_cents=_cents(said["maximum"]),
            on_excess=Excess.PRORATA if said["may_shrink"] else Excess.DISCUSS,
            rest_to=said["rest_to"] or None,
            fallback_to=said["fallback_to"] or None,
        )


FORMS: dict[str, type[ClauseForm]] = {
    form.kind: form
    for form in (
        PurchasesForm,
        CarrierForm,
        PotForm,
        RoleForm,
        CostForm,
        EarlierWorkForm,
        SplitForm,
        SolidarityForm,
    )
}
