"""What django-allauth asks us: our sentences, our mails, our keys, who may add or remove a factor."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kpacite.domain.people.models import Account
from kpacite.domain.people.services import change_password
from kpacite.interfaces.www.accounts import second_factor, sentences
from kpacite.platform import mail, qr
from kpacite.platform.fields import EncryptedTextField

_SECRET = EncryptedTextField()


def display_name(account: Account) -> str:
    return str(account.person)


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | sentences.ACCOUNT_ERRORS

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        return False

    def set_password(self, user: Account, password: str) -> None:
        changed = change_password(account=user, password=password, actor=user, now=timezone.now())
        user.password = changed.password

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,  # noqa: ARG002
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        text = message or sentences.DONE.get(message_template or "")
        if text:
            super().add_message(request, level, message=str(text), extra_tags=extra_tags)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        kind = template_prefix.rpartition("/")[2]
        if kind in sentences.NOTICES:
            words = {"what": str(sentences.NOTICES[kind]), "at": context.get("timestamp")}
            mail.send(template="account/notice", to=[email], context=words)
        else:
            mail.send(template=sentences.MAILS[kind], to=[email], context={"code": context["code"]})

    def send_notification_mail(
        self,
        template_prefix: str,
        user: Account,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        if email or user.email:
            super().send_notification_mail(template_prefix, user, context, email or user.email)

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Who has just signed in is not asked again; who has been here for a while is."""
        return super().is_reauthentication_required(app=app, **kwargs) and not self._fresh()

    def _fresh(self) -> bool:
        records = get_authentication_records(self.request, self.request.user)
        return bool(records) and second_factor.is_recent(records[-1]["at"])


class SecondFactorAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | sentences.SECOND_FACTOR_ERRORS

    def encrypt(self, text: str) -> str:
        return _SECRET.get_prep_value(text) or ""

    def decrypt(self, encrypted_text: str) -> str:
        return str(_SECRET.from_db_value(encrypted_text, None, None))

    def build_totp_svg(self, url: str) -> str:
        return qr.svg(url)

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """A role that needs two proofs keeps at least one app or key."""
        return second_factor.may_remove(authenticator, today=timezone.localdate())

    def generate_authenticator_name(self, user: Account, type: Authenticator.Type) -> str:  # noqa: A002
        rank = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return str(_("Ma clé") if rank == 1 else _("Ma clé n° %(rank)s") % {"rank": rank})
