"""Rules of sharing and common pots, in the space of a KPA."""

from django.urls import path

from kpacite.interfaces.www.gates import CARRIER_STAFF, KPA_MEMBER, KPA_SPACE
from kpacite.interfaces.www.sharing import gates
from kpacite.interfaces.www.sharing.views import (
    held,
    mine,
    moves,
    pay,
    pots,
    quarter,
    reading,
    sharings,
    starting,
    transfers,
    words,
    writing,
)
from kpacite.platform.access import declare

RULES = "<slug:kpa>/regles/"
RULE = RULES + "<int:rule>/"
VERSION = RULE + "v<int:number>/"
SENTENCE = VERSION + "phrase/<int:index>/"
POTS = "<slug:kpa>/pots/"
SHARINGS = "<slug:kpa>/partages/"
SHARING = SHARINGS + "<int:number>/"
CARRIER = "cae/<slug:carrier>/paie/"
BATCH = CARRIER + "envois/<int:batch>/"
MINE = "<slug:kpa>/mon-argent/"
SEATED, PREPARER, OWNER = gates.SHARING_SEATED, gates.SHARING_PREPARER, gates.MONEY_OWNER
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
    path(VERSION + "accords/", declare(WRITER)(writing.consent), name="sharing_version_consent"),
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
    path(POTS + "<slug:pot>/changer/", declare(gates.THIS_POT_KEEPER)(pots.describe), name="pot_change"),
    path(POTS + "<slug:pot>/fermer/", declare(gates.THIS_POT_KEEPER)(pots.close), name="pot_close"),
    path(POTS + "<slug:pot>/rouvrir/", declare(gates.THIS_POT_KEEPER)(pots.reopen), name="pot_reopen"),
    path(POTS + "<slug:pot>/mouvements.csv", declare(gates.POT_READER)(pots.moves_csv), name="pot_csv"),
    path(POTS + "<slug:pot>/proposer/", declare(gates.POT_PROPOSER)(pots.propose), name="pot_propose"),
    path(SHARINGS, declare(KPA_SPACE)(sharings.sharings), name="sharings"),
    path(SHARINGS + "nouveau/", declare(KPA_MEMBER)(starting.start), name="sharing_start"),
    path(SHARING, declare(gates.SHARING_READER)(sharings.sharing), name="sharing"),
    path(
        SHARING + "calcul.json",
        declare(gates.SHARING_VALIDATOR)(sharings.calculation),
        name="sharing_calculation",
    ),
    path(SHARING + "ma-part.pdf", declare(SEATED)(sharings.my_paper), name="sharing_my_paper"),
    path(SHARING + "accord/", declare(SEATED)(moves.agree), name="sharing_agree"),
    path(SHARING + "question/", declare(SEATED)(moves.ask), name="sharing_ask"),
    path(SHARING + "repondre/<int:seat>/", declare(PREPARER)(moves.reply), name="sharing_reply"),
    path(SHARING + "proposer/", declare(PREPARER)(moves.propose), name="sharing_propose"),
    path(SHARING + "reprendre/", declare(PREPARER)(moves.take_back), name="sharing_take_back"),
    path(SHARING + "regle/", declare(PREPARER)(moves.choose_rule), name="sharing_choose_rule"),
    path(SHARING + "demandes/", declare(PREPARER)(words.words), name="sharing_words"),
    path(SHARING + "demandes/moi/", declare(SEATED)(words.say), name="sharing_say"),
    path(SHARING + "demandes/convenu/", declare(gates.SHARING_SETTLER)(words.settle), name="sharing_settle"),
    path(SHARING + "abandonner/", declare(PREPARER)(moves.drop), name="sharing_drop"),
    path(SHARING + "valider/", declare(gates.SHARING_VALIDATOR)(moves.validate), name="sharing_validate"),
    path(SHARING + "rectifier/", declare(gates.SHARING_CORRECTOR)(moves.correct), name="sharing_correct"),
    path(MINE, declare(OWNER)(mine.my_money), name="my_money"),
    path(MINE + "releve.csv", declare(OWNER)(mine.statement), name="my_money_statement"),
    path(MINE + "releve/", declare(OWNER)(mine.month), name="my_money_month"),
    path(MINE + "demander/", declare(OWNER)(mine.ask), name="my_money_ask"),
    path(MINE + "compte/", declare(OWNER)(mine.account), name="my_money_account"),
    path(MINE + "compte/effacer/", declare(OWNER)(mine.erase_account), name="my_money_account_erase"),
    path(MINE + "annuler/", declare(OWNER)(mine.cancel), name="my_money_cancel"),
    path(MINE + "plafond/", declare(OWNER)(mine.ceiling), name="my_money_ceiling"),
    path(CARRIER, declare(CARRIER_STAFF)(pay.desk), name="pay_desk"),
    path(CARRIER + "kpa/<slug:slug>/", declare(CARRIER_STAFF)(pay.make_batch), name="pay_make_batch"),
    path(CARRIER + "date-limite/", declare(CARRIER_STAFF)(pay.cut_off), name="pay_cut_off"),
    path(CARRIER + "trimestre/", declare(CARRIER_STAFF)(quarter.quarter), name="pay_quarter"),
    path(CARRIER + "parts-gardees/", declare(CARRIER_STAFF)(held.held), name="pay_held"),
    path(CARRIER + "parts-gardees/<int:share>/", declare(CARRIER_STAFF)(held.release), name="pay_release"),
    path(BATCH, declare(CARRIER_STAFF)(pay.batch), name="pay_batch"),
    path(BATCH + "virements/", declare(CARRIER_STAFF)(transfers.transfers), name="pay_transfers"),
    path(
        BATCH + "virements/<int:number>.xml",
        declare(CARRIER_STAFF)(transfers.download),
        name="pay_transfer_file",
    ),
    path(
        BATCH + "virements/<int:number>/recu/",
        declare(CARRIER_STAFF)(transfers.sent),
        name="pay_transfer_sent",
    ),
    path(BATCH + "parti/", declare(CARRIER_STAFF)(pay.send), name="pay_send"),
    path(BATCH + "fichier/", declare(CARRIER_STAFF)(pay.batch_file), name="pay_file"),
]
