"""Plain French for the explanations: how numbers are said and how accounts are called.

A name always comes as a subject or after « pour », so that « à le pot » can never be written.
"""

from fractions import Fraction

from kpacite.kernel.money import Euro
from kpacite.kernel.typography import NARROW_NO_BREAK, NO_BREAK

from .facts import Account, AccountKind, Facts

COLON = f"{NO_BREAK}:"
DECIMALS = 9
"""Longest decimal part the input accepts: what was read is shown in full."""
ONE = 10**DECIMALS

_USUAL_LABELS = {
    Account(AccountKind.ACCOUNT, "cae"): "la CAE",
    Account(AccountKind.POT, "commun"): "le pot commun",
    Account(AccountKind.EXPENSE, "kpa"): "le KPA",
}
_LABELS_BY_KIND = {
    AccountKind.POT: "le pot",
    AccountKind.ACCOUNT: "le compte",
    AccountKind.BUDGET: "le budget",
}


def euros(cents: int) -> str:
    """`1 234,50 €`."""
    return Euro(cents).format()


def number(value: int | Fraction) -> str:
    """`1 234,5`: a decimal number, zero or more, in full and without useless zeros."""
    whole, decimals = divmod(value.numerator * ONE // value.denominator, ONE)
    thousands = f"{whole:,}".replace(",", NARROW_NO_BREAK)
    return f"{thousands},{decimals:0{DECIMALS}}".rstrip("0") if decimals else thousands


def unrounded_euros(cents: Fraction) -> str:
    """`144,5778… €`: an exact share, cut at a hundredth of a cent."""
    hundredths, beyond = divmod(cents.numerator * 100, cents.denominator)
    cut = "…" if beyond else ""
    return f"{number(Fraction(hundredths, 10_000))}{cut}{NO_BREAK}€"


def percent(rate: Fraction) -> str:
    """`11,5 %`, from 0.115."""
    return f"{number(rate * 100)}{NO_BREAK}%"


def label(account: Account, facts: Facts) -> str:
    """The name of an account in a sentence: of a person, of a pot, or the one the facts give it."""
    if given := facts.labels.get(str(account)):
        return given
    if usual := _USUAL_LABELS.get(account):
        return usual
    if prefix := _LABELS_BY_KIND.get(account.kind):
        return f"{prefix} {spoken(account.owner)}"
    person = facts.people.get(account.owner)
    return person.name if person else name_of(account.owner)


def name_of(identifier: str) -> str:
    """A name to say for somebody of whom only the identifier is known: `marie_lou`, « Marie lou »."""
    said = spoken(identifier)
    return said[:1].upper() + said[1:]


def spoken(identifier: str) -> str:
    return identifier.replace("_", " ")


def capitalised(sentence: str) -> str:
    """Open a sentence: « le pot commun » becomes « Le pot commun »."""
    return sentence[:1].upper() + sentence[1:]
