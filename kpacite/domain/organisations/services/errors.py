from typing import TypeVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from kpacite.kernel.errors import DomainError

M = TypeVar("M", bound=models.Model)


class Refused(DomainError):
    """A value that the columns or constraints refuse; `field` is the first one to correct."""

    code = "organisations.refused"
    sentence = _("Vérifiez ce qui est écrit.")


def save_checked(row: M) -> M:
    """Save a row that respects its columns and constraints; raise `Refused` with the French sentence."""
    try:
        row.full_clean()
    except ValidationError as error:
        field, sentences = next(iter(error.message_dict.items()))
        raise Refused(sentences[0], field=None if field == "__all__" else field) from error
    row.save()
    return row
