"""Mediation: asked for, led, agreed or not, closed."""

from django.urls import path

from kpacite.interfaces.www.gates import KPA_MEMBER
from kpacite.interfaces.www.mediations import gates
from kpacite.interfaces.www.mediations.views import handing, leading, reading
from kpacite.platform.access import declare

LIST = "<slug:kpa>/mediations/"
ONE = LIST + "<int:case>/"
PARTY = "<int:party>/"

urlpatterns = [
    path(LIST, declare(KPA_MEMBER)(reading.cases), name="mediations"),
    path(LIST + "demander/", declare(KPA_MEMBER)(leading.ask), name="mediation_ask"),
    path(ONE, declare(gates.INFORMED)(reading.case), name="mediation"),
    path(ONE + "imprimer/", declare(gates.READER)(reading.printed), name="mediation_print"),
    path(ONE + "entendre/" + PARTY, declare(gates.MEDIATOR)(leading.hear), name="mediation_hear"),
    path(ONE + "accord/", declare(gates.MEDIATOR)(leading.propose), name="mediation_propose"),
    path(ONE + "oui/" + PARTY, declare(gates.READER)(leading.agree), name="mediation_agree"),
    path(ONE + "sans-accord/", declare(gates.MEDIATOR)(leading.fail), name="mediation_fail"),
    path(ONE + "clore/", declare(gates.MEDIATOR)(leading.close), name="mediation_close"),
    path(ONE + "passer/", declare(gates.HANDS_OVER)(handing.hand_over), name="mediation_hand_over"),
    path(ONE + "exclusion/", declare(gates.EXCLUDES)(leading.exclusion), name="mediation_exclusion"),
]
