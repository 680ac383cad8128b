"""Hours: noting mine, reading them, confirming those of others."""

from django.urls import path

from kpacite.interfaces.www.hours import gates
from kpacite.interfaces.www.hours.views import closing, confirming, mine, noting, worker
from kpacite.platform.access import PUBLIC, declare

WORKER, OWNER, CLOSER = gates.HOURS_WORKER, gates.HOURS_OWNER, gates.HOURS_CLOSER
HOURS = "<slug:kpa>/heures/"

urlpatterns = [
    path("heures-hors-ligne.js", declare(PUBLIC)(worker.worker), name="service_worker"),
    path(HOURS, declare(WORKER)(mine.mine), name="hours"),
    path(HOURS + "noter/", declare(WORKER)(noting.note), name="hours_note"),
    path(HOURS + "a-valider/", declare(WORKER)(confirming.confirm), name="hours_confirm"),
    path(HOURS + "feuille/", declare(WORKER)(mine.sheet), name="hours_sheet"),
    path(HOURS + "mes-heures.csv", declare(WORKER)(mine.csv), name="hours_csv"),
    path(HOURS + "mois/", declare(CLOSER)(closing.months), name="hours_months"),
    path(
        HOURS + "mois/<int:year>-<int:month>/<int:trade>/fermer/",
        declare(CLOSER)(closing.close),
        name="hours_close",
    ),
    path(HOURS + "mois/<int:closing>/rouvrir/", declare(CLOSER)(closing.reopen), name="hours_reopen"),
    path(HOURS + "<int:hours>/corriger/", declare(OWNER)(mine.correct), name="hours_correct"),
]
