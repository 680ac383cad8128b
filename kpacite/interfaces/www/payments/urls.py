"""Money received: `/<kpa>/impayes/` for a KPA, `/cae/<slug>/…` for the accountants of its carrier."""

from django.urls import path

from kpacite.interfaces.www.gates import CARRIER_STAFF, KPA_SPACE
from kpacite.interfaces.www.payments import gates
from kpacite.interfaces.www.payments.views import (
    bank,
    cash,
    chasing,
    deposits,
    desk,
    lateness,
    payment,
    recording,
)
from kpacite.platform.access import declare

READER, CHASER, STAFF = gates.BILL_READER, gates.BILL_CHASER, gates.CARRIER_MONEY
HERE = "<slug:kpa>/impayes/"
THERE = "cae/<slug:carrier>/"
SLIP = THERE + "remises/<int:deposit>/"
ONE = THERE + "paiements/<int:payment>/"

urlpatterns = [
    path(HERE, declare(KPA_SPACE)(chasing.unpaid), name="kpa_unpaid"),
    path(HERE + "<int:bill>/", declare(READER)(chasing.bill), name="bill"),
    path(HERE + "<int:bill>/relancer/", declare(CHASER)(chasing.remind), name="bill_remind"),
    path(THERE + "impayes/", declare(CARRIER_STAFF)(desk.unpaid), name="carrier_unpaid"),
    path(THERE + "impayes/impayes.csv", declare(CARRIER_STAFF)(desk.unpaid_csv), name="carrier_unpaid_csv"),
    path(THERE + "impayes/<int:bill>/payer/", declare(STAFF)(recording.note), name="payment_new"),
    path(THERE + "impayes/<int:bill>/rendre/", declare(STAFF)(recording.give_back), name="credit_refund"),
    path(THERE + "impayes/<int:bill>/statut/", declare(STAFF)(recording.lifecycle), name="bill_lifecycle"),
    path(THERE + "impayes/<int:bill>/frais-de-retard/", declare(STAFF)(lateness.claim), name="late_claim"),
    path(
        THERE + "impayes/<int:bill>/renoncer/", declare(gates.LATE_CLAIM)(lateness.waive), name="late_waive"
    ),
    path(THERE + "taux-de-retard/", declare(CARRIER_STAFF)(desk.late_rates), name="late_rates"),
    path(THERE + "paiements/", declare(CARRIER_STAFF)(desk.payments), name="payments"),
    path(THERE + "paiements/paiements.csv", declare(CARRIER_STAFF)(desk.payments_csv), name="payments_csv"),
    path(ONE, declare(STAFF)(payment.payment), name="payment"),
    path(ONE + "annuler/", declare(STAFF)(payment.cancel), name="payment_cancel"),
    path(ONE + "rendre/", declare(STAFF)(payment.refund), name="payment_refund"),
    path(ONE + "utiliser/", declare(STAFF)(payment.use), name="payment_use"),
    path(THERE + "recus/", declare(CARRIER_STAFF)(cash.receipts), name="cash_receipts"),
    path(THERE + "recus/cloturer/", declare(CARRIER_STAFF)(cash.close), name="cash_close"),
    path(THERE + "recus/archive/", declare(CARRIER_STAFF)(cash.archive), name="cash_archive"),
    path(
        THERE + "recus/attestation.pdf",
        declare(CARRIER_STAFF)(cash.attestation),
        name="cash_attestation",
    ),
    path(THERE + "remises/", declare(CARRIER_STAFF)(deposits.deposits), name="deposits"),
    path(THERE + "remises/<slug:means>/nouvelle/", declare(CARRIER_STAFF)(deposits.new), name="deposit_new"),
    path(SLIP, declare(STAFF)(deposits.deposit), name="deposit"),
    path(SLIP + "bordereau.pdf", declare(STAFF)(deposits.slip), name="deposit_slip"),
    path(SLIP + "annuler/", declare(STAFF)(deposits.cancel), name="deposit_cancel"),
    path(SLIP + "impaye/<int:slip_line>/", declare(STAFF)(deposits.bounce), name="deposit_bounce"),
    path(THERE + "banque/", declare(CARRIER_STAFF)(bank.accounts), name="bank_accounts"),
    path(THERE + "banque/<int:account>/", declare(STAFF)(bank.account), name="bank_account"),
    path(THERE + "banque/<int:account>/colonnes/", declare(STAFF)(bank.columns), name="bank_columns"),
    path(THERE + "banque/mouvements/<int:line>/", declare(STAFF)(bank.line), name="bank_line"),
]
