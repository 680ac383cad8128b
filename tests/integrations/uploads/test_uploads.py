import io

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from kpacite.integrations.uploads import clean_file
from kpacite.platform.uploads import (
    JPEG,
    LARGEST_BYTES,
    PDF,
    FileLocked,
    FileRefused,
    FileTooLarge,
    read_upload,
)
from tests.factories.expenses import photo


def pdf(*, locked: bool = False) -> bytes:
    out = io.BytesIO()
    with pikepdf.new() as made:
        made.add_blank_page()
        made.save(out, encryption=pikepdf.Encryption(owner="o", user="u") if locked else None)
    return out.getvalue()


def test_a_photo_of_a_phone_is_made_small_upright_and_silent():
    exif = Image.Exif()
    exif[0x0112] = 6  # taken with the phone on its side
    exif[0x010F] = "SecretPhone"
    clean = clean_file(photo(3, size=(4_000, 3_000), exif=exif))
    assert clean.content_type == JPEG
    with Image.open(io.BytesIO(clean.content)) as picture:
        assert picture.size == (1_500, 2_000)
        assert not picture.getexif()
    assert b"SecretPhone" not in clean.content


def test_the_same_photo_gives_the_same_file():
    content = photo(5)
    assert clean_file(content) == clean_file(content)
    assert clean_file(content).name.endswith(".jpg")


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "GIF"])
def test_other_pictures_become_jpeg(kind: str):
    out = io.BytesIO()
    Image.new("RGBA", (20, 20), (1, 2, 3, 128)).save(out, kind)
    assert clean_file(out.getvalue()).content_type == JPEG


def test_a_pdf_is_kept_as_it_is():
    assert clean_file(pdf()).content_type == PDF


def test_a_pdf_with_a_password_is_refused_in_words():
    with pytest.raises(FileLocked, match="mot de passe"):
        clean_file(pdf(locked=True))


@pytest.mark.parametrize(
    "content", [b"", b"%PDF-1.7 spoiled", b"GIF89a", b"<svg onload='x'/>", b"MZ\x90\x00", photo(9)[:200]]
)
def test_what_is_neither_a_photo_nor_a_pdf_is_refused_in_words(content: bytes):
    with pytest.raises(FileRefused, match="photo ou un PDF"):
        clean_file(content)


def test_thirty_megabytes_and_one_byte_are_refused_before_being_read():
    file = SimpleUploadedFile("ticket.jpg", b"x")
    file.size = LARGEST_BYTES + 1
    with pytest.raises(FileTooLarge, match="30 Mo"):
        read_upload(file)
    with pytest.raises(FileTooLarge):
        clean_file(b"x" * (LARGEST_BYTES + 1))


def test_a_picture_of_a_billion_pixels_never_fills_the_memory():
    bomb = bytearray(photo(1))
    at = bomb.index(b"\xff\xc0")
    bomb[at + 5 : at + 9] = b"\xff\xff\xff\xff"
    with pytest.raises((FileTooLarge, FileRefused)):
        clean_file(bytes(bomb))


@given(st.binary(max_size=300))
def test_no_bytes_break_the_cleaning(content: bytes):
    with pytest.raises(FileRefused):
        clean_file(content)
