"""Where the person stands, and the addresses of that place."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from kpacite.domain.organisations.enums import OrganisationKind, Role
from kpacite.domain.organisations.models import Organisation
from kpacite.domain.organisations.selectors import Hat
from kpacite.platform.http import CurrentPlace


def stand_in(request: HttpRequest, organisation: Organisation, detail: str = "") -> None:
    """Put the place in the top bar."""
    url = home_of(organisation)
    detail = detail or str(organisation.get_kind_display())
    request.place = CurrentPlace(name=organisation.name, detail=detail, url=url)  # type: ignore[attr-defined]


def home_of(organisation: Organisation) -> str:
    match organisation.kind:
        case OrganisationKind.KPA:
            return reverse("kpa_home", kwargs={"kpa": organisation.slug})
        case OrganisationKind.NETWORK:
            return reverse("network_home")
        case OrganisationKind.CARRIER:
            return reverse("carrier_home", kwargs={"carrier": organisation.slug})
    return reverse("my_hats")


def home_of_hat(hat: Hat) -> str:
    """The first screen of one hat. A host administrator has the home of each KPA that she hosts."""
    match hat.role:
        case Role.CARRIER_ACCOUNTANT:
            return reverse("carrier_home", kwargs={"carrier": hat.organisation.slug})
        case Role.FUNDER:
            return reverse("funder_home")
    return home_of(hat.organisation)


def address(organisation: Organisation, page: str, **kwargs: object) -> str:
    """The address of a page that a KPA and the network both have: `messages`, `message`, `invite`…"""
    if organisation.kind == OrganisationKind.NETWORK:
        return reverse(f"network_{page}", kwargs=kwargs or None)
    return reverse(f"kpa_{page}", kwargs={"kpa": organisation.slug, **kwargs})


def role_words(hat: Hat) -> str:
    return _("%(role)s, %(place)s") % {"role": hat.role.label, "place": hat.organisation.name}
