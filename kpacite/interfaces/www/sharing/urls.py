"""Rules of sharing and common pots, in the space of a KPA."""

from django.urls import path

from kpacite.interfaces.www.gates import KPA_MEMBER, KPA_SPACE
from kpacite.interfaces.www.sharing import gates
from kpacite.interfaces.www.sharing.views import pots, reading, writing
from kpacite.platform.access import declare

RULES = "<slug:kpa>/regles/"
RULE = RULES + "<int:rule>/"
VERSION = RULE + "v<int:number>/"
SENTENCE = VERSION + "phrase/<int:index>/"
POTS = "<slug:kpa>/pots/"
READER, WRITER, ADOPTER = gates.RULE_READER, gates.RULE_WRITER, gates.RULE_ADOPTER

urlpatterns = [
    path(RULES, declare(KPA_SPACE)(reading.rules), name="sharing_rules"),
    path(RULES + "nouvelle/", declare(KPA_MEMBER)(writing.new), name="sharing_rule_new"),
    path(RULE, declare(READER)(reading.rule), name="sharing_rule"),
    path(RULE + "ecrire/", declare(WRITER)(writing.next_version), name="sharing_rule_next"),
    path(
        RULE + "differences/<int:old>/<int:new>/",
        declare(READER)(reading.difference),
        name="sharing_rule_difference",
    ),
    path(VERSION, declare(READER)(reading.version), name="sharing_version"),
    path(VERSION + "ajouter/<slug:kind>/", declare(WRITER)(writing.add), name="sharing_sentence_add"),
    path(SENTENCE, declare(WRITER)(writing.change), name="sharing_sentence"),
    path(SENTENCE + "monter/", declare(WRITER)(writing.move_up), name="sharing_sentence_up"),
    path(SENTENCE + "enlever/", declare(WRITER)(writing.remove), name="sharing_sentence_remove"),
    path(VERSION + "adopter/", declare(ADOPTER)(writing.adopt), name="sharing_version_adopt"),
    path(VERSION + "abandonner/", declare(WRITER)(writing.drop), name="sharing_version_drop"),
    path(POTS, declare(KPA_SPACE)(pots.pots), name="pots"),
    path(POTS + "ouvrir/", declare(gates.POT_KEEPER)(pots.open_pot), name="pot_open"),
    path(
        POTS + "propositions/<int:proposal>/<slug:answer>/",
        declare(gates.PROPOSAL_KEEPER)(pots.decide),
        name="pot_decide",
    ),
    path(POTS + "<slug:pot>/", declare(gates.POT_READER)(pots.pot), name="pot"),
    path(POTS + "<slug:pot>/mouvements.csv", declare(gates.POT_READER)(pots.moves_csv), name="pot_csv"),
    path(POTS + "<slug:pot>/proposer/", declare(gates.POT_PROPOSER)(pots.propose), name="pot_propose"),
]
