"""Who reads and who freezes a bilan; who builds and reads a sheet. `hats` come from organisations' selectors;
no query here.
"""

from kpacite.domain.indicators.enums import SheetShare
from kpacite.domain.indicators.models import Sheet
from kpacite.domain.organisations import permissions
from kpacite.domain.organisations.enums import Role
from kpacite.domain.organisations.models import Kpa, Organisation
from kpacite.domain.organisations.selectors import Hats

TEAM = frozenset({Role.REFERENT, Role.CONTRIBUTOR, Role.KPA_COORDINATOR, Role.HOST_ADMIN})


def may_freeze(hats: Hats) -> bool:
    """The network's coordination prepares, freezes and publishes, with exact numbers before its eyes."""
    return permissions.is_network_staff(hats)


def may_read_of(hats: Hats, kpa: Organisation) -> bool:
    """The members of a KPA read its bilan as everybody would: some are the few people of a small class."""
    return permissions.is_member_of(hats, kpa)


def may_read_as_funder(hats: Hats) -> bool:
    """Funders read what was published for them, under their agreement."""
    return permissions.is_funder(hats)


def may_offer(hats: Hats, kpa: Organisation) -> bool:
    """The members of a KPA offer words and photos for the story of a bilan, when the network asks."""
    return permissions.is_member_of(hats, kpa)


def may_take_back(hats: Hats, kpa: Organisation, *, author: int | None, person: int | None) -> bool:
    """What was offered is mended or taken back by whoever offered it, or by the coordination of the KPA."""
    return permissions.is_coordinator_of(hats, kpa) or (author is not None and author == person)


def may_build_sheets(hats: Hats, home: Organisation) -> bool:
    """One's own statistics: of a KPA its coordination, of the network its coordination."""
    return permissions.is_coordinator_of(hats, home) or Role.NETWORK_COORDINATION in hats.roles_in(home)


def is_team_of(hats: Hats, kpa: Organisation) -> bool:
    """The team of a KPA: whoever wears a hat there, other than that of a coopérant·e alone."""
    return bool(hats.roles_in(kpa) & TEAM) or permissions.is_host_admin_of(hats, kpa)


def may_read_sheets(hats: Hats, home: Organisation) -> bool:
    """The list of what is shared: the team of the KPA, the coordination of the network."""
    return may_build_sheets(hats, home) or is_team_of(hats, home)


def may_read_sheet(hats: Hats, sheet: Sheet, *, person: int | None) -> bool:
    """Whoever wrote it; when it is shared, the others who build beside her, the team, the network, or the
    teams of the KPAs that the network chose.
    """
    home = sheet.kpa.organisation if sheet.kpa else None
    if home is None:
        if permissions.is_network_staff(hats):
            return sheet.owner_id == person or _is_shared(sheet)
        return any(is_team_of(hats, kpa.organisation) for kpa in read_by(sheet))
    if permissions.is_coordinator_of(hats, home):
        return sheet.owner_id == person or _is_shared(sheet)
    if permissions.is_network_staff(hats) and sheet.share == SheetShare.NETWORK:
        return True
    return is_team_of(hats, home) and _is_shared(sheet)


def read_by(sheet: Sheet) -> list[Kpa]:
    """The KPAs with which the network shares it; they were loaded with it."""
    return list(sheet.readers.all()) if sheet.share == SheetShare.KPAS else []


def may_change_sheet(hats: Hats, sheet: Sheet, *, person: int | None) -> bool:
    """Whoever builds there and reads it: what is shared is kept together."""
    builds = (
        permissions.is_network_staff(hats)
        if sheet.kpa is None
        else permissions.is_coordinator_of(hats, sheet.kpa.organisation)
    )
    return builds and may_read_sheet(hats, sheet, person=person)


def reads_exactly(hats: Hats, sheet: Sheet) -> bool:
    """Exact numbers: the coordination of the KPA that is counted, who keeps its files. Nobody else."""
    return sheet.kpa is not None and permissions.is_coordinator_of(hats, sheet.kpa.organisation)


def _is_shared(sheet: Sheet) -> bool:
    return sheet.share != SheetShare.PRIVATE
