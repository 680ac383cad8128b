"""A contract from the first paper to the last signature, through the client."""

import csv
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kpacite.domain.contracts import selectors
from kpacite.domain.contracts.enums import ContractType
from kpacite.domain.contracts.models import ContractPeriod, SupportContract
from kpacite.domain.people.enums import Shown
from kpacite.domain.people.selectors import accesses_to
from kpacite.kernel.period import add_months
from kpacite.platform.templatetags.kpacite import jour
from tests.factories import contracts as make
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db
DESK, FILES, MINE = "/cae/opteos/contrats/", "/la-cape/contrats/", "/la-cape/mon-contrat/"


def text_of(response, status=200):
    assert response.status_code == status
    return " ".join(response.content.decode().replace("\u00a0", " ").replace("\u202f", " ").split())


def french(day):
    return f"{day:%d/%m/%Y}"


def state_of(contract):
    return SupportContract.objects.get(pk=contract.pk).state


def test_the_whole_circuit_on_the_screens(as_, amina, chloe, driss, la_cape, carrier, cuisine):
    start = timezone.localdate() + timedelta(days=30)
    typed = {
        "person": amina.person.public_id,
        "carrier": "opteos",
        "type": "cape",
        "start": french(start),
        "last_day": french(start + timedelta(days=300)),
        "birth_date": "1 mai 1990",
        "not_full_time": "on",
        "activities": ["CUISINE"],
    }
    assert as_(chloe).post(FILES + "nouveau/", typed).status_code == 303
    contract = SupportContract.objects.get()
    one = f"{FILES}{contract.pk}/"
    page = text_of(as_(chloe).get(FILES))
    assert "Dossiers incomplets (1)" in page
    assert "Il manque : Pièce d’identité, Justificatif d’adresse." in page
    assert "Il manque encore des documents." in text_of(as_(chloe).post(one + "envoyer/"), 422)
    for kind in ("identity", "address"):
        file = SimpleUploadedFile("carte.jpg", b"\xff\xd8\xff photo")
        as_(amina).post(f"{MINE}{contract.pk}/documents/", {"kind": kind, "file": file})
    assert as_(chloe).post(one + "envoyer/").status_code == 303

    desk = f"{DESK}{contract.pk}/"
    assert "Amina" in text_of(as_(driss).get(DESK))
    as_(driss).post(desk + "faire/accepter/")
    check = contract.insurance_checks.get()
    answer = {"answer": "accepted", "answered_on": french(timezone.localdate())}
    as_(driss).post(f"{desk}assureur/{check.pk}/", answer)
    assert state_of(contract) == "insured"
    form = as_(driss).get(desk + "preparer/").context["form"]
    texts = {name: "Écrit." for name in form.fields if name.startswith("block")}
    dates = {"start": typed["start"], "last_day": typed["last_day"], "ceiling": "1 000", "fee": "10"}
    assert "Il manque des parties" in text_of(as_(driss).post(desk + "preparer/", dates), 422)
    as_(driss).post(desk + "preparer/", dates | texts)
    assert state_of(contract) == "to_sign"

    assert "Signer mon contrat" in text_of(as_(amina).get("/la-cape/"))
    page = as_(amina).get(f"{MINE}{contract.pk}/signer/")
    assert "Écrit." in text_of(page)
    seen = {"seen": page.context["form"]["seen"].value()}
    wrong = as_(amina).post(f"{MINE}{contract.pk}/signer/", seen | {"typed_name": "X"})
    assert "Écrivez votre prénom" in text_of(wrong, 422)
    as_(amina).post(f"{MINE}{contract.pk}/signer/", seen | {"typed_name": str(amina.person)})
    as_(chloe).post(one + "signer/", seen | {"typed_name": str(chloe.person)})
    record = {"party": "carrier", "signed_on": french(timezone.localdate()), "typed_name": "Driss"}
    as_(driss).post(desk + "signer/", seen | record)
    assert state_of(contract) == "active"
    assert selectors.may_work_for_pay(amina.person, la_cape, cuisine, start).allowed
    page = text_of(as_(amina).get(MINE))
    assert "Ce n’est pas un contrat de travail." in page
    assert "Il reste 2 renouvellements." in page
    assert "Activités assurées : Cuisine." in page
    assert "2 déclarations à faire" in text_of(as_(driss).get(DESK))


def test_papers_are_opened_by_the_person_and_the_carrier_only_and_she_reads_who_did(
    as_, amina, bilal, chloe, driss, draft
):
    make.with_papers(draft)
    paper = draft.documents.order_by("pk")[0]
    mine = f"{MINE}{draft.pk}/documents/{paper.pk}/"
    desk = f"{DESK}{draft.pk}/documents/{paper.pk}/"
    assert as_(driss).get(desk).status_code == 405
    response = as_(driss).post(desk)
    assert (response.status_code, response.content) == (200, make.PAPER)
    assert response["Cache-Control"] == "no-store"
    for stranger in (bilal, chloe):
        assert as_(stranger).post(mine).status_code == 404
        assert as_(stranger).post(desk).status_code == 404
    page = text_of(as_(amina).get(MINE))
    assert "Qui a ouvert mes documents ?" in page
    assert "Driss" in page
    status = text_of(as_(chloe).get(f"{FILES}{draft.pk}/"))
    assert "ils sont privés" in status
    assert "documents/" not in status


