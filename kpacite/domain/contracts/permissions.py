"""Who may do what with a contract. `hats` come from `organisations.selectors.hats_of`; no query here."""

from kpacite.domain.contracts.models import SupportContract
from kpacite.domain.organisations import permissions
from kpacite.domain.organisations.enums import Role
from kpacite.domain.organisations.models import Organisation
from kpacite.domain.organisations.selectors import Hats
from kpacite.domain.people.models import Person


def is_hers(person: Person | None, contract: SupportContract) -> bool:
    return person is not None and contract.person_id == person.pk


def may_read_contract(hats: Hats, person: Person | None, contract: SupportContract) -> bool:
    """The text, the papers, the insurer's answers: the person herself, and the carrier's accountants."""
    return is_hers(person, contract) or may_manage(hats, contract)


def may_manage(hats: Hats, contract: SupportContract) -> bool:
    """The carrier's accountants write, accept and end it."""
    return permissions.is_accountant_of(hats, contract.carrier)


def may_see_states(hats: Hats, kpa: Organisation) -> bool:
    """The coordination and the référent·es of the KPA see how far each file has come, never its papers."""
    return bool(hats.roles_in(kpa) & {Role.KPA_COORDINATOR, Role.REFERENT})


def may_start(hats: Hats, kpa: Organisation) -> bool:
    """Starting a file, and sending it to the carrier: whoever follows the files of this KPA."""
    return may_see_states(hats, kpa)


def may_sign_for_kpa(hats: Hats, kpa: Organisation) -> bool:
    """The KPA signs by its coordination or by a référent·e."""
    return may_see_states(hats, kpa)
