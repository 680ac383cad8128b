"""All that changes a person, an account, a card or a consent."""

from kpacite.domain.people.services.accesses import erase_old_accesses, note_access, note_accesses
from kpacite.domain.people.services.accounts import (
    EmailTaken,
    LoginNameTaken,
    PersonHasAccount,
    change_email,
    change_password,
    open_account,
    set_active,
)
from kpacite.domain.people.services.bank import (
    HolderMissing,
    WrongIban,
    erase_bank_account,
    write_bank_account,
)
from kpacite.domain.people.services.cards import (
    CardChanged,
    InvalidCardCode,
    IssuedCard,
    issue_login_card,
    revoke_login_card,
    use_card_code,
)
from kpacite.domain.people.services.consents import (
    ConsentAlreadyGiven,
    NoRunningConsent,
    choose_consents,
    give_consent,
    withdraw_consent,
)
from kpacite.domain.people.services.forgetting import FORGOTTEN, forget_identity
from kpacite.domain.people.services.merging import (
    AlreadyOneFile,
    CannotBeOneFile,
    CannotUndo,
    SamePerson,
    empty_old_merges,
    merge_people,
    say_two_people,
    undo_merge,
    why_not_undone,
)
from kpacite.domain.people.services.persons import NameMissing, change_person, create_person

__all__ = [
    "FORGOTTEN",
    "AlreadyOneFile",
    "CannotBeOneFile",
    "CannotUndo",
    "CardChanged",
    "ConsentAlreadyGiven",
    "EmailTaken",
    "HolderMissing",
    "InvalidCardCode",
    "IssuedCard",
    "LoginNameTaken",
    "NameMissing",
    "NoRunningConsent",
    "PersonHasAccount",
    "SamePerson",
    "WrongIban",
    "change_email",
    "change_password",
    "change_person",
    "choose_consents",
    "create_person",
    "empty_old_merges",
    "erase_bank_account",
    "erase_old_accesses",
    "forget_identity",
    "give_consent",
    "issue_login_card",
    "merge_people",
    "note_access",
    "note_accesses",
    "open_account",
    "revoke_login_card",
    "say_two_people",
    "set_active",
    "undo_merge",
    "use_card_code",
    "why_not_undone",
    "withdraw_consent",
    "write_bank_account",
]
