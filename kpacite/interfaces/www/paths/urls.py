"""Paths: mine, those of the people who chose me, the lists of the coordination, and my own answers."""

from django.urls import path

from kpacite.interfaces.www.gates import KPA_MEMBER
from kpacite.interfaces.www.paths import gates
from kpacite.interfaces.www.paths.views import (
    appointments,
    commitments,
    directory,
    doubles,
    gaps,
    keeping,
    lists,
    me,
    mine,
    own_data,
    people_file,
    skills,
    stages,
)
from kpacite.platform.access import SIGNED_IN, declare

OWNER, READER, KEEPER = gates.PATH_OWNER, gates.PATH_READER, gates.PATH_KEEPER
COORDINATION, NETWORK = gates.KEEPS_PATHS, gates.IMPORTS_FOR_NETWORK
MINE = "<slug:kpa>/parcours/"
MOVE = MINE + "etapes/<int:move>/"
PEOPLE = "<slug:kpa>/personnes/"
ONE = PEOPLE + "<slug:public_id>/"
DOUBLES = PEOPLE + "doublons/"
PAIR = DOUBLES + "<slug:kept>/<slug:double>/"
TALKS = ONE + "rendez-vous/"

urlpatterns = [
    path("moi/reponses/", declare(SIGNED_IN)(me.facts), name="my_facts"),
    path("moi/reponses-sensibles/", declare(SIGNED_IN)(me.sensitive), name="my_sensitive"),
    path("moi/donnees/", declare(SIGNED_IN)(own_data.page), name="my_data"),
    path("moi/donnees.json", declare(SIGNED_IN)(own_data.as_json), name="my_data_json"),
    path("moi/donnees.pdf", declare(SIGNED_IN)(own_data.as_pdf), name="my_data_pdf"),
    path("moi/donnees/garder/", declare(SIGNED_IN)(own_data.stay), name="my_data_stay"),
    path("moi/portfolio/", declare(SIGNED_IN)(skills.portfolio), name="my_portfolio"),
    path("moi/portfolio.pdf", declare(SIGNED_IN)(skills.portfolio_pdf), name="my_portfolio_pdf"),
    path("moi/badges.json", declare(SIGNED_IN)(skills.open_badges), name="my_badges"),
    path("moi/acces/", declare(SIGNED_IN)(me.accesses), name="my_accesses"),
    path(
        "reseau/personnes/importer/",
        declare(NETWORK)(people_file.bring),
        name="network_people_import",
    ),
    path(MINE, declare(OWNER)(mine.my_path), name="my_path"),
    path(MINE + "proposer/", declare(OWNER)(stages.propose), name="path_propose"),
    path(MINE + "accompagnement/", declare(OWNER)(mine.companions), name="path_companions"),
    path(MINE + "engagements/", declare(OWNER)(commitments.mine), name="commitments"),
    path(MINE + "engagements/tous/", declare(KPA_MEMBER)(commitments.everyone), name="commitments_all"),
    path(MINE + "tous/", declare(COORDINATION)(lists.board), name="path_board"),
    path(MINE + "tous.csv", declare(COORDINATION)(lists.board_csv), name="path_board_csv"),
    path(MINE + "nouvelles/", declare(COORDINATION)(lists.follow_up), name="path_follow_up"),
    path(MINE + "nouvelles.csv", declare(COORDINATION)(lists.follow_up_csv), name="path_follow_up_csv"),
    path(MINE + "a-completer/", declare(COORDINATION)(gaps.gaps), name="path_gaps"),
    path(MINE + "a-completer.csv", declare(COORDINATION)(gaps.gaps_csv), name="path_gaps_csv"),
    path(MINE + "ouvrir/", declare(COORDINATION)(keeping.open_path), name="path_open"),
    path(MINE + "etapes/", declare(COORDINATION)(stages.stages), name="path_stages"),
    path(MOVE + "parler/", declare(gates.MOVE_READER)(stages.discuss), name="stage_discuss"),
    path(MOVE + "commencer/", declare(gates.MOVE_OWNER)(stages.enter), name="stage_enter"),
    path(MOVE + "laisser/", declare(gates.MOVE_OWNER)(stages.withdraw), name="stage_withdraw"),
    path(PEOPLE + "importer/", declare(COORDINATION)(people_file.bring), name="kpa_people_import"),
    path(DOUBLES, declare(gates.DOUBLES)(doubles.doubles), name="doubles"),
    path(DOUBLES + "defaire/<int:merge>/", declare(gates.MERGE)(doubles.undo), name="double_undo"),
    path(PAIR, declare(gates.PAIR)(doubles.compare), name="double_compare"),
    path(PAIR + "reunir/", declare(gates.PAIR)(doubles.confirm), name="double_confirm"),
    path(PAIR + "deux-personnes/", declare(gates.PAIR)(doubles.dismiss), name="double_dismiss"),
    path(ONE, declare(READER)(mine.person_path), name="person_path"),
    path(TALKS, declare(gates.PATH_WORDS)(appointments.appointments), name="appointments"),
    path(TALKS + "nouveau/", declare(gates.PATH_WORDS)(appointments.new), name="appointment_new"),
    path(
        TALKS + "<int:appointment>/", declare(gates.PATH_WORDS)(appointments.appointment), name="appointment"
    ),
    path(
        TALKS + "<int:appointment>/annuler/",
        declare(gates.PATH_WORDS)(appointments.cancel),
        name="appointment_cancel",
    ),
    path(
        TALKS + "actions/<int:action>/faite/",
        declare(gates.PATH_WORDS)(appointments.finish),
        name="action_done",
    ),
    path(ONE + "notes/", declare(gates.PATH_COMPANION)(appointments.private_notes), name="private_notes"),
    path(
        "<slug:kpa>/notes/<int:note>/",
        declare(gates.NOTE_AUTHOR)(appointments.private_note),
        name="private_note",
    ),
    path("<slug:kpa>/competences/", declare(KPA_MEMBER)(directory.directory), name="skill_directory"),
    path(
        "<slug:kpa>/competences/tableau.csv",
        declare(KPA_MEMBER)(directory.directory_csv),
        name="skill_directory_csv",
    ),
    path(ONE + "competences/", declare(gates.PATH_WORDS)(skills.skills), name="skills"),
    path(ONE + "badges/", declare(gates.PATH_COMPANION)(skills.give_badge), name="badge_give"),
    path(ONE + "dispense/", declare(KEEPER)(commitments.exempt), name="path_exempt"),
    path(ONE + "entree/", declare(KEEPER)(keeping.entry), name="path_entry"),
    path(ONE + "fin-prevue/", declare(KEEPER)(keeping.planned_end), name="path_planned_end"),
    path(ONE + "sortie/", declare(KEEPER)(keeping.leave), name="path_exit"),
    path(ONE + "reponses-sensibles/", declare(KEEPER)(keeping.sensitive), name="path_sensitive"),
]
