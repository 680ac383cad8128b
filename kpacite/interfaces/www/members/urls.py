"""Coming to a KPA, belonging to it, leaving it."""

from django.urls import path

from kpacite.interfaces.www.members import gates
from kpacite.interfaces.www.members.views import alone, files, join, membership, setup, stays, steps
from kpacite.platform.access import PUBLIC, declare

FILE, ADMISSION = gates.WELCOME_FILE, gates.WELCOME_ADMISSION
ALONE = "f/<str:token>/"
LIST = "<slug:kpa>/accueil/"
ONE = LIST + "<int:file>/"
SETUP = "<slug:kpa>/reglages/etapes-accueil/"
STAY = "<slug:kpa>/membres/<int:membership>/"

urlpatterns = [
    path("kpa/<slug:slug>/rejoindre/", declare(PUBLIC)(join.join), name="kpa_join"),
    path("kpa/<slug:slug>/rejoindre/merci/", declare(PUBLIC)(join.thanks), name="kpa_join_thanks"),
    path(ALONE, declare(PUBLIC)(alone.start), name="alone"),
    path(ALONE + "<int:question>/", declare(PUBLIC)(alone.question), name="alone_question"),
    path(ALONE + "merci/", declare(PUBLIC)(alone.thanks), name="alone_thanks"),
    path(ONE + "lien/", declare(FILE)(alone.give), name="welcome_link"),
    path(LIST, declare(gates.WELCOMERS)(files.files), name="welcome_list"),
    path(LIST + "tableau.csv", declare(gates.WELCOMERS)(files.files_csv), name="welcome_list_csv"),
    path(LIST + "nouveau/", declare(gates.COORDINATOR)(files.new), name="welcome_new"),
    path(ONE, declare(FILE)(files.file), name="welcome_file"),
    path(ONE + "qui/", declare(FILE)(files.facts), name="welcome_facts"),
    path(ONE + "accueillir/", declare(ADMISSION)(files.welcomer), name="welcome_welcomer"),
    path(ONE + "etapes/<int:step>/", declare(FILE)(steps.step), name="welcome_step"),
    path(ONE + "fiche/<int:question>/", declare(FILE)(steps.question), name="welcome_question"),
    path(ONE + "representant/", declare(FILE)(steps.guardian), name="welcome_guardian"),
    path(ONE + "entrer/", declare(ADMISSION)(steps.enter), name="welcome_enter"),
    path(ONE + "arreter/", declare(ADMISSION)(files.withdraw), name="welcome_withdraw"),
    path(ONE + "nouvelles/", declare(FILE)(files.have_news), name="welcome_have_news"),
    path(ONE + "aujourdhui/", declare(ADMISSION)(files.follow_today), name="welcome_follow_today"),
    path(SETUP, declare(gates.COORDINATOR)(setup.setup), name="welcome_setup"),
    path(SETUP + "etape/", declare(gates.COORDINATOR)(setup.step_new), name="welcome_setup_step_new"),
    path(SETUP + "etape/<int:step>/", declare(gates.COORDINATOR)(setup.step_edit), name="welcome_setup_step"),
    path(
        SETUP + "etape/<int:step>/retirer/",
        declare(gates.COORDINATOR)(setup.step_retire),
        name="welcome_setup_step_retire",
    ),
    path(
        SETUP + "question/", declare(gates.COORDINATOR)(setup.question_new), name="welcome_setup_question_new"
    ),
    path(
        SETUP + "question/<int:question>/",
        declare(gates.COORDINATOR)(setup.question_edit),
        name="welcome_setup_question",
    ),
    path(
        SETUP + "question/<int:question>/retirer/",
        declare(gates.COORDINATOR)(setup.question_retire),
        name="welcome_setup_question_retire",
    ),
    path("<slug:kpa>/membres/", declare(gates.COORDINATOR)(stays.memberships), name="memberships"),
    path(
        "<slug:kpa>/membres/tableau.csv",
        declare(gates.COORDINATOR)(stays.memberships_csv),
        name="memberships_csv",
    ),
    path(STAY + "pret/", declare(gates.MEMBERSHIP_FOLLOWER)(stays.lend), name="membership_lend"),
    path(
        STAY + "pret/<int:thing>/",
        declare(gates.MEMBERSHIP_FOLLOWER)(stays.give_back),
        name="membership_give_back",
    ),
    path(STAY, declare(gates.MEMBERSHIP)(membership.membership), name="membership"),
    path(
        STAY + "<slug:change>/",
        declare(gates.MEMBERSHIP_FOLLOWER)(membership.move),
        name="membership_move",
    ),
]
