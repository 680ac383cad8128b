from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kpacite.domain.people.models import OwnBankAccount, Person
from kpacite.kernel.errors import DomainError
from kpacite.kernel.ids import InvalidIban, parse_iban
from kpacite.platform import audit, mail


class WrongIban(DomainError):
    code = "people.wrong_iban"
    sentence = _("Cet IBAN ne semble pas juste. Recopiez-le depuis votre RIB.")
    field = "iban"


class HolderMissing(DomainError):
    code = "people.holder_missing"
    sentence = _("Écrivez le nom qui est sur le RIB.")
    field = "holder"


@transaction.atomic
def write_bank_account(
    *, person: Person, holder: str, iban: str, actor: audit.Actor | None, now: datetime
) -> OwnBankAccount:
    """Keep where this person is paid. The register keeps neither name nor number.

    Another number than before is told to her by mail: a stolen phone must not move a pay in silence.
    Raises `WrongIban`, `HolderMissing`.
    """
    Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    if not holder.strip():
        raise HolderMissing
    try:
        checked = parse_iban(iban)
    except InvalidIban as error:
        raise WrongIban from error
    before = OwnBankAccount.objects.filter(person=person).first()
    account, _is_new = OwnBankAccount.objects.update_or_create(
        person=person, defaults={"holder": holder.strip()[:70], "iban": checked, "changed_at": now}
    )
    audit.record(actor=actor, action="people.bank_account.written", target=account, at=now)
    if before is not None and before.iban != checked and person.email:
        told = {"masked": account.masked, "at": now}
        mail.send(
            template="people/bank_account_changed", to=[person.email], context=told, language=person.language
        )
    return account


@transaction.atomic
def erase_bank_account(*, person: Person, actor: audit.Actor | None, now: datetime) -> bool:
    """Take the number away; whether there was one."""
    erased, _models = OwnBankAccount.objects.filter(person=person).delete()
    if erased:
        audit.record(actor=actor, action="people.bank_account.erased", target=person, at=now)
    return bool(erased)