def test_a_paper_of_another_contract_is_not_found(as_, driss, draft, bilal, la_cape, carrier):
    other = make.with_papers(make.draft(bilal.person, la_cape.kpa, carrier))
    paper = other.documents.order_by("pk")[0]
    assert as_(driss).post(f"{DESK}{draft.pk}/documents/{paper.pk}/").status_code == 404


def test_only_those_who_follow_the_files_see_them(as_, amina, bilal, fanny, gaelle, draft):
    assert as_(bilal).get(FILES).status_code == 200
    for member in (amina, gaelle):
        assert as_(member).get(FILES).status_code == 403
        assert as_(member).get(f"{FILES}{draft.pk}/").status_code == 403
    assert as_(fanny).get(FILES).status_code == 404
    assert as_(bilal).get(MINE).status_code == 200
    assert "Pas encore de contrat" in text_of(as_(bilal).get(MINE))
    assert as_(bilal).get(f"{MINE}{draft.pk}/signer/").status_code == 404


def test_a_file_that_is_not_complete_goes_back_with_a_word(as_, amina, driss, draft):
    make.accepted(draft)
    as_(driss).post(f"{DESK}{draft.pk}/faire/renvoyer/", {"words": "La carte est floue"})
    assert state_of(draft) == "draft"
    assert "La carte est floue" in text_of(as_(amina).get(MINE))


def test_a_move_that_is_no_longer_possible_says_so(as_, driss, draft):
    response = as_(driss).post(f"{DESK}{draft.pk}/faire/accepter/")
    assert "déjà changé d’état" in text_of(response, 422)
    assert as_(driss).get(f"{DESK}{draft.pk}/faire/danser/").status_code == 404


def test_the_carrier_notes_a_signature_on_paper_with_its_place(as_, driss, draft):
    make.to_sign(draft)
    page = f"{DESK}{draft.pk}/signer/"
    seen = {"seen": as_(driss).get(page).context["form"]["seen"].value()}
    record = {"party": "kpa", "signed_on": french(timezone.localdate()), "typed_name": "Chloé"}
    assert "Dites où est la feuille" in text_of(as_(driss).post(page, seen | record), 422)
    assert as_(driss).post(page, seen | record | {"note": "Classeur"}).status_code == 303
    assert draft.periods.get().signatures.get().note == "Classeur"


def test_the_home_of_the_coordination_shows_the_ends_of_contracts(as_, chloe, draft):
    make.signed(make.to_sign(draft))
    page = text_of(as_(chloe).get("/la-cape/"))
    assert "Contrats CAPE" in page
    assert "36 mois au plus." in page


def test_the_list_of_the_carrier_costs_the_same_at_three_and_at_thirty(as_, driss, la_cape, carrier):
    browser, counts = as_(driss), []
    browser.get(DESK)
    for number in (2, 10):
        for rank in range(number):
            make.draft(make_person(f"P{number}{rank}"), la_cape.kpa, carrier)
        with CaptureQueriesContext(connection) as queries:
            browser.get(DESK + "?etat=tous")
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_each_party_downloads_the_document_and_nobody_else(as_, amina, bilal, chloe, driss, gaelle, draft):
    make.to_sign(draft)
    period = draft.periods.get().pk
    pages = {
        amina: f"{MINE}{draft.pk}/contrat/{period}.pdf",
        chloe: f"{FILES}{draft.pk}/contrat/{period}.pdf",
        driss: f"{DESK}{draft.pk}/contrat/{period}.pdf",
    }
    for reader, address in pages.items():
        response = as_(reader).get(address)
        assert response["Content-Type"] == "application/pdf"
        assert response["Cache-Control"] == "no-store"
        assert response.content.startswith(b"%PDF")
    assert as_(bilal).get(pages[amina]).status_code == 404
    assert as_(gaelle).get(pages[driss]).status_code == 404
    assert as_(amina).get(pages[chloe]).status_code == 403
    assert as_(amina).get(f"{MINE}{draft.pk}/contrat/{period + 1}.pdf").status_code == 404
    assert pages[amina] in text_of(as_(amina).get(MINE))
    assert pages[chloe] in text_of(as_(chloe).get(f"{FILES}{draft.pk}/"))
    assert pages[driss] in text_of(as_(driss).get(f"{DESK}{draft.pk}/"))


def test_before_its_text_is_ready_a_contract_has_no_document(as_, amina, draft):
    period = draft.periods.get().pk
    assert as_(amina).get(f"{MINE}{draft.pk}/contrat/{period}.pdf").status_code == 404
    assert "Le contrat à garder" not in text_of(as_(amina).get(MINE))


