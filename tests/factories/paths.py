from datetime import date

from kpacite.domain.organisations.models import Kpa, Organisation
from kpacite.domain.paths.models import Exit, Path
from kpacite.domain.people.models import Account, Person
from tests.factories.organisations import LONG_AGO
from tests.factories.people import make_person


def make_path(kpa: Kpa | Organisation, who: Account | Person | None = None, **fields: object) -> Path:
    """A path that runs for long, with no end."""
    person = who.person if isinstance(who, Account) else who or make_person()
    return Path.objects.create(kpa_id=kpa.pk, person=person, **({"start": LONG_AGO} | fields))


def make_exit(path: Path, **fields: object) -> Exit:
    return Exit.objects.create(path=path, **({"observed_on": date(2026, 1, 5)} | fields))
