"""The group around a person, partner services and what is asked of them, and who sent whom."""

from django.urls import path

from kpacite.interfaces.www.gates import KPA_COORDINATOR, KPA_MEMBER
from kpacite.interfaces.www.paths import gates
from kpacite.interfaces.www.support.views import circle, following, orientations, partners, prescribers
from kpacite.platform.access import declare

MINE = "<slug:kpa>/suivi/"
SERVICES = "<slug:kpa>/services-partenaires/"
SENT = "<slug:kpa>/prescripteurs/"
ONE = "<slug:kpa>/personnes/<slug:public_id>/"
TO_SERVICES = ONE + "orientations/"

urlpatterns = [
    path(MINE, declare(KPA_MEMBER)(following.mine), name="following"),
    path(MINE + "tableau.csv", declare(KPA_MEMBER)(following.mine_csv), name="following_csv"),
    path(MINE + "tout/", declare(KPA_COORDINATOR)(following.everyone), name="following_all"),
    path(
        MINE + "tout.csv",
        declare(KPA_COORDINATOR)(following.everyone_csv),
        name="following_all_csv",
    ),
    path(SERVICES, declare(KPA_MEMBER)(partners.services), name="partner_services"),
    path(SERVICES + "tableau.csv", declare(KPA_COORDINATOR)(partners.as_csv), name="partner_services_csv"),
    path(SERVICES + "ajouter/", declare(KPA_MEMBER)(partners.add), name="partner_service_add"),
    path(SERVICES + "<int:service>/", declare(KPA_MEMBER)(partners.change), name="partner_service"),
    path(
        SERVICES + "<int:service>/enlever/",
        declare(KPA_COORDINATOR)(partners.withdraw),
        name="partner_service_withdraw",
    ),
    path(SENT, declare(KPA_COORDINATOR)(prescribers.prescribers), name="prescribers"),
    path(SENT + "tableau.csv", declare(KPA_COORDINATOR)(prescribers.as_csv), name="prescribers_csv"),
    path(ONE + "prescripteur/", declare(gates.PATH_KEEPER)(prescribers.of_person), name="path_prescriber"),
    path(ONE + "groupe/", declare(gates.SUPPORT_READER)(circle.circle), name="circle"),
    path(ONE + "groupe/proposer/", declare(gates.SUPPORT_PROPOSER)(circle.propose), name="circle_propose"),
    path(TO_SERVICES, declare(gates.PATH_WORDS)(orientations.orientations), name="orientations"),
    path(TO_SERVICES + "nouvelle/", declare(gates.PATH_WORDS)(orientations.new), name="orientation_new"),
    path(
        TO_SERVICES + "<int:orientation>/",
        declare(gates.PATH_WORDS)(orientations.orientation),
        name="orientation",
    ),
]
