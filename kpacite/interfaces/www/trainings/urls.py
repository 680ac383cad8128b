"""Trainings and workshops: the space of a KPA, and what anyone may come to."""

from django.urls import path

from kpacite.interfaces.www.gates import KPA_MEMBER
from kpacite.interfaces.www.trainings import gates
from kpacite.interfaces.www.trainings.views import attendance, listing, places, public, writing
from kpacite.platform.access import PUBLIC, declare

READER, EDITOR, OPENER = gates.TRAINING_READER, gates.TRAINING_EDITOR, gates.TRAINING_OPENER
KEEPER, HOLDER, LINK = gates.TRAINING_KEEPER, gates.SEAT_HOLDER, gates.SEAT_LINK
OUTSIDE = "kpa/<slug:slug>/formations/"
PLACE = OUTSIDE + "place/<str:place_key>/"
LIST = "<slug:kpa>/formations/"
ONE = LIST + "<int:training>/"
SEAT = ONE + "places/<int:training_seat>/"

urlpatterns = [
    path(OUTSIDE, declare(PUBLIC)(public.trainings), name="kpa_trainings"),
    path(OUTSIDE + "<int:training>/", declare(PUBLIC)(public.training), name="kpa_training"),
    path(OUTSIDE + "<int:training>/merci/", declare(PUBLIC)(public.thanks), name="kpa_training_thanks"),
    path(PLACE, declare(LINK)(public.seat), name="outside_seat"),
    path(PLACE + "attestation.pdf", declare(LINK)(public.certificate), name="outside_certificate"),
    path(LIST, declare(KPA_MEMBER)(listing.trainings), name="trainings"),
    path(LIST + "formations.csv", declare(gates.TRAINING_LISTER)(listing.csv), name="trainings_csv"),
    path(LIST + "proposer/", declare(KPA_MEMBER)(writing.propose), name="training_new"),
    path(ONE, declare(READER)(listing.training), name="training"),
    path(ONE + "modifier/", declare(EDITOR)(writing.edit), name="training_edit"),
    path(ONE + "ouvrir/", declare(OPENER)(writing.open_up), name="training_open"),
    path(ONE + "annuler/", declare(EDITOR)(writing.cancel), name="training_cancel"),
    path(ONE + "inscription/", declare(READER)(places.take), name="training_take"),
    path(ONE + "je-ne-viens-plus/", declare(READER)(places.leave), name="training_leave"),
    path(ONE + "ajouter/", declare(KEEPER)(places.add), name="training_add"),
    path(ONE + "personnes.csv", declare(KEEPER)(places.csv), name="training_people_csv"),
    path(ONE + "presences/", declare(KEEPER)(attendance.attendance), name="training_attendance"),
    path(ONE + "feuille/", declare(KEEPER)(attendance.sheet), name="training_sheet"),
    path(SEAT + "prevenue/", declare(KEEPER)(places.told), name="seat_told"),
    path(SEAT + "rendre/", declare(KEEPER)(places.give_back), name="seat_give_back"),
    path(SEAT + "attestation.pdf", declare(HOLDER)(attendance.certificate), name="seat_certificate"),
]
