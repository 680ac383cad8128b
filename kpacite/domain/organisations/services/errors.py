from typing import TypeVar

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext_lazy as _

from kpacite.kernel.errors import DomainError

M = TypeVar("M", bound=models.Model)


class Refused(DomainError):
    """A value that the columns or constraints refuse; `field` is the first one to correct."""

    code = "organisations.refused"
    sentence = _("Vérifiez ce qui est écrit.")


def save_checked(row: M) -> M:
    """Save a row that respects its columns and constraints; raise `Refused` with the French sentence.

    The database judges the constraints; only when it refuses are they asked, one by one, for their sentence.
    """
    try:
        row.clean_fields()
    except ValidationError as error:
        raise _refused(error) from error
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as refusal:
        try:
            row.full_clean()
        except ValidationError as error:
            raise _refused(error) from refusal
        raise
    return row


def _refused(error: ValidationError) -> Refused:
    field, sentences = next(iter(error.message_dict.items()))
    return Refused(sentences[0], field=None if field == "__all__" else field)
