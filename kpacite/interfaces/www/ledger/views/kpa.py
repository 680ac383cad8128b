"""`/<kpa>/comptes/`: what members read of the accounts of their KPA. Sums only."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kpacite.domain.ledger import selectors
from kpacite.domain.ledger.rules import Group
from kpacite.domain.organisations.models import Organisation
from kpacite.platform.http import CurrentPlace


@require_safe
def accounts(request: HttpRequest, kpa: str) -> HttpResponse:
    organisation: Organisation = request.organisation  # type: ignore[attr-defined]
    request.place = CurrentPlace(name=organisation.name, detail=_("Comptes"), url=f"/{kpa}/")  # type: ignore[attr-defined]
    names = _names()
    years = [
        {
            "accounts": found,
            "income": [_row(group, names) for group in found.income],
            "costs": [_row(group, names) for group in found.costs],
        }
        for found in selectors.accounts_of_kpa(organisation)
    ]
    return render(request, "ledger/kpa.html", {"kpa": kpa, "organisation": organisation, "years": years})


def _row(group: Group, names: dict[str, str]) -> tuple[str, int]:
    return names.get(group.code, _("Comptes %s") % group.code), group.cents


def _names() -> dict[str, str]:
    """Groups of the French chart of accounts, in the words of a KPA."""
    return {
        "60": _("Achats"),
        "61": _("Locations, assurances, entretien"),
        "62": _("Services, déplacements, banque"),
        "63": _("Impôts et taxes"),
        "64": _("Rémunérations et cotisations sociales"),
        "65": _("Autres dépenses"),
        "66": _("Intérêts payés"),
        "67": _("Dépenses exceptionnelles"),
        "68": _("Usure du matériel et provisions"),
        "70": _("Ventes et prestations"),
        "74": _("Subventions"),
        "75": _("Cotisations, dons et autres recettes"),
        "76": _("Intérêts reçus"),
        "77": _("Recettes exceptionnelles"),
        "78": _("Reprises de provisions"),
    }
