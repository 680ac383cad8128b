"""Every amount has its sentence, in French that anybody can follow with a pencil."""

import json
import re
from pathlib import Path

import pytest

from kpacite.domain.sharing.rules import answer
from kpacite.kernel.money import Euro
from tests.domain.sharing.questions import for_any, levy, lines, person, run, sharings, split

VECTORS = json.loads((Path(__file__).parent / "vectors.json").read_text(encoding="utf-8"))["vectors"]
ANSWERED = [vector for vector in VECTORS if "expected" in vector]
LONGEST = 25
NEAREST = "est une des plus proches du centime suivant"


def sentences(result, kind=None):
    """The lines of a result, with plain spaces so that they read well here."""
    chosen = lines(result, kind) if kind else result["explanation"]
    return [line["sentence"].replace("\u00a0", " ").replace("\u202f", " ") for line in chosen]


def totals(result, kind):
    sums = {}
    for line in lines(result, kind):
        sums[line["account"]] = sums.get(line["account"], 0) + line["amount_cents"]
    return {account: cents for account, cents in sums.items() if cents}


@for_any(sharings())
def test_the_amounts_of_the_lines_are_those_of_the_result(question):
    result = answer("run", question)
    assert totals(result, "share") == result["allocations"]
    assert totals(result, "carried") == result["carried"]


@for_any(sharings())
def test_each_sentence_says_the_amount_of_its_line(question):
    for line in answer("run", question)["explanation"]:
        if line["kind"] in {"share", "carried", "received"}:
            assert line["sentence"].startswith(Euro(line["amount_cents"]).format())


@for_any(sharings())
def test_a_sentence_has_25_words_at_most_and_french_spaces(question):
    for line in answer("run", question)["explanation"]:
        assert_well_written(line["sentence"])


def assert_well_written(sentence):
    assert len(sentence.split(" ")) <= LONGEST, sentence
    assert sentence.endswith(".")
    assert not re.search(r" [:;?!€%]", sentence), sentence
    assert "'" not in sentence


@pytest.mark.parametrize("vector", ANSWERED, ids=lambda vector: vector["id"])
def test_the_vectors_are_well_told(vector):
    result = answer(vector["function"], vector["input"])
    for line in result["explanation"]:
        assert_well_written(line["sentence"])
    if vector["function"] == "run":
        assert totals(result, "share") == vector["expected"]["allocations"]


def told(vector_id):
    vector = next(vector for vector in VECTORS if vector["id"] == vector_id)
    return sentences(answer(vector["function"], vector["input"]))


def test_the_buffet_reads_from_top_to_bottom():
    assert told("V04") == [
        "850,00 € d’argent reçu, sans la TVA.",
        "On rembourse 213,47 € d’achats. Il reste 636,53 €.",
        "163,47 € pour Amina : achats remboursés.",
        "50,00 € pour le KPA : achats remboursés.",
        "La CAE prend 63,65 €. Il reste 572,88 €.",
        "63,65 € pour la CAE : 10 % de l’argent reçu moins les achats (636,53 €).",
        "Le pot commun prend 85,93 €. Il reste 486,95 €.",
        "85,93 € pour le pot commun : 15 % de ce qui reste (572,88 €).",
        "On garde 20,00 € pour Chloe. Il reste 466,95 €.",
        "20,00 € pour Chloe : somme fixe de la règle.",
        "On partage 466,95 € au temps passé. Il reste 0,00 €.",
        "154,05 € = 8 h sur 24 h 15, appliquées aux 466,95 € à partager.",
        "154,05 € = 8 h sur 24 h 15, appliquées aux 466,95 € à partager.",
        "115,53 € = 6 h sur 24 h 15, appliquées aux 466,95 € à partager.",
        "43,32 € = 2 h 15 sur 24 h 15, appliquées aux 466,95 € à partager.",
        f"1 centime de plus pour Amina : sa part exacte, 154,0453… €, {NEAREST}.",
        f"1 centime de plus pour Bilal : sa part exacte, 154,0453… €, {NEAREST}.",
        "Les parts des personnes sont des sommes avant cotisations.",
    ]


