"""What visitors write: a message to a KPA or to the network, and a first look at the ingredients."""

import secrets
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from kpacite.domain.organisations.enums import ContactPurpose, SelfCheck
from kpacite.domain.organisations.models import ChecklistItem
from kpacite.platform.forms import Form, HoneypotMixin, PhoneField

LONGEST_MESSAGE = 4000
TOKEN_LENGTH = 32

PURPOSE_WORDS = {
    "question": ContactPurpose.CONTACT,
    "commander": ContactPurpose.ORDER,
    "rejoindre": ContactPurpose.JOIN,
    "lancer": ContactPurpose.LAUNCH,
}
WORD_OF_PURPOSE = {purpose: word for word, purpose in PURPOSE_WORDS.items()}


def new_token() -> str:
    """Told apart by it, the same form sent twice is one message."""
    return secrets.token_hex(TOKEN_LENGTH // 2)


class MessageForm(HoneypotMixin, Form):
    """A name, one way to answer, and words."""

    name = forms.CharField(label=_("Votre nom ou votre prénom"), max_length=120)
    email = forms.EmailField(label=_("Votre e-mail"), required=False, max_length=254)
    phone = PhoneField(label=_("Votre téléphone"), required=False, max_length=20)
    message = forms.CharField(
        label=_("Votre message"),
        max_length=LONGEST_MESSAGE,
        widget=forms.Textarea(attrs={"rows": 7}),
    )
    token = forms.RegexField(rf"^[0-9a-f]{{{TOKEN_LENGTH}}}$", widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"token": new_token()} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        self.fields["message"].error_messages["required"] = _("Écrivez votre message.")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        unanswerable = not data.get("email") and not data.get("phone")
        if unanswerable and not {"email", "phone"} & set(self.errors):
            self.add_error(
                "email", ValidationError(_("Donnez une adresse e-mail ou un téléphone pour la réponse."))
            )
        return data

    @property
    def answer_to(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in ("email", "phone") if self.cleaned_data[name]}


class KpaMessageForm(MessageForm):
    """A message to a KPA says what it is about."""

    purpose = forms.ChoiceField(
        label=_("Vous voulez"),
        choices=[
            (ContactPurpose.CONTACT.value, _("Poser une question")),
            (ContactPurpose.ORDER.value, _("Commander")),
            (ContactPurpose.JOIN.value, _("Rejoindre ce KPA")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Dites ce que vous voulez faire.")},
    )


class SelfCheckForm(Form):
    """One question for each ingredient of the list in force; an unanswered one counts as « non »."""

    def __init__(self, items: Iterable[ChecklistItem], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.items = list(items)
        for item in self.items:
            self.fields[item.code] = forms.ChoiceField(
                label=item.title,
                help_text=item.detail,
                choices=SelfCheck.choices,
                widget=forms.RadioSelect,
                error_messages={"required": _("Répondez « oui », « bientôt » ou « non ».")},
            )

    @property
    def answers(self) -> dict[str, str]:
        """Ingredient code → yes, soon or no; only what was answered with a known word."""
        return {code: answer for code in self.fields if (answer := self.data.get(code)) in SelfCheck.values}
