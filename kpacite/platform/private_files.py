"""Papers that only a few people may open: a row with the words around the file, and its bytes encrypted.

The bytes lie in the database, under the same key as the other encrypted columns: one backup holds both, and
whoever copies the disk reads neither (docs/decisions/0021). Lists never load them: `objects.light()`.
"""

from hashlib import sha256
from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from kpacite.kernel.errors import DomainError
from kpacite.platform.fields import EncryptedBytesField

LARGEST = 5 * 1024 * 1024
LONGEST_NAME = 120
# What a telephone or a scanner gives; told by the first bytes, never by the name.
SIGNATURES = {b"%PDF-": "application/pdf", b"\xff\xd8\xff": "image/jpeg", b"\x89PNG\r\n\x1a\n": "image/png"}
EXTENSIONS = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png"}


class FileTooLarge(DomainError):
    code = "platform.file_too_large"
    sentence = _("Ce fichier est trop lourd. Prenez une photo plus légère : 5 Mo au plus.")
    field = "file"


class FileOfAnotherKind(DomainError):
    code = "platform.file_of_another_kind"
    sentence = _("Choisissez une photo (JPEG, PNG) ou un PDF.")
    field = "file"


class PrivateFileQuerySet(models.QuerySet["PrivateFile"]):
    def light(self) -> Self:
        """Without the bytes."""
        return self.defer("content")


class PrivateFile(models.Model):
    """One file; never changed. Who may open it is asked of the row that points to it."""

    name = models.CharField(_("nom du fichier"), max_length=LONGEST_NAME)
    content_type = models.CharField(max_length=40)
    size = models.PositiveIntegerField(_("taille"))
    sha256 = models.CharField(_("empreinte"), max_length=64)
    content = EncryptedBytesField()
    kept_at = models.DateTimeField(_("reçu le"))
    kept_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = PrivateFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("fichier privé")
        verbose_name_plural = _("fichiers privés")

    def __str__(self) -> str:
        return self.name

    @property
    def audit_repr(self) -> str:
        return f"file {self.pk}"


def kind_of(content: bytes) -> str:
    """The content type that the first bytes tell. Raises FileOfAnotherKind."""
    for start, kind in SIGNATURES.items():
        if content.startswith(start):
            return kind
    raise FileOfAnotherKind


def unsaved(*, name: str, content: bytes, **kept: object) -> PrivateFile:
    """Measured and recognised, ready to save. Raises FileTooLarge, FileOfAnotherKind."""
    if len(content) > LARGEST:
        raise FileTooLarge
    kind = kind_of(content)
    stem = name.rpartition(".")[0] or name
    return PrivateFile(
        name=f"{stem[: LONGEST_NAME - 4]}.{EXTENSIONS[kind]}",
        content_type=kind,
        size=len(content),
        sha256=sha256(content).hexdigest(),
        content=content,
        **kept,
    )
