"""Prices, quantities and states in words: « 12,00 € par personne, HT », « de 4 à 30 personnes »."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kpacite.domain.activities.enums import OfferState, OfferUnit
from kpacite.domain.activities.models import Offer, OfferOption
from kpacite.kernel.money import CENTS, Euro
from kpacite.kernel.vat import Taxed
from kpacite.platform.templatetags.kpacite import nombre

BP_PER_PERCENT = 100
BADGES = {
    OfferState.DRAFT: "",
    OfferState.PROPOSED: "wait",
    OfferState.PUBLISHED: "done",
    OfferState.RETIRED: "",
}
PRICES: dict[str, str | Promise] = {
    OfferUnit.PIECE: gettext_lazy("%(price)s la pièce, HT"),
    OfferUnit.HOUR: gettext_lazy("%(price)s par heure, HT"),
    OfferUnit.PERSON: gettext_lazy("%(price)s par personne, HT"),
    OfferUnit.KILOGRAM: gettext_lazy("%(price)s le kilo, HT"),
    OfferUnit.MACHINE: gettext_lazy("%(price)s par machine, HT"),
    OfferUnit.DAY: gettext_lazy("%(price)s par jour, HT"),
    OfferUnit.FLAT: gettext_lazy("%(price)s le forfait, HT"),
}
COUNTED: dict[str, Callable[[int], str]] = {
    OfferUnit.PIECE: lambda n: ngettext("pièce", "pièces", n),
    OfferUnit.HOUR: lambda n: ngettext("heure", "heures", n),
    OfferUnit.PERSON: lambda n: ngettext("personne", "personnes", n),
    OfferUnit.KILOGRAM: lambda n: ngettext("kilo", "kilos", n),
    OfferUnit.MACHINE: lambda n: ngettext("machine", "machines", n),
    OfferUnit.DAY: lambda n: ngettext("jour", "jours", n),
    OfferUnit.FLAT: lambda n: ngettext("forfait", "forfaits", n),
}


def price_words(offer: Offer) -> str:
    if offer.price is None:
        return _("Prix sur devis")
    return str(PRICES[offer.unit]) % {"price": offer.price.format()}


def quantity_words(offer: Offer) -> str:
    """« de 4 à 30 personnes »; nothing when no limit is known."""
    low, high = offer.min_quantity, offer.max_quantity
    if not low and not high:
        return ""
    unit = COUNTED[offer.unit](high or low)
    if low and high:
        sentence = _("%(low)d %(unit)s") if low == high else _("de %(low)d à %(high)d %(unit)s")
    else:
        sentence = _("à partir de %(low)d %(unit)s") if low else _("jusqu’à %(high)d %(unit)s")
    return sentence % {"low": low, "high": high, "unit": unit}


def extra_words(option: OfferOption) -> str:
    if option.extra is None:
        return _("sur devis")
    if option.extra.is_zero:
        return _("sans supplément")
    return _("+ %(price)s HT") % {"price": option.extra.format()}


def percent(vat_bp: int) -> str:
    return f"{nombre(vat_bp / BP_PER_PERCENT)}\u00a0%"


@dataclass(frozen=True, slots=True)
class RateWords:
    mode: str
    rate: str
    gross: str
    since: object
    source: str


def rate_words(offer: Offer) -> list[RateWords]:
    """Each rate of today, with the price that the client pays; the rates are loaded."""
    return [
        RateWords(
            mode=rate.get_mode_display(),
            rate=percent(rate.vat_bp),
            gross="" if offer.price is None else _gross(offer.price, rate.vat_bp),
            since=rate.valid_from,
            source=rate.source,
        )
        for rate in offer.current_rates
    ]


def _gross(net: Euro, vat_bp: int) -> str:
    return Taxed.from_net(net, rate_bp=vat_bp).gross.format()


@dataclass(frozen=True, slots=True)
class OfferCard:
    """An offer ready to draw; nothing here asks the database."""

    offer: Offer
    price: str
    facts: list[str]
    rates: list[RateWords]


def card_of(offer: Offer) -> OfferCard:
    """`offer` comes from a selector that loads its options and rates."""
    rates = rate_words(offer)
    return OfferCard(offer=offer, price=price_words(offer), facts=_facts(offer, rates), rates=rates)


def _facts(offer: Offer, rates: list[RateWords]) -> list[str]:
    quantity = quantity_words(offer)
    facts = [
        _("Quantité : %(words)s") % {"words": quantity} if quantity else "",
        _("Saison : %(words)s") % {"words": offer.season} if offer.season else "",
        offer.attributes,
    ]
    facts += [
        _("En option : %(name)s, %(extra)s") % {"name": option.name, "extra": extra_words(option)}
        for option in offer.current_options
    ]
    return [fact for fact in facts + [_rate_fact(rate) for rate in rates] if fact]


def _rate_fact(rate: RateWords) -> str:
    words = {"gross": rate.gross, "mode": rate.mode, "rate": rate.rate}
    if rate.gross:
        return _("%(gross)s TTC, %(mode)s (TVA %(rate)s)") % words
    return _("TVA %(rate)s, %(mode)s") % words


@dataclass(frozen=True, slots=True)
class OfferRow:
    """An offer in a list of the KPA's space."""

    offer: Offer
    detail: str
    label: str
    badge: str


def row_of(offer: Offer) -> OfferRow:
    details = [str(offer.activity), price_words(offer), quantity_words(offer)]
    state = OfferState(offer.state)
    return OfferRow(offer, " · ".join(part for part in details if part), str(state.label), BADGES[state])


def typed(cents: int | None) -> str:
    """Cents for a spreadsheet: « 12,00 », empty when there is no price."""
    return "" if cents is None else f"{cents // CENTS},{cents % CENTS:02d}"
