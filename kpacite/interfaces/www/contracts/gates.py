"""The rules of this area. A gate leaves on the request what it loaded: `contract`."""

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from kpacite.domain.contracts import permissions, selectors
from kpacite.domain.contracts.models import SupportContract
from kpacite.interfaces.www.gates import CARRIER_STAFF, KPA_MEMBER, hats_of
from kpacite.platform.access import Access, Verdict

Belongs = Callable[[HttpRequest, SupportContract], bool]


def _files(request: HttpRequest, kwargs: Mapping[str, Any]) -> Verdict:
    verdict = KPA_MEMBER.verdict(request, kwargs)
    if verdict is not Verdict.YES:
        return verdict
    sees = permissions.may_see_states(hats_of(request), request.organisation)
    return Verdict.YES if sees else Verdict.FORBIDDEN


KPA_FILES = Access("kpa_files", _("La coordination et les référent·es de ce KPA"), _files)


def _on_contract(base: Access, belongs: Belongs) -> Callable[..., Verdict]:
    def verdict(request: HttpRequest, kwargs: Mapping[str, Any]) -> Verdict:
        entered = base.verdict(request, kwargs)
        if entered is not Verdict.YES:
            return entered
        request.contract = selectors.contract_loaded(kwargs["contract"])
        found = request.contract is not None and belongs(request, request.contract)
        return Verdict.YES if found else Verdict.NOT_FOUND

    return verdict


def _of_carrier(request: HttpRequest, contract: SupportContract) -> bool:
    return contract.carrier_id == request.organisation.pk


def _of_kpa(request: HttpRequest, contract: SupportContract) -> bool:
    return contract.kpa_id == request.organisation.pk


def _hers(request: HttpRequest, contract: SupportContract) -> bool:
    return _of_kpa(request, contract) and permissions.is_hers(request.user.person, contract)


CARRIER_CONTRACT = Access(
    "carrier_contract",
    _("La comptabilité de la structure qui porte ce contrat"),
    _on_contract(CARRIER_STAFF, _of_carrier),
)
KPA_CONTRACT = Access(
    "kpa_contract", _("La coordination et les référent·es de ce KPA"), _on_contract(KPA_FILES, _of_kpa)
)
MY_CONTRACT = Access("my_contract", _("La personne elle-même"), _on_contract(KPA_MEMBER, _hers))
