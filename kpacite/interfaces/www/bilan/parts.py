"""The parts of the network that a figure may be asked of."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from kpacite.domain.funding.models import Grant
from kpacite.domain.organisations.enums import TagKind
from kpacite.domain.organisations.models import Kpa, Tag

WHOLE = ""
Part = Kpa | Tag | Grant
Choice = tuple[str, str | list[tuple[str, str]]]


def kpas_and_tags() -> dict[str, Kpa | Tag]:
    """By `kpa:<pk>` or `tag:<pk>`: each KPA, each territory, each field of development."""
    kpas = Kpa.objects.select_related("organisation").order_by("organisation__name")
    tags = Tag.objects.filter(kind__in=(TagKind.TERRITORY, TagKind.FIELD)).order_by("kind", "name")
    parts: dict[str, Kpa | Tag] = {f"kpa:{kpa.pk}": kpa for kpa in kpas}
    return parts | {f"tag:{tag.pk}": tag for tag in tags}


def choices_of(parts: Mapping[str, Part]) -> list[Choice]:
    """The whole network, then each part under what it is; a kind without any is not shown."""
    kinds: dict[str, list[tuple[str, str]]] = {}
    for key, part in parts.items():
        kinds.setdefault(_kind(part), []).append((key, str(part)))
    return [(WHOLE, _("Tout le réseau")), *kinds.items()]


def _kind(part: Part) -> str:
    if isinstance(part, Tag):
        return str(TagKind(part.kind).label)
    return _("Un KPA") if isinstance(part, Kpa) else _("Une convention")
