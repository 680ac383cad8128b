"""The story around the figures, as a file tells it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """A text: of a place of the page, or of a KPA that speaks."""

    title: str
    body: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A photo: a bare JPEG, what is seen on it, whose it is."""

    content: bytes
    alt: str
    credit: str


Told = Words | Picture
