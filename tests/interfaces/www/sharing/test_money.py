"""My money, hers alone; and pay at the carrier's, there and back."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kpacite.domain.organisations.enums import ParameterCode, Unit
from kpacite.domain.organisations.services import set_parameter
from kpacite.domain.sharing import services
from kpacite.domain.sharing.enums import Recovery
from kpacite.domain.sharing.models import BalanceMove, PayBatch, PayoutCeiling, PayRequest
from kpacite.domain.sharing.rules import Status
from kpacite.domain.sharing.selectors import balances
from kpacite.kernel.money import Euro
from tests.factories.sharing import BY, TODAY, adopt, make_draft, make_pot, start, validated, with_facts
from tests.interfaces.www.sharing.test_rules import text_of

pytestmark = pytest.mark.django_db
MINE = "/la-cape/mon-argent/"
DESK = "/cae/opteos/paie/"


@pytest.fixture
def shared(la_cape, amina, bilal):
    people = (amina.person, bilal.person)
    make_pot(la_cape)
    adopt(make_draft(la_cape, people[0]), *people)
    return validated(start(la_cape, *people), *people)


@pytest.fixture
def batch(as_, shared, amina, driss, carrier):
    as_(amina).post(f"{MINE}demander/", {"amount": "100"})
    as_(driss).post(f"{DESK}kpa/la-cape/")
    return PayBatch.objects.get()


def owed(account, la_cape):
    return balances.owed_to(account.person, la_cape.kpa)


def upload(browser, batch, text):
    file = SimpleUploadedFile("retour.csv", text.encode(), "text/csv")
    return browser.post(f"{DESK}envois/{batch.pk}/", {"file": file})


def test_she_sees_where_it_comes_from_and_takes_it_away_as_a_table(as_, amina, shared) -> None:
    page = text_of(as_(amina).get(MINE))
    assert "356,40" in page
    assert "Partage «\u00a0Buffet du 6 mars\u00a0»" in page
    file = b"".join(as_(amina).get(f"{MINE}releve.csv").streaming_content).decode()
    assert "356.4" in file


def test_she_reads_a_month_prints_it_and_takes_it_away(as_, amina, shared) -> None:
    page = text_of(as_(amina).get(MINE))
    assert f'href="{MINE}releve/"' in page
    month = text_of(as_(amina).get(f"{MINE}releve/?mois={TODAY:%Y-%m}"))
    assert "Au début du mois" in month
    assert "Partage «\u00a0Buffet du 6 mars\u00a0»" in month
    assert "356,40" in month
    assert "Rien n’a bougé ce mois-là." in text_of(as_(amina).get(f"{MINE}releve/?mois=2020-01"))
    file = as_(amina).get(f"{MINE}releve/?mois={TODAY:%Y-%m}&format=csv")
    assert "356.4" in b"".join(file.streaming_content).decode()


def test_the_carrier_reads_a_quarter_and_takes_it_away(as_, driss, shared, carrier) -> None:
    here = f"{DESK}trimestre/"
    then = f"{here}?trimestre={TODAY:%Y}-T1"
    page = text_of(as_(driss).get(then))
    assert "Amina" in page
    assert "La plateforme ne calcule aucune cotisation." in page
    file = b"".join(as_(driss).get(f"{then}&format=csv").streaming_content).decode()
    assert "Encaissé hors taxes" in file
    assert "Amina" in file
    sheet = as_(driss).get(f"{then}&format=xlsx")
    assert b"".join(sheet.streaming_content).startswith(b"PK")
    empty = text_of(as_(driss).get(f"{here}?trimestre=2020-T1"))
    assert "trimestre 1 de 2020" in empty
    assert "Rien ce trimestre" in empty
    assert "2019-T4" in empty
    assert as_(driss).get(f"{here}?trimestre=demain").status_code == 200


def test_the_home_of_the_carrier_leads_to_what_is_asked(as_, shared, amina, driss, carrier) -> None:
    assert "versement demandé" not in text_of(as_(driss).get("/cae/opteos/"))
    as_(amina).post(f"{MINE}demander/", {"amount": "100"})
    home = text_of(as_(driss).get("/cae/opteos/"))
    assert "1 versement demandé" in home
    assert f'href="{DESK}"' in home


def test_she_asks_for_less_than_she_is_owed_once_and_may_change_her_mind(as_, amina, shared, la_cape) -> None:
    browser = as_(amina)
    assert 'value="356,40' in text_of(browser.get(f"{MINE}demander/"))
    too_much = browser.post(f"{MINE}demander/", {"amount": "400"})
    assert "plus que votre compte" in text_of(too_much, 422)
    assert 'value="400"' in too_much.content.decode()
    assert "plus grande que zéro" in text_of(browser.post(f"{MINE}demander/", {"amount": "0"}), 422)
    browser.post(f"{MINE}demander/", {"amount": "100"})
    assert owed(amina, la_cape) == 256_40
    twice = browser.post(f"{MINE}demander/", {"amount": "100"})
    assert "déjà une demande en cours" in text_of(twice, 422)
    browser.post(f"{MINE}annuler/")
    browser.post(f"{MINE}annuler/")
    assert owed(amina, la_cape) == 356_40
    assert BalanceMove.objects.filter(person=amina.person).count() == 3


def test_her_ceiling_is_hers_alone_and_limits_what_is_proposed(as_, amina, shared) -> None:
    browser = as_(amina)
    browser.post(f"{MINE}plafond/", {"amount": "150"})
    assert 'value="150,00' in text_of(browser.get(f"{MINE}demander/"))
    browser.post(f"{MINE}plafond/", {"amount": ""})
    assert not PayoutCeiling.objects.exists()


def test_nobody_else_opens_her_money(as_, bilal, chloe, driss, fanny, shared, carrier) -> None:
    assert "356,40" not in text_of(as_(bilal).get(MINE))
    assert "356,40" not in text_of(as_(chloe).get(MINE))
    assert as_(driss).get(MINE).status_code == 404
    assert as_(fanny).get(MINE).status_code == 404


def test_the_carrier_gathers_sends_and_gives_the_file(as_, driss, batch) -> None:
    browser = as_(driss)
    assert "100,00" in text_of(browser.get(f"{DESK}envois/{batch.pk}/"))
    rows = b"".join(browser.get(f"{DESK}envois/{batch.pk}/fichier/").streaming_content).decode()
    request = PayRequest.objects.get()
    assert f"V-{request.pk}" in rows
    sheet = browser.get(f"{DESK}envois/{batch.pk}/fichier/?format=xlsx")
    assert b"".join(sheet.streaming_content)[:2] == b"PK"
    browser.post(f"{DESK}envois/{batch.pk}/parti/")
    request.refresh_from_db()
    assert request.state == "sent"
    nothing = browser.post(f"{DESK}kpa/la-cape/", follow=True)
    assert "Personne n’a demandé" in text_of(nothing)


def test_what_was_paid_comes_back_once(as_, driss, batch, amina, la_cape) -> None:
    request = PayRequest.objects.get()
    file = f"reference;paye_le;brut;net;motif_de_refus\nV-{request.pk};25/03/2026;82,00;64,10;\n"
    for _again in range(2):
        assert upload(as_(driss), batch, file).status_code == 303
    request.refresh_from_db()
    assert (request.state, request.gross_cents, request.net_cents) == ("paid", 82_00, 64_10)
    assert owed(amina, la_cape) == 256_40
    assert "64,10" in text_of(as_(driss).get(f"{DESK}envois/{batch.pk}/"))
    hers = text_of(as_(amina).get(MINE))
    assert "Mes versements" in hers
    for told in ("Salaire brut", "82,00", "Net reçu", "64,10"):
        assert told in hers


def test_what_is_refused_goes_back_to_her_balance_with_the_reason(as_, driss, batch, amina, la_cape) -> None:
    request = PayRequest.objects.get()
    upload(as_(driss), batch, f"reference;motif_de_refus\nV-{request.pk};RIB manquant\n")
    assert owed(amina, la_cape) == 356_40
    hers = text_of(as_(amina).get(MINE))
    assert hers.count("RIB manquant") == 2
    assert "Refusé" in hers


def test_who_received_too_much_reads_that_she_has_nothing_to_pay(as_, amina, bilal, shared, la_cape) -> None:
    as_(amina).post(f"{MINE}demander/", {"amount": "356,40"})
    by = BY | {"sharing": shared, "person": bilal.person, "recovery": Recovery.NEXT}
    repair = services.correct_sharing(base=Euro(100_00), reason="Avoir", **by)
    services.validate_sharing(sharing=repair, person=amina.person, today=TODAY, **BY)
    page = text_of(as_(amina).get(MINE))
    assert owed(amina, la_cape) < 0
    assert "vous n’avez rien à payer." in page
    assert "Demander un versement" not in page


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ("V-999;25/03/2026;;;", "n’est pas dans cet envoi"),
        ("{ref};25/03/2026;;;RIB", "Pas les deux"),
        ("{ref};demain;;;", "n’est pas une date"),
        ("{ref};25/03/2026;beaucoup;;", "n’est pas une somme"),
        ("{ref};;;;", "Aucune ligne"),
    ],
)
def test_a_file_with_one_wrong_row_changes_nothing(row, sentence, as_, driss, batch) -> None:
    request = PayRequest.objects.get()
    line = row.format(ref=f"V-{request.pk}")
    page = upload(as_(driss), batch, f"reference;paye_le;brut;net;motif_de_refus\n{line}\n")
    assert sentence in text_of(page, 422)
    request.refresh_from_db()
    assert request.state == "in_batch"


def test_a_file_that_is_no_table_is_refused(as_, driss, batch) -> None:
    assert upload(as_(driss), batch, "\x00\x01").status_code == 422


def test_another_carriers_batch_does_not_exist(as_, driss, batch, amina) -> None:
    assert as_(amina).get(f"{DESK}envois/{batch.pk}/").status_code == 404
    assert as_(driss).get(f"{DESK}envois/999/").status_code == 404


@pytest.fixture
def held(la_cape, carrier, amina, bilal):
    """Amina's part: she had no contract that day."""
    people = (amina.person, bilal.person)
    make_pot(la_cape)
    adopt(make_draft(la_cape, people[0]), *people)
    validated(with_facts(start(la_cape, *people), people[0], status=Status.NO_CONTRACT), *people)
    return BalanceMove.objects.get(kind="held")


