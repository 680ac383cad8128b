"""Contracts: the carrier's desk, what the KPA sees of them, and mine."""

from django.urls import path

from kpacite.interfaces.www.contracts import gates
from kpacite.interfaces.www.contracts.views import carrier, kpa, mine, wording
from kpacite.interfaces.www.gates import CARRIER_STAFF, KPA_MEMBER
from kpacite.platform.access import declare

DESK, ONE = gates.CARRIER_CONTRACT, gates.KPA_CONTRACT
CAE = "cae/<slug:carrier>/contrats/"
TEXTS = CAE + "modeles/"
TEXT = TEXTS + "<slug:wording>/<slug:scope>/"
HERE = "<slug:kpa>/contrats/"
MINE = "<slug:kpa>/mon-contrat/"
PDF = "<int:contract>/contrat/<int:term>.pdf"

urlpatterns = [
    path(CAE, declare(CARRIER_STAFF)(carrier.contracts), name="carrier_contracts"),
    path(CAE + "tableau.csv", declare(CARRIER_STAFF)(carrier.contracts_csv), name="carrier_contracts_csv"),
    path(TEXTS, declare(CARRIER_STAFF)(wording.wordings), name="carrier_templates"),
    path(TEXT, declare(CARRIER_STAFF)(wording.wording), name="carrier_template"),
    path(TEXT + "ecrire/", declare(CARRIER_STAFF)(wording.write), name="carrier_template_write"),
    path(CAE + "<int:contract>/", declare(DESK)(carrier.contract), name="carrier_contract"),
    path(CAE + "<int:contract>/preparer/", declare(DESK)(carrier.prepare), name="carrier_contract_prepare"),
    path(CAE + "<int:contract>/signer/", declare(DESK)(carrier.sign), name="carrier_contract_sign"),
    path(
        CAE + "<int:contract>/assureur/<int:check>/",
        declare(DESK)(carrier.insurance),
        name="carrier_contract_insurance",
    ),
    path(
        CAE + "<int:contract>/declaration/<int:declaration>/",
        declare(DESK)(carrier.declaration),
        name="carrier_contract_declaration",
    ),
    path(
        CAE + "<int:contract>/documents/<int:document>/",
        declare(DESK)(carrier.document),
        name="carrier_contract_document",
    ),
    path(
        CAE + "<int:contract>/faire/<slug:action>/",
        declare(DESK)(carrier.act),
        name="carrier_contract_act",
    ),
    path(CAE + PDF, declare(DESK)(carrier.pdf), name="carrier_contract_pdf"),
    path(HERE, declare(gates.KPA_FILES)(kpa.contracts), name="kpa_contracts"),
    path(HERE + "tableau.csv", declare(gates.KPA_FILES)(kpa.contracts_csv), name="kpa_contracts_csv"),
    path(HERE + "envoyer/", declare(gates.KPA_FILES)(kpa.send), name="kpa_contracts_send"),
    path(HERE + "nouveau/", declare(gates.KPA_FILES)(kpa.new), name="kpa_contract_new"),
    path(HERE + "<int:contract>/", declare(ONE)(kpa.contract), name="kpa_contract"),
    path(HERE + "<int:contract>/signer/", declare(ONE)(kpa.sign), name="kpa_contract_sign"),
    path(HERE + "<int:contract>/envoyer/", declare(ONE)(kpa.submit), name="kpa_contract_submit"),
    path(HERE + PDF, declare(ONE)(kpa.pdf), name="kpa_contract_pdf"),
    path(MINE, declare(KPA_MEMBER)(mine.contracts), name="my_contract"),
    path(MINE + "<int:contract>/signer/", declare(gates.MY_CONTRACT)(mine.sign), name="my_contract_sign"),
    path(MINE + PDF, declare(gates.MY_CONTRACT)(mine.pdf), name="my_contract_pdf"),
    path(
        MINE + "<int:contract>/documents/",
        declare(gates.MY_CONTRACT)(mine.give),
        name="my_contract_give",
    ),
    path(
        MINE + "<int:contract>/documents/<int:document>/",
        declare(gates.MY_CONTRACT)(mine.document),
        name="my_contract_document",
    ),
]
