"""What people write about an offer: three blocks, a few options, nothing compulsory but its name."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kpacite.domain.activities.enums import OfferUnit, SupplyMode
from kpacite.domain.activities.models import Activity, Offer
from kpacite.domain.activities.services import Option
from kpacite.interfaces.www.activities.wording import BP_PER_PERCENT
from kpacite.kernel.money import Euro
from kpacite.platform.forms import AmountField, Form, FrenchDateField

FREE_OPTIONS = 3
LARGEST_QUANTITY = 100_000
PLAIN = ("name", "description", "unit", "min_quantity", "max_quantity", "season", "attributes")


def _quantity(label: Any, help_text: Any = "") -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        help_text=help_text,
        required=False,
        min_value=1,
        max_value=LARGEST_QUANTITY,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "court"}),
    )


class OfferForm(Form):
    """`activities`: the open activities of the KPA. `offer`: the one that is edited."""

    activity = forms.ChoiceField(
        label=gettext_lazy("L’activité"),
        error_messages={"required": gettext_lazy("Choisissez l’activité.")},
    )
    name = forms.CharField(label=gettext_lazy("Le nom de l’offre"), max_length=120)
    description = forms.CharField(
        label=gettext_lazy("Ce que le client reçoit"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    needs_check = forms.BooleanField(
        label=gettext_lazy("C’est une activité à vérifier"),
        help_text=gettext_lazy(
            "Par exemple un déménagement ou une terrasse en bois. En cas de doute, cochez."
        ),
        required=False,
    )
    check_reason = forms.CharField(
        label=gettext_lazy("Ce qu’il faut vérifier"),
        help_text=gettext_lazy("Par exemple : l’assurance."),
        required=False,
        max_length=200,
    )
    unit = forms.ChoiceField(
        label=gettext_lazy("Le prix est pour"),
        choices=[
            (OfferUnit.PERSON.value, gettext_lazy("une personne")),
            (OfferUnit.PIECE.value, gettext_lazy("une pièce")),
            (OfferUnit.HOUR.value, gettext_lazy("une heure")),
            (OfferUnit.DAY.value, gettext_lazy("un jour")),
            (OfferUnit.KILOGRAM.value, gettext_lazy("un kilo")),
            (OfferUnit.MACHINE.value, gettext_lazy("une machine")),
            (OfferUnit.FLAT.value, gettext_lazy("le tout, au forfait")),
        ],
        error_messages={"required": gettext_lazy("Dites pour quoi est le prix.")},
    )
    price = AmountField(
        label=gettext_lazy("Le prix hors taxes, en euros"),
        help_text=gettext_lazy("Laissez vide : le prix sera sur devis."),
        required=False,
    )
    min_quantity = _quantity(gettext_lazy("La quantité minimum"), gettext_lazy("Par exemple 4 personnes."))
    max_quantity = _quantity(gettext_lazy("La quantité maximum"))
    season = forms.CharField(
        label=gettext_lazy("La saison"),
        help_text=gettext_lazy("Par exemple : de mars à octobre."),
        required=False,
        max_length=120,
    )
    attributes = forms.CharField(
        label=gettext_lazy("Les particularités"),
        help_text=gettext_lazy("Par exemple : fait maison, produits de saison."),
        required=False,
        max_length=200,
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, *args: Any, activities: Iterable[Activity], offer: Offer | None = None, **kwargs: Any
    ) -> None:
        self.activities = {str(activity.pk): activity for activity in activities}
        if offer is not None:
            self.activities.setdefault(str(offer.activity_id), offer.activity)
            kwargs["initial"] = _initial(offer) | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        choices = [(key, str(activity)) for key, activity in self.activities.items()]
        self.fields["activity"].choices = choices if len(choices) == 1 else [("", "—"), *choices]
        if offer is not None and offer.needs_check:
            del self.fields["needs_check"]
        # One row more than what is there: nothing is lost, and there is room to add.
        count = len(offer.current_options) + 1 if offer is not None else 0
        self.ranks = range(1, max(FREE_OPTIONS, count) + 1)
        for rank in self.ranks:
            self._add_option(rank)

    def _add_option(self, rank: int) -> None:
        self.fields[f"option_{rank}"] = forms.CharField(
            label=_("Option %(rank)d") % {"rank": rank}, required=False, max_length=120
        )
        self.fields[f"extra_{rank}"] = AmountField(
            label=_("Supplément de l’option %(rank)d, hors taxes") % {"rank": rank}, required=False
        )

    @property
    def option_rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        return [(self[f"option_{rank}"], self[f"extra_{rank}"]) for rank in self.ranks]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        low, high = data.get("min_quantity"), data.get("max_quantity")
        if low and high and high < low:
            self.add_error(
                "max_quantity", ValidationError(_("Le maximum est plus grand que le minimum, ou égal."))
            )
        if (price := data.get("price")) is not None and price.cents <= 0:
            self.add_error(
                "price", ValidationError(_("Écrivez un prix plus grand que zéro, ou laissez vide."))
            )
        self._clean_options(data)
        return data

    def _clean_options(self, data: dict[str, Any]) -> None:
        seen: set[str] = set()
        for rank in self.ranks:
            name, extra = data.get(f"option_{rank}"), data.get(f"extra_{rank}")
            if extra is not None and not name:
                self.add_error(f"option_{rank}", ValidationError(_("Écrivez le nom de cette option.")))
            if extra is not None and extra.cents < 0:
                self.add_error(
                    f"extra_{rank}", ValidationError(_("Un supplément est de zéro euro au moins."))
                )
            if name and name in seen:
                self.add_error(f"option_{rank}", ValidationError(_("Cette option est déjà là.")))
            seen.add(name or "")

    @property
    def options(self) -> list[Option]:
        data = self.cleaned_data
        return [
            Option(data[f"option_{rank}"], _cents(data[f"extra_{rank}"]))
            for rank in self.ranks
            if data[f"option_{rank}"]
        ]

    @property
    def details(self) -> dict[str, Any]:
        """What the services of an offer take, without its options."""
        data = self.cleaned_data
        named = {name: data[name] for name in (*PLAIN, "needs_check", "check_reason") if name in data}
        return named | {
            "activity": self.activities[data["activity"]],
            "unit": OfferUnit(data["unit"]),
            "price_cents": _cents(data["price"]),
        }


def _cents(amount: Euro | None) -> int | None:
    return None if amount is None else amount.cents


def _initial(offer: Offer) -> dict[str, Any]:
    options: dict[str, Any] = {}
    for rank, option in enumerate(offer.current_options, start=1):
        options |= {f"option_{rank}": option.name, f"extra_{rank}": _amount(option.extra)}
    plain = {name: getattr(offer, name) for name in PLAIN}
    fixed = {"activity": str(offer.activity_id), "price": _amount(offer.price), "version": offer.version}
    return plain | options | fixed | {"check_reason": offer.check_reason}


def _amount(amount: Euro | None) -> str:
    """As people type it, without the sign."""
    return "" if amount is None else amount.format().removesuffix("\u00a0€")


class CheckForm(Form):
    note = forms.CharField(
        label=gettext_lazy("Ce que vous avez vérifié"),
        help_text=gettext_lazy("Par exemple : l’assurance couvre cette activité, attestation reçue."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Écrivez ce que vous avez vérifié.")},
    )


class TaskForm(Form):
    """How many times an hour of a task counts; 1 for an ordinary one."""

    task = forms.CharField(
        label=gettext_lazy("La tâche"),
        help_text=gettext_lazy("Par exemple : la plonge, le travail de nuit."),
        max_length=60,
    )
    times = forms.DecimalField(
        label=gettext_lazy("Une heure compte pour"),
        help_text=gettext_lazy("1 est une heure ordinaire. 1,5 est une heure et demie."),
        min_value=0,
        max_value=10,
        max_digits=4,
        decimal_places=2,
        localize=True,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "court"}),
        error_messages={
            "invalid": gettext_lazy("Écrivez un nombre, par exemple 1,5."),
            "max_decimal_places": gettext_lazy("Écrivez deux chiffres au plus après la virgule."),
        },
    )
    valid_from = FrenchDateField(label=gettext_lazy("À partir du"))
    reason = forms.CharField(
        label=gettext_lazy("Pourquoi le groupe l’a décidé"),
        help_text=gettext_lazy("Par exemple : c’est plus dur, voté le 6 mars."),
        max_length=200,
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        kwargs["initial"] = {"valid_from": today} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)


class RateForm(Form):
    mode = forms.ChoiceField(
        label=gettext_lazy("Comment le client reçoit"),
        choices=SupplyMode.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choisissez un mode de la liste.")},
    )
    rate = forms.CharField(
        label=gettext_lazy("Le taux, en %"),
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "court"}),
        max_length=10,
    )
    valid_from = FrenchDateField(label=gettext_lazy("À partir du"))
    source = forms.CharField(
        label=gettext_lazy("D’où vient ce taux"),
        help_text=gettext_lazy("Par exemple : la comptabilité de la CAE, message du 6 mars."),
        max_length=200,
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        kwargs["initial"] = {"valid_from": today} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)

    def clean_rate(self) -> int:
        """In basis points: « 5,5 » is 550."""
        text = self.cleaned_data["rate"].replace("%", "").replace(",", ".").strip()
        wrong = ValidationError(_("Écrivez un taux de 0 à 100, par exemple 5,5."))
        if not text.replace(".", "", 1).isascii() or not text.replace(".", "", 1).isdigit():
            raise wrong
        points = Decimal(text) * BP_PER_PERCENT
        if points > 100 * BP_PER_PERCENT or points != int(points):
            raise wrong
        return int(points)