def test_a_held_part_says_why_and_the_accountant_lets_it_go(as_, amina, driss, held, la_cape) -> None:
    hers = text_of(as_(amina).get(MINE))
    assert "356,40" in hers
    assert "pas de contrat en cours le jour du travail" in hers
    browser = as_(driss)
    assert "1 part attend votre décision" in text_of(browser.get(DESK))
    listed = text_of(browser.get(f"{DESK}parts-gardees/"))
    page = f"{DESK}parts-gardees/{held.pk}/"
    assert page in listed
    assert "Libérer la part d’Amina" in text_of(browser.get(page))
    assert "Pourquoi" in text_of(browser.post(page, {"reason": " "}), 422)
    assert owed(amina, la_cape) == 0
    done = text_of(browser.post(page, {"reason": "Contrat signé le 2 mars."}, follow=True))
    assert "La part est libre" in done
    assert owed(amina, la_cape) == 356_40
    assert browser.get(page).status_code == 404
    assert "Contrat signé le 2 mars" in text_of(as_(amina).get(MINE))


def test_nobody_else_reads_or_lets_go_what_is_held(as_, request, held) -> None:
    for name in ("amina", "bilal", "chloe", "fanny"):
        browser = as_(request.getfixturevalue(name))
        for page in (f"{DESK}parts-gardees/", f"{DESK}parts-gardees/{held.pk}/"):
            assert browser.get(page).status_code == 404


