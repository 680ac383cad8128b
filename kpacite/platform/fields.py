"""Columns that the database, its backups and its administrator see only as ciphertext.

The keys come from `FIELD_KEY` alone (`SALT_KEY` in the settings), never from `SECRET_KEY`: neither opens the
other's door. They are read from the environment of the web workers; whoever runs the database needs none.

Rotation: put the new key first (`FIELD_KEY=new,old`), restart, run `reencrypt(Model)` for each model, then
take the old key away. Every key of the list opens; only the first one closes.

An encrypted column cannot be searched. Where look-up by exact value is needed, keep `keyed_hash(value)` in a
plain column beside it and look for `keyed_hashes(value)`: during a rotation there are several.
"""

import base64
import hashlib
import hmac
import json
from binascii import a2b_base64
from collections.abc import Callable, Sequence
from datetime import date
from functools import lru_cache
from hmac import compare_digest
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from encrypted_fields.fields import EncryptedFieldMixin

ITERATIONS = 200_000
VERSION, HEADER, VECTOR, SIGNATURE, HMAC_BLOCK = b"\x80", 9, 16, 32, 64
URL_SAFE = bytes.maketrans(b"-_", b"+/")
SEARCHES_ALLOWED = {"isnull"}


class UnreadableValue(RuntimeError):
    """An encrypted column that none of the keys opens: a key is missing, or the value was tampered with."""


@lru_cache(maxsize=32)
def _derive(secret: str, purpose: str) -> bytes:
    """32 bytes for one purpose. Slow once per process, on purpose: a key may be a mere passphrase."""
    return hashlib.pbkdf2_hmac("sha256", secret.encode(), f"kpacite:{purpose}".encode(), ITERATIONS)


def _secrets() -> Sequence[str]:
    keys: Sequence[str] = settings.SALT_KEY
    if not keys:
        raise ImproperlyConfigured("FIELD_KEY is empty: sensitive columns can be neither read nor written.")
    return keys


def _cipher() -> MultiFernet:
    return _cipher_of(tuple(_secrets()))


@lru_cache(maxsize=8)
def _cipher_of(secrets: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(base64.urlsafe_b64encode(_derive(key, "cipher"))) for key in secrets])


def opener() -> Callable[[str], str]:
    """Opens the ciphertext of an encrypted text column, for who reads very many rows without their objects.

    It opens and refuses exactly what the column does: the same keys, the signature first. `Fernet` makes new
    objects for each value; here they are made once (docs/decisions/0040). Raises `UnreadableValue`.
    """
    keys = [_Key(_derive(secret, "cipher")) for secret in _secrets()]

    def unseal(sealed: str) -> str:
        try:
            token = a2b_base64(sealed.encode("ascii").translate(URL_SAFE))
        except ValueError as error:
            raise UnreadableValue from error
        for key in keys:
            words = key.opened(token)
            if words is not None:
                return words
        raise UnreadableValue

    return unseal


class _Key:
    """One Fernet key. A token is: version and time (9 bytes), vector, ciphertext, signature (32 bytes)."""

    def __init__(self, key: bytes) -> None:
        half = len(key) // 2
        self._inner, self._outer = (
            hashlib.sha256(bytes(byte ^ pad for byte in key[:half].ljust(HMAC_BLOCK, b"\0")))
            for pad in (0x36, 0x5C)
        )
        self._decrypt = Cipher(AES(key[half:]), CBC(bytes(VECTOR))).decryptor().update

    def opened(self, token: bytes) -> str | None:
        """None unless this key signed it: that is asked first, by the HMAC of RFC 2104, its two halves
        prepared once for the key. In CBC a block needs the one before it and nothing else: the vector goes
        in first as if it were one, and what comes out for it is thrown away.
        """
        body = token[:-SIGNATURE]
        inner, outer = self._inner.copy(), self._outer.copy()
        inner.update(body)
        outer.update(inner.digest())
        if not compare_digest(outer.digest(), token[-SIGNATURE:]) or body[:1] != VERSION:
            return None
        padded = self._decrypt(body[HEADER:])[VECTOR:]
        return padded[: -padded[-1]].decode()


