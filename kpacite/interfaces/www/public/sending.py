"""One message, once: what the contact forms of a KPA and of the network share."""

from collections.abc import Mapping
from typing import Any

from django.core.cache import cache
from django.utils import timezone
from django.utils.translation import get_language

from kpacite.domain.organisations import services
from kpacite.domain.organisations.enums import ContactPurpose
from kpacite.domain.organisations.models import Organisation
from kpacite.interfaces.www.public.forms import MessageForm
from kpacite.kernel.errors import DomainError

REMEMBERED_SECONDS = 24 * 3600


def send(
    form: MessageForm,
    *,
    organisation: Organisation,
    purpose: ContactPurpose,
    self_check: Mapping[str, str] | None = None,
) -> bool:
    """Put a valid form in the inbox; False leaves a sentence on the form.

    A robot is thanked and forgotten. A form sent twice arrives once.
    """
    if form.caught:
        return True
    key = f"contact:{form.cleaned_data.get('token')}"
    if form.cleaned_data.get("token") and not cache.add(key, 1, REMEMBERED_SECONDS):
        return True
    try:
        _receive(form, organisation, purpose, self_check)
    except DomainError as error:
        cache.delete(key)
        form.add_error(error.field if error.field in form.fields else None, str(error))
        return False
    except Exception:
        cache.delete(key)
        raise
    return True


def _receive(
    form: MessageForm,
    organisation: Organisation,
    purpose: ContactPurpose,
    self_check: Mapping[str, str] | None,
) -> None:
    answer_to: dict[str, Any] = form.answer_to
    services.receive_contact_message(
        organisation=organisation,
        purpose=purpose,
        name=form.cleaned_data["name"],
        message=form.cleaned_data["message"],
        now=timezone.now(),
        self_check=self_check,
        language=get_language() or "fr",
        **answer_to,
    )
