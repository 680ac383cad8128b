"""Activities and offers: the public catalogue, and the space of a KPA."""

from django.urls import path

from kpacite.interfaces.www.activities import gates
from kpacite.interfaces.www.activities.views import (
    catalogue,
    group,
    groups,
    moves,
    opening,
    rates,
    tasks,
    writing,
)
from kpacite.interfaces.www.gates import KPA_COORDINATOR, KPA_MEMBER, KPA_SPACE
from kpacite.platform.access import PUBLIC, declare

READER, EDITOR = gates.OFFER_READER, gates.OFFER_EDITOR
PUBLISHER, CHECKER = gates.OFFER_PUBLISHER, gates.OFFER_CHECKER
MINE = "<slug:kpa>/activites/"
ONE = MINE + "offres/<int:offer>/"

urlpatterns = [
    path("kpa/<slug:slug>/services/", declare(PUBLIC)(catalogue.services), name="kpa_services"),
    path(MINE, declare(KPA_SPACE)(group.activities), name="activities"),
    path(MINE + "offres.csv", declare(KPA_SPACE)(group.offers_csv), name="offers_csv"),
    path(MINE + "proposer/", declare(KPA_MEMBER)(writing.propose), name="offer_new"),
    path(MINE + "ouvrir/", declare(KPA_COORDINATOR)(opening.open_one), name="activity_new"),
    path(MINE + "<slug:code>/rejoindre/", declare(gates.GROUP_ASKER)(groups.ask), name="group_ask"),
    path(MINE + "<slug:code>/quitter/", declare(gates.GROUP_ASKER)(groups.leave), name="group_leave"),
    path(MINE + "<slug:code>/groupe/", declare(gates.GROUP_KEEPER)(groups.keep), name="group_keep"),
    path(MINE + "<slug:code>/taches/", declare(gates.GROUP_KEEPER)(tasks.tasks), name="activity_tasks"),
    path(
        MINE + "<slug:code>/groupe/<int:place>/finir/",
        declare(gates.GROUP_KEEPER)(groups.end),
        name="group_end",
    ),
    path(
        MINE + "<slug:code>/demandes/<int:asked>/",
        declare(gates.GROUP_ASKER)(groups.answer),
        name="group_answer",
    ),
    path(ONE, declare(READER)(group.offer), name="offer"),
    path(ONE + "modifier/", declare(EDITOR)(writing.edit), name="offer_edit"),
    path(ONE + "proposer/", declare(EDITOR)(moves.propose), name="offer_propose"),
    path(ONE + "publier/", declare(PUBLISHER)(moves.publish), name="offer_publish"),
    path(ONE + "depublier/", declare(PUBLISHER)(moves.unpublish), name="offer_unpublish"),
    path(ONE + "retirer/", declare(EDITOR)(moves.retire), name="offer_retire"),
    path(ONE + "remettre/", declare(EDITOR)(moves.restore), name="offer_restore"),
    path(ONE + "verifier/", declare(CHECKER)(writing.check), name="offer_check"),
    path(ONE + "tva/", declare(PUBLISHER)(rates.note), name="offer_rate"),
    path(MINE + "<slug:code>/", declare(gates.ACTIVITY_READER)(group.activity), name="activity"),
]
