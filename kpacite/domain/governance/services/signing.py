"""Signatures: given once for each text, never taken back from the register."""

from datetime import date, datetime
from typing import TypedDict, Unpack

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from kpacite.domain.governance import rules
from kpacite.domain.governance.enums import CharterKind, Signatory, SignatureMode, VersionState
from kpacite.domain.governance.models import CharterSignature, CharterVersion
from kpacite.domain.organisations.models import Kpa, RoleAssignment
from kpacite.domain.people.models import Person
from kpacite.domain.people.selectors import files_of
from kpacite.kernel.errors import DomainError
from kpacite.platform import audit
from kpacite.platform.audit import Actor


class NothingToSign(DomainError):
    code = "governance.nothing_to_sign"
    sentence = _("Cette version n’est pas en vigueur. On ne la signe pas.")


class NotAskedToSign(DomainError):
    code = "governance.not_asked_to_sign"
    sentence = _("Seuls les membres de ce KPA signent sa charte.")


class SignedAnotherText(DomainError):
    code = "governance.signed_another_text"
    sentence = _("Le texte a changé entre-temps. Relisez-le, puis signez.")


class NameDoesNotMatch(DomainError):
    code = "governance.name_does_not_match"
    sentence = _("Écrivez votre prénom et votre nom, comme dans votre compte.")
    field = "typed_name"


class AlreadySigned(DomainError):
    code = "governance.already_signed"
    sentence = _("Cette version est déjà signée.")


class SignedBeforeInForce(DomainError):
    code = "governance.signed_before_in_force"
    sentence = _("Ce jour-là, cette version n’était pas encore en vigueur.")
    field = "signed_on"


class SignedInTheFuture(DomainError):
    code = "governance.signed_in_the_future"
    sentence = _("La signature ne peut pas être après aujourd’hui.")
    field = "signed_on"


class SignatureFacts(TypedDict, total=False):
    kpa: Kpa | None
    ip_hash: str
    note: str


@transaction.atomic
def sign_on_screen(
    *,
    version: CharterVersion,
    person: Person,
    typed_name: str,
    seen: str,
    actor: Actor | None,
    now: datetime,
    today: date,
    ip_hash: str = "",
) -> CharterSignature:
    """A person signs the text that she has just read. seen: its content hash.

    Raises NothingToSign, SignedAnotherText, NotAskedToSign, NameDoesNotMatch, AlreadySigned.
    """
    version = _locked(version, CharterKind.LOCAL)
    _refuse_unless_in_force(version)
    if seen != version.content_hash:
        raise SignedAnotherText
    _refuse_unless_member(version, person, today)
    if not rules.name_matches(typed_name, str(person)):
        raise NameDoesNotMatch(_name_sentence(person), field="typed_name")
    signature = _unsaved(version, person, typed_name, today, SignatureMode.SCREEN, ip_hash=ip_hash)
    return _keep(signature, actor=actor, now=now)


@transaction.atomic
def record_paper_signature(
    *,
    version: CharterVersion,
    person: Person,
    signed_on: date,
    note: str,
    actor: Actor,
    now: datetime,
    today: date,
) -> CharterSignature:
    """Note a signature given on paper, the day it was given: also of a version replaced since.

    Raises NothingToSign, NotAskedToSign, SignedInTheFuture, SignedBeforeInForce, AlreadySigned.
    """
    version = _locked(version, CharterKind.LOCAL)
    if version.in_force_from is None:
        raise NothingToSign
    if signed_on > today:
        raise SignedInTheFuture
    if signed_on < version.in_force_from:
        raise SignedBeforeInForce
    _refuse_unless_member(version, person, signed_on)
    signature = _unsaved(version, person, str(person), signed_on, SignatureMode.PAPER, note=note.strip())
    return _keep(signature, actor=actor, now=now)


@transaction.atomic
def sign_for_kpa(
    *,
    version: CharterVersion,
    kpa: Kpa,
    person: Person,
    typed_name: str,
    actor: Actor | None,
    now: datetime,
    today: date,
) -> CharterSignature:
    """A KPA adheres to the charter of the network, by the hand of one person.

    Raises NothingToSign, NameDoesNotMatch, AlreadySigned.
    """
    version = _locked(version, CharterKind.NETWORK)
    _refuse_unless_in_force(version)
    if not rules.name_matches(typed_name, str(person)):
        raise NameDoesNotMatch(_name_sentence(person), field="typed_name")
    signature = _unsaved(version, person, typed_name, today, SignatureMode.SCREEN, kpa=kpa)
    return _keep(signature, actor=actor, now=now)


def _locked(version: CharterVersion, kind: CharterKind) -> CharterVersion:
    rows = CharterVersion.objects.select_related("charter__organisation").filter(charter__kind=kind)
    found = rows.select_for_update(of=("self",)).filter(pk=version.pk).first()
    if found is None:
        raise NothingToSign
    return found


def _refuse_unless_in_force(version: CharterVersion) -> None:
    if version.state != VersionState.IN_FORCE:
        raise NothingToSign


def _refuse_unless_member(version: CharterVersion, person: Person, on: date) -> None:
    hats = RoleAssignment.objects.on(on).wearing(*rules.SIGNING_ROLES)
    if not hats.filter(person=person, organisation=version.charter.organisation_id).exists():
        raise NotAskedToSign


def _name_sentence(person: Person) -> str:
    return _("Écrivez « %(name)s », comme dans votre compte.") % {"name": person}


def _unsaved(
    version: CharterVersion,
    person: Person,
    typed_name: str,
    signed_on: date,
    mode: SignatureMode,
    **facts: Unpack[SignatureFacts],
) -> CharterSignature:
    """Bound to the text of the version, as it is now and for ever."""
    return CharterSignature(
        version=version,
        signatory=Signatory.KPA if facts.get("kpa") else Signatory.PERSON,
        person=person,
        typed_name=" ".join(typed_name.split()),
        signed_on=signed_on,
        mode=mode,
        text_hash=version.content_hash,
        **facts,
    )


def _keep(signature: CharterSignature, *, actor: Actor | None, now: datetime) -> CharterSignature:
    same = CharterSignature.objects.filter(version=signature.version, signatory=signature.signatory)
    mine = {"kpa": signature.kpa} if signature.kpa else {"person__in": files_of(signature.person)}
    if same.filter(**mine).exists():
        raise AlreadySigned
    signature.recorded_at = now
    signature.recorded_by_id = actor.pk if actor else None
    try:
        with transaction.atomic():
            signature.save(force_insert=True)
    except IntegrityError as error:
        # Two taps at once: the other one came first.
        if same.filter(**mine).exists():
            raise AlreadySigned from error
        raise
    data = {"mode": signature.mode, "number": signature.version.number, "hash": signature.text_hash}
    audit.record(actor=actor, action="governance.charter.signed", target=signature, at=now, data=data)
    return signature