@pytest.mark.parametrize(
    ("vector_id", "sentence"),
    [
        ("V01", "1 centime de plus pour Amina : c’est son tour."),
        ("V02", "1 centime de plus pour Bilal : c’est son tour."),
        ("V06", "134,63 € pour la CAE : barème par tranches, l’année passe de 29 500,00 € à 30 734,56 €."),
        ("V07", "300,01 € = 3 h sur 7 h, appliquées aux 700,01 € à partager au temps passé."),
        ("V08", "253,91 € = 390 points sur 768, appliqués aux 500,00 € à partager."),
        ("V08", "Eli a 20 min : il faut 30 min pour avoir une part."),
        ("V09", "416,67 € à partager : la part sans TVA de 500,00 € payés sur 1 200,00 €."),
        ("V10", "29,99 € à payer pour Amina au prochain partage."),
        ("V11", "216,67 € = 5 h sur 6 h, appliquées aux 260,00 € qui restent."),
        ("V11", "40,00 € : c’est le minimum par personne."),
        ("V12", "100,00 € pour Bilal : à garder sur son compte personnel."),
        ("V13", "−60,76 € pour Amina : 243,00 € deviennent 182,24 €."),
        ("V13", "60,76 € à reprendre pour Amina, sur ses prochains partages."),
        ("V13b", "Le pot commun prend 38,25 € à sa charge pour Amina."),
        ("V14", "Paul : la part reste due, elle va au solde de départ."),
        ("V15", "400,00 € = sa demande de 450,00 € sur 1 350,00 €, ramenée aux 1 200,00 € à partager."),
        ("V15b", "300,00 € pour le budget accompagnement : c’est ce qui reste après les parts."),
        ("V16", "173,33 € = 130 jetons sur 375, appliqués aux 500,00 € à partager."),
        ("V17", "61,88 € pour Amina : 1 part sur 4 des 247,50 € mis en commun."),
        ("V18", "72,00 € pour Eli : une partie du travail d’avant, 120,00 €."),
        ("V19", "Foyer c : 3,00 € d’articles manquent, ils ne sont pas payés."),
        ("V20b", "100,00 € pour le pot commun : personne n’a de part, la règle l’a prévu."),
        ("V22", "20,00 € pour le pot commun : l’objectif est de 500,00 €, il y a déjà 480,00 €."),
        ("V23", "200,00 € : c’est le maximum par personne."),
        ("V24", "La règle ne prend rien cette fois pour la CAE. Il reste 300,00 €."),
        ("V25", "166,66 € = 50 % des 333,33 € à partager."),
        ("V27", "Zoe : 4 h reconnues, sans part d’argent."),
    ],
)
def test_a_sentence_of_each_kind(vector_id, sentence):
    assert sentence in told(vector_id)


def test_percentages_under_100_say_what_they_are_out_of():
    people = [person("amina", percent="50"), person("bilal", percent="30")]
    assert sentences(run(8_000, people, split("percent")), "share") == [
        "50,00 € = 50 % sur 80 %, appliqués aux 80,00 € à partager.",
        "30,00 € = 30 % sur 80 %, appliqués aux 80,00 € à partager.",
    ]


def test_one_hour_is_singular_and_two_are_plural():
    people = [person("amina", minutes=60), person("bilal", minutes=120), person("chloe", minutes=0)]
    assert sentences(run(300, people, split("minutes")), "share") == [
        "1,00 € = 1 h sur 3 h, appliquée aux 3,00 € à partager.",
        "2,00 € = 2 h sur 3 h, appliquées aux 3,00 € à partager.",
        "0,00 € : rien n’est noté pour Chloe.",
    ]


def test_each_limit_of_a_levy_says_its_reason():
    people = [person("amina")]

    def why(**limits):
        return sentences(run(10_000, people, levy(**limits), split("equal")), "share")[0]

    assert why(min_cents=2_000) == "20,00 € pour la CAE : le minimum prévu par la règle."
    assert why(max_cents=500) == "5,00 € pour la CAE : le maximum prévu par la règle."
    assert why(min_cents=20_000) == "100,00 € pour la CAE : il ne reste que cette somme."


def test_people_and_accounts_are_called_as_the_facts_call_them():
    people = [person("p1", name="Amina B.")]
    steps = [
        levy(to="pot:p1"),
        levy(to="pot:outils", id="outils"),
        levy(to="account:at_cape", id="at"),
        split("equal"),
    ]
    result = run(10_000, people, *steps, labels={"pot:outils": "le pot des outils"})
    assert sentences(result, "share")[0].startswith("10,00 € pour le pot p1")
    assert sentences(result, "share")[1].startswith("10,00 € pour le pot des outils")
    assert sentences(result, "share")[2].startswith("10,00 € pour le compte at cape")
    free = run(1, people, {"op": "fixed", "id": "prime", "to": "member:p1", "amount_cents": 1})
    assert sentences(free, "share") == ["0,01 € pour Amina B. : somme fixe de la règle."]


def test_what_only_concerns_her_is_for_her_eyes():
    people = [
        person("amina", minutes=60),
        person("bilal", minutes=60, status="no_contract"),
        person("chloe", minutes=60),
    ]
    limit = {"op": "payout_limit", "id": "versement", "limits": {"amina": 100}}
    result = run(900, people, split("minutes"), limit)
    private = [(line["private_to"], line["account"]) for line in result["explanation"] if line["private_to"]]
    assert private == [("amina", "member:amina"), ("amina", "deferred:amina"), ("bilal", "held:bilal")]


def test_a_limit_that_is_not_reached_keeps_nothing():
    limit = {"op": "payout_limit", "id": "versement", "limits": {"amina": 900}}
    assert run(900, [person("amina", minutes=60)], split("minutes"), limit)["allocations"] == {
        "member:amina": 900
    }
