"""What the forms of sales share."""

import secrets
from typing import Any

from django import forms

from kpacite.platform.forms import Form

TOKEN_LENGTH = 32


def new_submission() -> str:
    """Told apart by it, the same form sent twice is one thing."""
    return secrets.token_hex(TOKEN_LENGTH // 2)


class SubmissionForm(Form):
    """A form whose double click, or second reload, makes nothing twice."""

    submission = forms.RegexField(rf"^[0-9a-f]{{{TOKEN_LENGTH}}}$", widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"submission": new_submission()} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
