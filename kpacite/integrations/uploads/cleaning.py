import hashlib
import io

import pikepdf
from PIL import Image, ImageOps, UnidentifiedImageError

from kpacite.platform.uploads import (
    JPEG,
    LARGEST_BYTES,
    PDF,
    CleanFile,
    CleanPicture,
    FileLocked,
    FileRefused,
    FileTooLarge,
    PictureRefused,
)

MOST_PIXELS = 120_000_000
"""A phone of 108 megapixels fits; a picture made to fill the memory does not."""
LONGEST_SIDE = 2_000
LONGEST_SIDE_ON_A_PAGE = 1_200
"""Sharp on a phone and on half a sheet of paper, and light to load."""
QUALITY = 80
PICTURES = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF")
# Ours is stricter, and is asked before a single pixel is read.
Image.MAX_IMAGE_PIXELS = None


def clean_file(content: bytes) -> CleanFile:
    """A photo made small and bare, or a PDF as it is. Raises FileTooLarge, FileRefused, FileLocked."""
    if len(content) > LARGEST_BYTES:
        raise FileTooLarge
    if content.lstrip()[:5] == b"%PDF-":
        return _kept(_readable_pdf(content), PDF)
    return _kept(_small_picture(content), JPEG)


def clean_picture(content: bytes) -> CleanPicture:
    """A photo for a page, smaller still. Raises FileTooLarge, PictureRefused."""
    if len(content) > LARGEST_BYTES:
        raise FileTooLarge
    try:
        bare = _bare(content, LONGEST_SIDE_ON_A_PAGE)
    except FileRefused as error:
        raise PictureRefused from error
    small = _jpeg(bare)
    return CleanPicture(small, bare.width, bare.height, hashlib.sha256(small).hexdigest())


def _kept(content: bytes, content_type: str) -> CleanFile:
    return CleanFile(content, content_type, hashlib.sha256(content).hexdigest())


def _readable_pdf(content: bytes) -> bytes:
    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            if not len(pdf.pages):
                raise FileRefused
    except pikepdf.PasswordError as error:
        raise FileLocked from error
    except (pikepdf.PdfError, ValueError, RuntimeError) as error:
        raise FileRefused from error
    return content


def _small_picture(content: bytes) -> bytes:
    return _jpeg(_bare(content, LONGEST_SIDE))


def _bare(content: bytes, longest: int) -> Image.Image:
    """The pixels alone, upright, at most so many on a side."""
    try:
        with Image.open(io.BytesIO(content), formats=PICTURES) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise FileTooLarge
            picture.draft("RGB", (longest, longest))
            upright = ImageOps.exif_transpose(picture).convert("RGB")
    # What a spoiled picture makes its decoder say is the file's fault, whatever it is.
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise FileRefused from error
    upright.thumbnail((longest, longest))
    bare = Image.new("RGB", upright.size)
    bare.paste(upright)
    return bare


def _jpeg(bare: Image.Image) -> bytes:
    out = io.BytesIO()
    bare.save(out, "JPEG", quality=QUALITY, optimize=True)
    return out.getvalue()