def keyed_hashes(value: str) -> list[str]:
    """The hash of a value under each key, the newest first: `filter(email_hash__in=keyed_hashes(typed))`."""
    words = value.strip().casefold().encode()
    return [hmac.new(_derive(key, "hash"), words, "sha256").hexdigest() for key in _secrets()]


def keyed_hash(value: str) -> str:
    """64 hexadecimal characters to store: equal for equal values (case and outer spaces aside), else telling
    nothing to someone without the key, who cannot even try the values they think of.
    """
    return keyed_hashes(value)[0]


class EncryptedMixin(EncryptedFieldMixin):  # type: ignore[misc]
    """What all encrypted columns share; a subclass says how its value becomes text and comes back.

    Unlike the library's own fields: the key does not depend on SECRET_KEY, an unreadable value raises
    instead of coming back as ciphertext, "" stays "", a decrypted value is never decrypted twice, and a
    search (which could only ever find nothing) is refused with FieldError.
    """

    @property
    def f(self) -> MultiFernet:
        return _cipher()

    def to_text(self, value: Any) -> str:
        return str(value)

    def from_text(self, text: str) -> Any:
        return text

    def get_internal_type(self) -> str:
        return "TextField"

    def to_python(self, value: Any) -> Any:
        return super(EncryptedFieldMixin, self).to_python(value)

    def clean(self, value: Any, model_instance: models.Model | None) -> Any:
        return super(EncryptedFieldMixin, self).clean(value, model_instance)

    def get_prep_value(self, value: Any) -> str | None:
        if value is None:
            return None
        return self.f.encrypt(self.to_text(self.to_python(value)).encode()).decode()

    def get_db_prep_value(
        self,
        value: Any,
        connection: BaseDatabaseWrapper,  # noqa: ARG002
        prepared: bool = False,  # noqa: FBT001, FBT002
    ) -> str | None:
        return value if prepared else self.get_prep_value(value)

    def get_db_prep_save(self, value: Any, connection: BaseDatabaseWrapper) -> Any:
        return value if hasattr(value, "as_sql") else self.get_db_prep_value(value, connection)

    def from_db_value(self, value: str | None, _expression: object, _connection: object) -> Any:
        if value is None:
            return None
        try:
            return self.from_text(self.f.decrypt(value.encode()).decode())
        except InvalidToken as error:
            raise UnreadableValue(str(self)) from error

    def get_lookup(self, lookup_name: str) -> Any:
        return super().get_lookup(lookup_name) if lookup_name in SEARCHES_ALLOWED else None

    def get_transform(self, lookup_name: str) -> None:  # noqa: ARG002
        return None


class EncryptedTextField(EncryptedMixin, models.TextField[str, str]):
    """Text of any length. About a third longer in the database than the words, plus 100 characters."""


class EncryptedDateField(EncryptedMixin, models.DateField[date | None, date | None]):
    def to_text(self, value: date) -> str:
        return value.isoformat()

    def from_text(self, text: str) -> date:
        return date.fromisoformat(text)


class EncryptedBytesField(EncryptedMixin, models.TextField[bytes, bytes]):
    """A small file. About three quarters larger in the database than the file itself."""

    def to_python(self, value: Any) -> Any:
        return value

    def to_text(self, value: bytes) -> str:
        return base64.b64encode(value).decode()

    def from_text(self, text: str) -> bytes:
        return base64.b64decode(text)


class EncryptedJSONField(EncryptedMixin, models.JSONField):  # type: ignore[misc]
    """A whole JSON document, keys included. Dates come back as text, as in any JSON column."""

    def to_text(self, value: Any) -> str:
        return json.dumps(value, cls=self.encoder or DjangoJSONEncoder, ensure_ascii=False)

    def from_text(self, text: str) -> Any:
        return json.loads(text, cls=self.decoder)


@transaction.atomic
def reencrypt(model: type[models.Model]) -> int:
    """Write every encrypted column of the model again, under the first key; the number of rows done."""
    names = [field.name for field in model._meta.concrete_fields if isinstance(field, EncryptedMixin)]
    rows = model._base_manager.select_for_update().only("pk", *names).order_by("pk")
    done = 0
    for row in rows.iterator(chunk_size=500):
        row.save(update_fields=names)
        done += 1
    return done
