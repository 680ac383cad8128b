"""What makes two clients look like the same one, and what a kind of client may bear."""

from dataclasses import dataclass

from kpacite.kernel.text import fold

COMPANY_WORDS = frozenset({"sarl", "sas", "sasu", "eurl", "sa", "scop", "scic", "association", "asso"})
LITTLE_WORDS = frozenset(
    {"le", "la", "les", "l", "de", "du", "des", "d", "et", "m", "mme", "monsieur", "madame"}
)


@dataclass(frozen=True, slots=True)
class ClientFacts:
    """What a client is recognised by. `name` as written; the others bare, or empty."""

    key: int
    name: str
    siret: str = ""
    email: str = ""
    phone: str = ""


def name_key(name: str) -> str:
    """The words that tell a name from another, sorted: « ASSO. Les Tilleuls » is « tilleuls »."""
    words = fold(name).split()
    telling = [word for word in words if word not in COMPANY_WORDS | LITTLE_WORDS]
    return " ".join(sorted(telling or words))


def looks_like(one: ClientFacts, other: ClientFacts) -> bool:
    """The same SIRET, e-mail, phone or name. Two SIRETs that differ are two clients, whatever the rest."""
    if one.siret and other.siret:
        return one.siret == other.siret
    same_email = bool(one.email) and one.email.casefold() == other.email.casefold()
    same_phone = bool(one.phone) and one.phone == other.phone
    return same_email or same_phone or name_key(one.name) == name_key(other.name)


def search_text(*texts: str) -> str:
    """All that a search may find, folded once."""
    return fold(" ".join(text for text in texts if text))
