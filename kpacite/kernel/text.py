"""Text brought down to what the ear hears, so that a search finds « Cœur d’Îlot » under « coeur d ilot »."""

from unicodedata import category, normalize

_SPELLED_OUT = str.maketrans(
    {"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ħ": "h"}
)
"""Letters that Unicode does not take apart."""


def fold(text: str) -> str:
    """Lower case, no accents, no ligatures, no punctuation, single spaces. Folding twice changes nothing."""
    apart = normalize("NFKD", normalize("NFKD", text).casefold()).translate(_SPELLED_OUT)
    bare = (char for char in apart if not category(char).startswith("M"))
    return " ".join("".join(char if char.isalnum() else " " for char in bare).split())