def test_the_list_of_held_parts_asks_as_much_for_many(
    as_, driss, held, la_cape, amina, bilal, django_assert_max_num_queries
) -> None:
    browser = as_(driss)
    page = f"{DESK}parts-gardees/"
    browser.get(page)
    with CaptureQueriesContext(connection) as one:
        browser.get(page)
    people = (amina.person, bilal.person)
    for rank in range(3):
        sharing = start(la_cape, *people, source=f"more:{rank}", title=f"Autre {rank}")
        validated(with_facts(sharing, people[0], status=Status.NO_CONTRACT), *people)
    with django_assert_max_num_queries(len(one)):
        browser.get(page)


def cut_off(carrier, value):
    set_parameter(
        organisation=carrier,
        code=ParameterCode.PAY_CUT_OFF_DAY,
        unit=Unit.DAYS,
        value=value,
        valid_from=date(2026, 1, 1),
        reason="Calendrier de la paie (exemple)",
        **BY,
    )


def test_the_accountant_sets_the_last_day_and_people_read_it_before_asking(
    as_, amina, driss, shared, carrier
) -> None:
    with time_machine.travel(datetime(2026, 3, 12, 9, tzinfo=UTC), tick=False):
        assert "pas de date limite" in text_of(as_(driss).get(DESK))
        said = {"value": "32", "valid_from": "12/03/2026", "reason": "Calendrier de la paie"}
        text_of(as_(driss).post(f"{DESK}date-limite/", said), 422)
        as_(driss).post(f"{DESK}date-limite/", said | {"value": "20"})
        assert "on demande jusqu’au 20 mars" in text_of(as_(driss).get(DESK))
        page = text_of(as_(amina).get(f"{MINE}demander/"))
        assert "Demandez jusqu’au 20 mars pour la paie de mars 2026." in page
    with time_machine.travel(datetime(2026, 3, 30, 9, tzinfo=UTC), tick=False):
        page = text_of(as_(amina).get(f"{MINE}demander/"))
        assert "La date limite du 20 mars est passée. Votre demande est pour la paie d’avril 2026." in page