def test_a_renewal_that_waits_does_not_hide_the_signed_contract(as_, amina, chloe, draft):
    make.signed(make.to_sign(draft), day=timezone.localdate())
    end = draft.periods.get().end
    make.renewed(draft, end, end + timedelta(days=60))
    page = text_of(as_(amina).get(MINE))
    for period in draft.periods.all():
        assert f"{MINE}{draft.pk}/contrat/{period.pk}.pdf" in page
    assert page.count("Projet : tout le monde n’a pas signé.") == 1


def ready(person, kpa, carrier):
    start = timezone.localdate() + timedelta(days=30)
    end = start + timedelta(days=300)
    return make.with_papers(make.draft(person, kpa, carrier, start=start, end=end))


def test_the_complete_files_leave_together_and_the_others_say_why_they_stay(
    as_, chloe, bilal, gaelle, la_cape, carrier, draft
):
    ready(bilal.person, la_cape.kpa, carrier)
    ready(gaelle.person, la_cape.kpa, carrier)
    page = text_of(as_(chloe).get(FILES))
    assert "Envoyer 2 dossiers complets" in page
    confirm = text_of(as_(chloe).get(FILES + "envoyer/"))
    assert "Bilal" in confirm
    assert "Amina" not in confirm
    page = text_of(as_(chloe).post(FILES + "envoyer/", follow=True))
    assert "2 dossiers sont envoyés." in page
    assert "Amina Exemple : Il manque encore des documents." in page
    assert "Envoyer" not in text_of(as_(chloe).get(FILES))
    assert sorted(SupportContract.objects.values_list("state", flat=True)) == ["draft"] + ["submitted"] * 2


def test_files_are_filtered_searched_and_downloaded(as_, chloe, driss, bilal, la_cape, carrier, draft):
    ready(bilal.person, la_cape.kpa, carrier)
    for query, names in {
        "?etat=incomplets": ["Amina"],
        "?etat=complets": ["Bilal"],
        "?q=bil": ["Bilal"],
    }.items():
        page = text_of(as_(chloe).get(FILES + query))
        assert [name for name in ("Amina", "Bilal") if f"{name} Exemple" in page] == names
        rows = csv_of(as_(chloe).get(FILES + "tableau.csv" + query))
        assert [row[0] for row in rows[1:]] == names
    assert "Aucun dossier ici" in text_of(as_(chloe).get(FILES + "?etat=finis"))
    rows = csv_of(as_(driss).get(DESK + "tableau.csv?etat=a-preparer"))
    assert {row[0]: row[9] for row in rows[1:]} == {
        "Amina": "Pièce d’identité, Justificatif d’adresse",
        "Bilal": "",
    }
    assert "1990" not in str(rows)
    assert as_(bilal).get(DESK + "tableau.csv").status_code == 404


def csv_of(response):
    assert response.status_code == 200
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.reader(text.splitlines()))


def test_she_reads_in_her_list_who_opened_her_contract_or_her_papers(as_, amina, chloe, driss, draft):
    make.with_papers(draft)
    as_(amina).get(MINE)
    assert not list(accesses_to(amina.person))
    as_(chloe).get(f"{FILES}{draft.pk}/")
    paper = draft.documents.order_by("pk")[0]
    as_(driss).post(f"{DESK}{draft.pk}/documents/{paper.pk}/")
    rows = accesses_to(amina.person)
    assert {(row.reader, row.shown) for row in rows} == {(chloe, Shown.PAPERS), (driss, Shown.PAPERS)}
    assert "a vu vos pièces et votre contrat" in text_of(as_(amina).get("/moi/acces/"))


def test_a_cesa_says_until_when_one_becomes_an_associate(as_, amina, driss, la_cape, carrier):
    today = timezone.localdate()
    cape = make.signed(
        make.to_sign(
            make.draft(
                amina.person,
                la_cape.kpa,
                carrier,
                start=today,
                end=today + timedelta(days=100),
            )
        ),
        today,
    )
    start = today + timedelta(days=100)
    cesa = make.draft(amina.person, la_cape.kpa, carrier, type_=ContractType.CESA, start=start, end=None)
    deadline = selectors.associate_by(cesa)
    assert deadline == add_months(start, 36) - timedelta(days=100)
    assert selectors.associate_by(cape) is None
    words = f"Il faut devenir associé·e de la CAE avant le {jour(deadline)}"
    assert words.replace("\u00a0", " ") in text_of(as_(driss).get(f"{DESK}{cesa.pk}/"))


def test_a_cesa_without_time_left_says_so_before_signing(as_, chloe, amina, la_cape, carrier):
    cesa = make.draft(amina.person, la_cape.kpa, carrier, type_=ContractType.CESA, end=None)
    before = make.draft(amina.person, la_cape.kpa, carrier)
    for rank in range(3):
        start = add_months(cesa.periods.get().start, 12 * (rank - 3))
        ContractPeriod.objects.update_or_create(
            contract=before,
            rank=rank,
            defaults={
                "start": start,
                "end": add_months(start, 12),
                "content_hash": "0" * 64,
                "ready_at": timezone.now(),
                "signed_at": timezone.now(),
            },
        )
    page = text_of(as_(chloe).get(f"{FILES}{cesa.pk}/"))
    assert "Vos contrats d’avant ont pris les trois ans." in page
