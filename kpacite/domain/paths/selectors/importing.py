from collections.abc import Iterable
from datetime import date

from kpacite.domain.organisations import selectors as organisations
from kpacite.domain.organisations.enums import ParameterCode
from kpacite.domain.organisations.models import Kpa, KpaAlias, Organisation
from kpacite.kernel.text import fold


def kpas_by_name() -> dict[str, int]:
    """The key of a KPA by each way of calling it, folded: address, name, other names of the documents."""
    aliases = KpaAlias.objects.values_list("name", "kpa_id")
    named = Kpa.objects.values_list("organisation__name", "organisation__slug", "pk")
    found = {fold(alias): kpa for alias, kpa in aliases}
    for name, slug, kpa in named:
        found[fold(name)] = found[fold(slug)] = kpa
    return found


def longest_months(kpas: Iterable[int], today: date) -> dict[int, int]:
    """The longest path of each KPA, in months: its own limit, never above the network's."""
    network = _longest(None, today)
    places = Organisation.objects.filter(pk__in=set(kpas))
    return {place.pk: min(network, _longest(place, today)) for place in places}


def _longest(place: Organisation | None, today: date) -> int:
    return organisations.parameter(code=ParameterCode.PATH_MAX_MONTHS, organisation=place, on=today)
