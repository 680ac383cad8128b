"""Contracts of La Cape and of its carrier."""

from kpacite.domain.contracts.models import ContractPeriod, Declaration, InsuranceCheck, SupportContract
from kpacite.domain.contracts.models import SupportingDocument as Paper
from tests.areas import CARRIER, HERE, everywhere, first

AMINA = {"contract__person__first_name": "Amina"}


def _contract(_name: str) -> object:
    """Amina's: it runs, and its renewal waits for her name."""
    return SupportContract.objects.get(person__first_name="Amina").pk


def _term(_name: str) -> object:
    """The first period of Amina's, signed by everyone."""
    return ContractPeriod.objects.get(contract__person__first_name="Amina", rank=0).pk


ARGUMENTS = {
    "contract": _contract,
    "check": lambda _name: InsuranceCheck.objects.filter(**AMINA).order_by("pk")[0].pk,
    "declaration": lambda _name: Declaration.objects.filter(**AMINA).order_by("pk")[0].pk,
    "document": lambda _name: Paper.objects.filter(**AMINA).order_by("pk")[0].pk,
    "term": _term,
    "wording": lambda _name: "cape",
    "scope": lambda _name: "tous",
}
VISITOR_BY_ACCESS = {
    "kpa_files": "Chloé",
    "kpa_contract": "Chloé",
    "my_contract": "Amina",
    "carrier_contract": "Driss",
}
PERIOD = first(ContractPeriod.objects, "contract", signed_at=None, **AMINA)
MAUD = first(SupportContract.objects, person__first_name="Maud")
DESK = {"carrier": CARRIER, "contract": PERIOD}
WORDING = {"carrier": CARRIER, "wording": "cape"}
FILE = {"kpa": HERE, "contract": PERIOD}
SAMPLES = {
    **everywhere("carrier", CARRIER, "carrier_contracts", "carrier_templates"),
    **everywhere("kpa", HERE, "kpa_contracts", "kpa_contracts_send", "kpa_contract_new", "my_contract"),
    "carrier_template": [WORDING | {"scope": scope} for scope in ("tous", HERE)],
    "carrier_template_write": [WORDING | {"scope": "tous"}],
    "carrier_contract": [DESK],
    "carrier_contract_sign": [DESK],
    "carrier_contract_prepare": [{"carrier": CARRIER, "contract": MAUD}],
    "carrier_contract_insurance": [DESK | {"check": first(InsuranceCheck.objects, **AMINA)}],
    "carrier_contract_declaration": [DESK | {"declaration": first(Declaration.objects, **AMINA)}],
    "carrier_contract_act": [DESK | {"action": "arreter"}, DESK | {"action": "renouveler"}],
    "kpa_contract": [FILE],
    "kpa_contract_sign": [FILE],
    "kpa_contract_submit": [FILE],
    "my_contract_sign": [FILE],
    "my_contract_give": [FILE],
}
NOT_PAGES = {
    "carrier_contracts_csv": "a table to download",
    "kpa_contracts_csv": "a table to download",
    "carrier_contract_document": "a file, after a POST",
    "my_contract_document": "a file, after a POST",
    "carrier_contract_pdf": "a PDF",
    "kpa_contract_pdf": "a PDF",
    "my_contract_pdf": "a PDF",
}
