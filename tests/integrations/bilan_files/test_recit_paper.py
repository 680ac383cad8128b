"""The récit on paper: its photos speak to a screen reader, and the file stays one that archives."""

from pathlib import Path

import pikepdf
import pytest

from kpacite.domain.indicators.rules.audience import Audience
from kpacite.integrations.bilan_files import Picture, Words
from kpacite.integrations.bilan_files.paper import to_pdf
from kpacite.integrations.documents.compiler import DocumentNotDrawn
from kpacite.integrations.uploads import clean_picture
from tests.factories.expenses import photo
from tests.integrations.bilan_files.test_bilan_files import AT, made
from tests.integrations.documents.verapdf import broken_clauses

ALT = "Trois personnes préparent un repas."
SHAPES = ((1_600, 1_000), (1_000, 1_600), (200, 3_000))


def story() -> list[Words | Picture]:
    photos = [
        Picture(clean_picture(photo(rank, size=size)).content, ALT, "KPA exemple")
        for rank, size in enumerate(SHAPES, start=1)
    ]
    return [Words("Avant les chiffres", "Une année.\n\nPuis une autre."), *photos]


def figures_of(element: pikepdf.Object) -> list[str]:
    """The words of every figure of the structure tree."""
    found = [str(element.Alt)] if element.get("/S") == "/Figure" and "/Alt" in element else []
    kids = element.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary):
            found += figures_of(kid)
    return found


def test_the_photos_have_their_words_in_a_valid_pdf_of_four_pages_at_most(tmp_path: Path) -> None:
    file = tmp_path / "recit.pdf"
    file.write_bytes(to_pdf(made(Audience.PUBLIC), at=AT, story=story()))
    with pikepdf.open(file) as document:
        assert len(document.pages) <= 4
        assert figures_of(document.Root.StructTreeRoot) == [ALT] * len(SHAPES)
    assert set(broken_clauses([file]).values()) == {""}
    assert file.read_bytes() == to_pdf(made(Audience.PUBLIC), at=AT, story=story())


def test_a_photo_without_words_is_not_drawn() -> None:
    silent = Picture(clean_picture(photo(1)).content, "", "KPA exemple")
    with pytest.raises(DocumentNotDrawn):
        to_pdf(made(Audience.PUBLIC), at=AT, story=[silent])
