from kpacite.domain.paths.models import Path
from kpacite.domain.people.models import Person


def locked(path: Path) -> Path:
    """The path as it is now, kept for this transaction; its person first, as the database does."""
    lock_person(path.person_id)
    rows = Path.objects.select_for_update(of=("self",)).select_related("kpa__organisation", "person")
    return rows.get(pk=path.pk)


def lock_person(key: int) -> Person:
    return Person.objects.select_for_update(of=("self",), no_key=True).get(pk=key)
