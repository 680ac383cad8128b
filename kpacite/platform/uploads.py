"""Files that people send: what may be kept of them, and how they are refused in words.

`integrations.uploads.clean_file` makes the photo small and bare.
"""

from dataclasses import dataclass

from django.core.files.base import File
from django.utils.translation import gettext_lazy as _

from kpacite.kernel.errors import DomainError

LARGEST_BYTES = 30 * 1024 * 1024
JPEG, PDF, XML = "image/jpeg", "application/pdf", "application/xml"
EXTENSIONS = {JPEG: "jpg", PDF: "pdf", XML: "xml"}


class FileTooLarge(DomainError):
    code = "uploads.too_large"
    sentence = _(
        "Ce fichier est trop lourd : 30 Mo au plus. Reprenez la photo, ou envoyez un PDF plus léger."
    )
    field = "file"


class FileRefused(DomainError):
    code = "uploads.refused"
    sentence = _("On n’arrive pas à lire ce fichier. Envoyez une photo ou un PDF.")
    field = "file"


class PictureRefused(DomainError):
    code = "uploads.picture_refused"
    sentence = _("On n’arrive pas à lire cette photo. Envoyez une image JPEG ou PNG.")
    field = "file"


class FileLocked(DomainError):
    code = "uploads.locked"
    sentence = _("Ce PDF demande un mot de passe. Envoyez-en un sans mot de passe.")
    field = "file"


@dataclass(frozen=True, slots=True)
class CleanFile:
    """What may be kept: the bytes, their kind and their SHA-256, which names the file."""

    content: bytes
    content_type: str
    sha256: str

    @property
    def name(self) -> str:
        return f"{self.sha256[:2]}/{self.sha256}.{EXTENSIONS[self.content_type]}"


@dataclass(frozen=True, slots=True)
class CleanPicture:
    """A photo made small enough for a page: a bare JPEG, its size in pixels, its SHA-256."""

    content: bytes
    width: int
    height: int
    sha256: str


def read_upload(file: File[bytes]) -> bytes:
    """The bytes of a file that someone sent. Raises FileTooLarge before reading it."""
    if (file.size or 0) > LARGEST_BYTES:
        raise FileTooLarge
    file.seek(0)
    return bytes(file.read())