def test_what_is_asked_after_the_last_day_waits_for_the_next_month(
    as_, amina, bilal, driss, shared, carrier
) -> None:
    cut_off(carrier, 20)
    with time_machine.travel(datetime(2026, 3, 20, 22, 30, tzinfo=UTC), tick=False):
        as_(amina).post(f"{MINE}demander/", {"amount": "100"})
    with time_machine.travel(datetime(2026, 3, 20, 23, 30, tzinfo=UTC), tick=False):
        as_(bilal).post(f"{MINE}demander/", {"amount": "50"})
        assert "Elle est pour la paie d’avril 2026." in text_of(as_(bilal).get(MINE))
    with time_machine.travel(datetime(2026, 3, 28, 9, tzinfo=UTC), tick=False):
        assert "pour le mois prochain" in text_of(as_(driss).get(DESK))
        as_(driss).post(f"{DESK}kpa/la-cape/")
        assert [one.person for one in PayBatch.objects.get().requests.all()] == [amina.person]
        late = as_(driss).post(f"{DESK}kpa/la-cape/", follow=True)
        assert "après la date limite" in text_of(late)
    with time_machine.travel(datetime(2026, 4, 2, 9, tzinfo=UTC), tick=False):
        as_(driss).post(f"{DESK}kpa/la-cape/")
        batch = PayBatch.objects.get(month=date(2026, 4, 1))
        assert [one.person for one in batch.requests.all()] == [bilal.person]
