import secrets
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kpacite.domain.people import rules, selectors
from kpacite.domain.people.models import Account, LoginCard, LoginCardCode
from kpacite.kernel.errors import DomainError
from kpacite.platform import audit
from kpacite.platform.fields import keyed_hash, keyed_hashes


class InvalidCardCode(DomainError):
    """One sentence for every cause: nobody learns whether a login name exists."""

    code = "invalid_card_code"
    sentence = _("Ce nom et ce code ne vont pas ensemble. Prenez le prochain code de votre carte.")
    field = "code"


class CardChanged(DomainError):
    """The page was sent twice, or somebody else made a card meanwhile."""

    code = "card_changed"
    sentence = _("Une carte vient d’être faite pour cette personne. Ses codes se voient une seule fois.")


@dataclass(frozen=True)
class IssuedCard:
    """A card and its codes in plain digits, in printed order: the only time they can be read."""

    card: LoginCard
    codes: tuple[str, ...]


@transaction.atomic
def issue_login_card(
    *, account: Account, replacing: str | None = None, actor: audit.Actor | None, now: datetime
) -> IssuedCard:
    """Make a new card; the one before stops working.

    `replacing` is the public id of the card that one believes to be running, "" for none: a form sent again
    would stop the card that was just printed. Raises CardChanged.
    """
    account = Account.objects.select_for_update(of=("self",)).get(pk=account.pk)
    if replacing is not None and replacing != _running_id(account):
        raise CardChanged
    LoginCard.objects.running().filter(account=account).update(revoked_at=now)
    card = LoginCard.objects.create(account=account, issued_at=now, issued_by_id=actor.pk if actor else None)
    codes = _new_codes()
    LoginCardCode.objects.bulk_create(
        LoginCardCode(card=card, position=position, code_hash=keyed_hash(_salted(card, code)))
        for position, code in enumerate(codes, start=1)
    )
    audit.record(actor=actor, action="people.login_card.issued", target=card, at=now)
    return IssuedCard(card, codes)


@transaction.atomic
def revoke_login_card(*, card: LoginCard, actor: audit.Actor | None, now: datetime) -> LoginCard:
    """Stop a lost card. Revoking it again changes nothing."""
    card = LoginCard.objects.select_for_update(of=("self",)).get(pk=card.pk)
    if card.revoked_at is None:
        card.revoked_at = now
        card.save(update_fields=["revoked_at"])
        audit.record(actor=actor, action="people.login_card.revoked", target=card, at=now)
    return card


@transaction.atomic
def use_card_code(*, login_name: str, code: str, now: datetime) -> Account:
    """Spend one code of the running card and tell whose account it opens. Raises InvalidCardCode."""
    account = selectors.account_named(login_name)
    card = selectors.running_card(account) if account else None
    if account is None or card is None:
        raise InvalidCardCode
    spent = _unused(card, code)
    spent.used_at = now
    spent.save(update_fields=["used_at"])
    audit.record(
        actor=account,
        action="people.login_card.used",
        target=card,
        at=now,
        data={"position": spent.position},
    )
    return account


def _running_id(account: Account) -> str:
    card = selectors.running_card(account)
    return card.public_id if card else ""


def _unused(card: LoginCard, code: str) -> LoginCardCode:
    codes = LoginCardCode.objects.select_for_update(of=("self",))
    hashes = keyed_hashes(_salted(card, code))
    unused = codes.filter(card=card, code_hash__in=hashes, used_at__isnull=True).first()
    if unused is None:
        raise InvalidCardCode
    return unused


def _salted(card: LoginCard, code: str) -> str:
    return f"{card.public_id}:{rules.bare_code(code)}"


def _new_codes() -> tuple[str, ...]:
    """Distinct codes, in the order of the draw."""
    codes: dict[str, None] = {}
    while len(codes) < rules.CODES_PER_CARD:
        codes[f"{secrets.randbelow(10**rules.CODE_DIGITS):0{rules.CODE_DIGITS}}"] = None
    return tuple(codes)
