"""The circuit of a contract: the happy path, each named error, the trace, what may be paid."""

from datetime import date, timedelta

import pytest

from kpacite.domain.contracts import rules, selectors, services
from kpacite.domain.contracts.enums import (
    BlockCode,
    ContractState,
    ContractType,
    DocumentKind,
    InsuranceAnswer,
    Obstacle,
    Party,
    SigningMode,
)
from kpacite.domain.contracts.models import SupportContract
from kpacite.domain.organisations.services.errors import Refused
from kpacite.kernel.errors import DomainError
from kpacite.kernel.french import de
from kpacite.kernel.period import add_months
from kpacite.platform import audit, private_files
from tests.factories import contracts as make
from tests.factories.contracts import BLOCKS, BY, CUISINE, END, PAPER, START
from tests.factories.organisations import make_organisation
from tests.factories.people import NOW, TODAY

pytestmark = pytest.mark.django_db
STATE = ContractState
DAY = date(2026, 6, 1)


def may(contract, day=DAY, activity=CUISINE):
    return selectors.may_work_for_pay(contract.person, contract.kpa, activity, day)


def sign(contract, party=Party.PERSON, day=TODAY, **changes):
    period = contract.periods.get(signed_at=None, dropped_at=None)
    facts = {"typed_name": "Amina Exemple", "seen": period.content_hash, "signed_on": day, "today": day}
    return services.sign(contract=contract, party=party, **(facts | BY | changes))


def test_a_cape_goes_from_the_first_paper_to_the_first_paid_day_with_a_trace_each_time(draft):
    steps = [make.with_papers, lambda row: services.submit(contract=row, **BY)]
    for step in steps:
        assert may(draft).obstacle is Obstacle.NOT_SIGNED
        step(draft)
    services.accept(contract=draft, **BY)
    check = draft.insurance_checks.get()
    services.answer_insurer(
        check=check, answer=InsuranceAnswer.ACCEPTED, answered_on=TODAY, valid_from=TODAY, **BY
    )
    draft.refresh_from_db()
    assert draft.state == STATE.INSURED
    services.prepare(contract=draft, start=START, end=END, blocks=BLOCKS, ceiling_cents=1, fee_bp=0, **BY)
    make.signed(draft)
    assert draft.state == STATE.ACTIVE
    assert [may(draft, day).obstacle for day in (START - timedelta(days=1), START, END)] == [
        Obstacle.NOT_STARTED,
        None,
        Obstacle.OVER,
    ]
    trace = [event.action.rpartition(".")[2] for event in reversed(audit.for_target(draft))]
    assert trace == ["opened", "submitted", "accepted", "insured", "to_sign", "active"]
    assert {row.body for row in draft.declarations.all()} == {"urssaf", "france_travail"}


def test_another_activity_is_not_insured_until_the_insurer_says_so(amina, la_cape, carrier):
    contract = make.active(amina.person, la_cape.kpa, carrier)
    jardin = type("Jardin", (), {"code": "JARDIN"})()
    answer = may(contract, activity=jardin)
    assert (answer.allowed, answer.code) == (False, "not_insured")
    assert "assurance" in answer.sentence
    check = services.ask_insurer(contract=contract, activity_code="JARDIN", activity_name="Jardin", **BY)
    assert not may(contract, activity=jardin).allowed
    until = DAY + timedelta(days=1)
    services.answer_insurer(
        check=check, answer=InsuranceAnswer.ACCEPTED, answered_on=TODAY, valid_to=until, **BY
    )
    assert may(contract, activity=jardin).allowed
    assert may(contract, until, jardin).obstacle is Obstacle.NOT_INSURED
    with pytest.raises(services.AlreadyAnswered):
        services.answer_insurer(check=check, answer=InsuranceAnswer.REFUSED, answered_on=TODAY, **BY)


def test_a_team_is_asked_about_in_the_same_number_of_queries(
    amina, bilal, gaelle, la_cape, carrier, django_assert_num_queries
):
    make.active(amina.person, la_cape.kpa, carrier)
    people = [amina.person, bilal.person, gaelle.person]
    for team in (people[:1], people):
        with django_assert_num_queries(3):
            found = selectors.who_may_work_for_pay(team, la_cape, CUISINE, DAY)
    assert [found[person.pk].allowed for person in people] == [True, False, False]


def test_a_contract_of_one_kpa_pays_nothing_in_another(amina, la_cape, carrier, coop_manau):
    make.active(amina.person, la_cape.kpa, carrier)
    answer = selectors.may_work_for_pay(amina.person, coop_manau, CUISINE, DAY)
    assert answer.obstacle is Obstacle.NO_CONTRACT


# One way to reach each state, and every service that changes it.
REACH = {
    STATE.DRAFT: lambda row: row,
    STATE.SUBMITTED: lambda row: services.submit(contract=make.with_papers(row), **BY),
    STATE.ACCEPTED: make.accepted,
    STATE.INSURED: make.insured,
    STATE.TO_SIGN: make.to_sign,
    STATE.ACTIVE: lambda row: make.signed(make.to_sign(row)),
    STATE.EXPIRED_UNSIGNED: lambda row: services.expire(contract=make.to_sign(row), today=END, **BY),
    STATE.ENDED: lambda row: services.end_at_term(contract=make.signed(make.to_sign(row)), today=END, **BY),
    STATE.TERMINATED: lambda row: halt(make.signed(make.to_sign(row)), STATE.TERMINATED),
    STATE.CONVERTED: lambda row: halt(make.signed(make.to_sign(row)), STATE.CONVERTED),
    STATE.ABANDONED: lambda row: services.abandon(contract=row, **BY),
}


def halt(contract, state):
    return services.stop(contract=contract, state=state, stopped_on=DAY, reason="Départ", **BY)


def prepare(row, **changes):
    facts = {"start": START, "end": END, "blocks": BLOCKS, "ceiling_cents": 1, "fee_bp": 0}
    return services.prepare(contract=row, **(facts | BY | changes))


MOVES = {
    STATE.SUBMITTED: lambda row: services.submit(contract=make.with_papers(row), **BY),
    STATE.ACCEPTED: lambda row: services.accept(contract=row, **BY),
    STATE.DRAFT: lambda row: services.send_back(contract=row, remark="RIB", **BY),
    STATE.TO_SIGN: prepare,
    STATE.EXPIRED_UNSIGNED: lambda row: services.expire(contract=row, today=END, **BY),
    STATE.ENDED: lambda row: services.end_at_term(contract=row, today=END, **BY),
    STATE.TERMINATED: lambda row: halt(row, STATE.TERMINATED),
    STATE.CONVERTED: lambda row: halt(row, STATE.CONVERTED),
    STATE.ABANDONED: lambda row: services.abandon(contract=row, **BY),
}


@pytest.mark.parametrize("target", MOVES)
@pytest.mark.parametrize("state", REACH)
def test_every_move_that_is_not_in_the_table_is_refused(draft, state, target):
    REACH[state](draft)
    row = SupportContract.objects.get(pk=draft.pk)
    assert row.state == state
    if target in rules.TRANSITIONS[state]:
        MOVES[target](row)
        row.refresh_from_db()
        assert row.state == target
        return
    with pytest.raises(DomainError):
        MOVES[target](row)
    row.refresh_from_db()
    assert row.state == state


def test_a_file_is_sent_whole_or_not_at_all(amina, la_cape, carrier):
    contract = make.draft(amina.person, la_cape.kpa, carrier, birth_date=None, activities={})
    with pytest.raises(services.BirthDateMissing):
        services.submit(contract=contract, **BY)
    services.correct_facts(contract=contract, birth_date=date(1990, 5, 1), **BY)
    with pytest.raises(services.PapersMissing, match="Pièce d’identité, Justificatif d’adresse"):
        services.submit(contract=contract, **BY)
    make.with_papers(contract)
    with pytest.raises(services.NoActivity):
        services.submit(contract=contract, **BY)


def test_a_paper_that_expired_is_missing_again(draft):
    make.with_papers(draft)
    kind = DocumentKind.IDENTITY
    services.give_document(contract=draft, kind=kind, name="a.pdf", content=PAPER, expires_on=TODAY, **BY)
    assert selectors.missing_documents(selectors.contract_loaded(draft.pk), TODAY) == ["Pièce d’identité"]


def test_a_paper_is_unreadable_in_the_database_and_each_opening_is_written_down(
    draft, driss, django_user_model
):
    row = services.give_document(
        contract=draft, kind=DocumentKind.IDENTITY, name="carte.txt", content=PAPER, **BY
    )
    assert (row.file.name, row.file.content_type) == ("carte.pdf", "application/pdf")
    opened = services.open_document(document=row, actor=driss, now=NOW)
    assert bytes(opened.file.content) == PAPER
    assert audit.for_target(row).get(action="contracts.document.opened").actor == driss


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"MZ exe", private_files.FileOfAnotherKind),
        (b"%PDF-" + b"0" * private_files.LARGEST, private_files.FileTooLarge),
    ],
)
def test_a_strange_or_heavy_file_is_refused(draft, content, error):
    with pytest.raises(error):
        services.give_document(contract=draft, kind=DocumentKind.OTHER, name="x", content=content, **BY)


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"start": TODAY - timedelta(days=1)}, services.StartsInThePast),
        ({"end": date(2027, 4, 2)}, services.ClockRefuses),
        ({"blocks": BLOCKS[1:]}, services.BlocksMissing),
        ({"ceiling_cents": None}, services.CeilingMissing),
    ],
)
def test_a_text_that_the_law_would_void_is_never_ready_to_sign(draft, changes, error):
    make.insured(draft)
    with pytest.raises(error):
        prepare(draft, **changes)


def test_a_cape_is_not_for_someone_employed_full_time_nor_too_young(amina, la_cape, carrier):
    contract = make.draft(amina.person, la_cape.kpa, carrier, not_full_time=False)
    make.insured(contract)
    with pytest.raises(services.FullTimeElsewhere):
        prepare(contract)
    services.correct_facts(
        contract=contract, not_full_time=True, birth_date=START.replace(year=2010, day=2), **BY
    )
    with pytest.raises(services.TooYoung):
        prepare(contract)


def test_the_guardian_of_a_minor_signs_too(amina, la_cape, carrier):
    contract = make.to_sign(make.draft(amina.person, la_cape.kpa, carrier, birth_date=date(2009, 1, 1)))
    for party in (Party.PERSON, Party.KPA, Party.CARRIER):
        sign(contract, party)
    contract.refresh_from_db()
    assert contract.state == STATE.TO_SIGN
    sign(contract, Party.GUARDIAN, typed_name="Parent Exemple", mode=SigningMode.PAPER, note="Classeur 3")
    contract.refresh_from_db()
    assert contract.state == STATE.ACTIVE


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"typed_name": "Quelqu’un d’autre"}, services.NameDoesNotMatch),
        ({"seen": "0" * 64}, services.SignedAnotherText),
        ({"party": Party.GUARDIAN}, services.NotAParty),
        ({"signed_on": START, "today": TODAY}, services.SignedInTheFuture),
        ({"day": START + timedelta(days=1)}, services.SignedTooLate),
    ],
)
def test_a_wrong_signature_is_refused(draft, changes, error):
    make.to_sign(draft)
    with pytest.raises(error):
        sign(draft, **changes)


def test_the_same_party_signs_once(draft):
    make.to_sign(draft)
    sign(draft)
    with pytest.raises(services.AlreadySigned):
        sign(draft)


def test_a_text_that_nobody_signed_in_time_is_redone_with_its_papers(draft):
    make.to_sign(draft)
    with pytest.raises(services.NotTimeYet):
        services.expire(contract=draft, today=START, **BY)
    assert services.end_what_is_over(today=START + timedelta(days=1), now=NOW) == 1
    draft.refresh_from_db()
    assert draft.state == STATE.EXPIRED_UNSIGNED
    new = services.redo(contract=draft, start=date(2026, 5, 1), end=date(2027, 5, 1), **BY)
    assert (new.state, new.replaces, new.documents.count()) == (STATE.DRAFT, draft, 3)
    assert new.insurance_checks.get().answer == InsuranceAnswer.ACCEPTED
    services.submit(contract=new, **BY)
    assert services.accept(contract=new, **BY).state == STATE.INSURED
    with pytest.raises(services.CannotMoveThere):
        services.redo(contract=draft, start=START, end=END, **BY)


def test_nothing_renews_itself_and_two_renewals_are_the_most(amina, la_cape, carrier):
    contract, end = make.active(amina.person, la_cape.kpa, carrier), END
    for year in (2028, 2029):
        assert may(contract, end).obstacle is Obstacle.OVER
        new = end.replace(year=year)
        services.propose_renewal(contract=contract, end=new, today=TODAY, **BY)
        assert may(contract, end).obstacle is Obstacle.OVER
        with pytest.raises(services.RenewalAlreadyProposed):
            services.propose_renewal(contract=contract, end=new, today=TODAY, **BY)
        make.signed(contract)
        assert may(contract, end).allowed
        end = new
    with pytest.raises(services.ClockRefuses, match="deux fois"):
        services.propose_renewal(contract=contract, end=date(2029, 5, 1), today=TODAY, **BY)
    assert contract.declarations.filter(event="renewal").count() == 4


def test_a_renewal_may_be_left_and_proposed_again(amina, la_cape, carrier):
    contract = make.active(amina.person, la_cape.kpa, carrier)
    services.propose_renewal(contract=contract, end=date(2028, 4, 1), today=TODAY, **BY)
    services.drop_renewal(contract=contract, **BY)
    again = services.propose_renewal(contract=contract, end=date(2027, 10, 1), today=TODAY, **BY)
    assert again.rank == 1


def test_a_contract_that_stops_early_pays_nothing_from_that_day_and_is_declared(amina, la_cape, carrier):
    contract = make.active(amina.person, la_cape.kpa, carrier)
    with pytest.raises(services.StopsOutside):
        services.stop(
            contract=contract, state=STATE.TERMINATED, stopped_on=END + timedelta(days=1), reason="", **BY
        )
    halt(contract, STATE.TERMINATED)
    assert may(contract, DAY - timedelta(days=1)).allowed
    assert may(contract, DAY).obstacle is Obstacle.OVER
    row = contract.declarations.filter(event="early_end").first()
    with pytest.raises(Refused, match="comment"):
        services.declare(declaration=row, done_on=TODAY, proof=" ", actor=amina, now=NOW)
    services.declare(declaration=row, done_on=TODAY, proof="Courriel du 12 mars", actor=amina, now=NOW)
    with pytest.raises(services.AlreadyDeclared):
        services.declare(declaration=row, done_on=TODAY, proof="encore", actor=amina, now=NOW)


def test_reminders_are_sent_once_to_the_person_and_to_the_coordination(
    amina, chloe, la_cape, carrier, mailoutbox, django_capture_on_commit_callbacks
):
    make.active(amina.person, la_cape.kpa, carrier)
    day = END - timedelta(days=60)
    with django_capture_on_commit_callbacks(execute=True):
        assert services.remind_of_ends(today=day, now=NOW) == 1
        assert services.remind_of_ends(today=day, now=NOW) == 0
    assert {message.to[0] for message in mailoutbox} == {amina.email, chloe.email}
    assert "31 mars 2027" in mailoutbox[0].body


def test_a_cesa_reminds_of_becoming_an_associate_a_year_six_and_three_months_before(
    amina, chloe, la_cape, carrier, mailoutbox, django_capture_on_commit_callbacks
):
    contract = make.active(amina.person, la_cape.kpa, carrier, type_=ContractType.CESA, end=None)
    deadline = selectors.associate_by(contract)
    assert services.remind_of_association(today=add_months(deadline, -13), now=NOW) == 0
    for months in (12, 6, 3):
        with django_capture_on_commit_callbacks(execute=True):
            day = add_months(deadline, -months)
            assert services.remind_of_association(today=day, now=NOW) == 1
            assert services.remind_of_association(today=day, now=NOW) == 0
    assert services.remind_of_association(today=deadline, now=NOW) == 0
    assert [message.to[0] for message in mailoutbox].count(amina.email) == 3
    assert {message.to[0] for message in mailoutbox} == {amina.email, chloe.email}
    assert f"associé·e {de(carrier.name)} avant le" in mailoutbox[0].body


def test_one_person_has_one_open_contract_of_a_type_with_a_carrier(draft, amina, la_cape, carrier):
    with pytest.raises(Refused, match="déjà ce contrat"):
        make.draft(amina.person, la_cape.kpa, carrier)
    make.draft(amina.person, la_cape.kpa, carrier, type_=ContractType.VOLUNTEERING, end=None)
    other = make_organisation("Autre", slug="autre")
    with pytest.raises(services.NotCarriedHere):
        make.draft(amina.person, la_cape.kpa, other)


def test_time_already_lived_with_this_carrier_counts_in_a_new_contract(amina, la_cape, carrier):
    first = make.active(amina.person, la_cape.kpa, carrier)
    halt(first, STATE.TERMINATED)
    lived = selectors.signed_periods(amina.person, carrier, ContractType.CAPE)
    assert [(period.start, period.end) for period in lived] == [(START, DAY)]
    with pytest.raises(services.ClockRefuses):
        make.draft(amina.person, la_cape.kpa, carrier, start=START, end=DAY)


def test_the_words_of_the_carrier_come_first_then_the_headings_of_the_law(carrier):
    assert len(selectors.blocks_for(carrier, ContractType.CAPE)) == len(BlockCode)
    services.write_template(carrier=carrier, type_=ContractType.CAPE, blocks=BLOCKS, **BY)
    again = services.write_template(carrier=carrier, type_=ContractType.CAPE, blocks=BLOCKS[:2], **BY)
    assert again.number == 2
    assert selectors.blocks_for(carrier, ContractType.CAPE) == BLOCKS[:2]


def write(carrier, blocks, **changes):
    return services.write_template(carrier=carrier, type_=ContractType.CAPE, blocks=blocks, **changes, **BY)


def test_one_kpa_may_have_its_own_words_and_the_others_keep_the_common_ones(carrier, la_cape, coop_manau):
    write(carrier, BLOCKS)
    own = write(carrier, BLOCKS[:3], kpa=la_cape.kpa)
    assert own.number == 1
    assert selectors.blocks_for(carrier, ContractType.CAPE, la_cape) == BLOCKS[:3]
    assert selectors.blocks_for(carrier, ContractType.CAPE, coop_manau) == BLOCKS
    with pytest.raises(services.NotCarriedHere):
        write(make_organisation("Autre", slug="autre"), BLOCKS, kpa=la_cape.kpa)


def test_a_version_is_written_over_the_one_that_was_read_and_only_when_it_changes(carrier):
    row = write(carrier, BLOCKS, seen=0)
    with pytest.raises(services.WordsChangedMeanwhile):
        write(carrier, BLOCKS[:2], seen=0)
    with pytest.raises(services.WordsUnchanged):
        write(carrier, BLOCKS, seen=1)
    assert [event.action for event in audit.for_target(row)] == ["contracts.template.written"]
    assert write(carrier, BLOCKS[:2], seen=1).number == 2


def test_the_templates_of_a_carrier_are_listed_in_one_query_whatever_their_number(
    carrier, la_cape, django_assert_num_queries
):
    write(carrier, BLOCKS[:6])
    for count in (1, 10):
        for rank in range(count):
            write(carrier, [rules.Block("", f"Partie {count} {rank}", "Mots")], kpa=la_cape.kpa)
        with django_assert_num_queries(1):
            rows = selectors.wordings_of(carrier)
    cape = rows[0]
    assert (cape.type_, cape.kpa, cape.latest.number) == (ContractType.CAPE, None, 1)
    assert cape.missing == list(BlockCode)[6:]
    assert [row.latest for row in rows[1 : len(ContractType)]] == [None] * (len(ContractType) - 1)
    assert (rows[-1].kpa, rows[-1].latest.number) == (la_cape, 11)


def test_the_document_names_the_version_of_the_words_it_was_made_of(draft, carrier):
    write(carrier, BLOCKS)
    write(carrier, BLOCKS[::-1])
    make.to_sign(draft)
    facts = draft.periods.get().facts
    assert (facts["template"], facts["activities"], facts["papers"]) == (
        "2",
        "Cuisine",
        "address\nidentity\nparental",
    )


def test_the_longest_running_contract_says_how_far_a_path_may_be_planned(amina, la_cape, carrier):
    def ask():
        return selectors.last_possible_end(amina.person, la_cape.kpa, TODAY)

    assert ask() is None
    cape = make.active(amina.person, la_cape.kpa, carrier)
    assert ask() == date(2029, 4, 1)
    make.active(amina.person, la_cape.kpa, carrier, type_=ContractType.CESA, end=None)
    assert ask() is None
    SupportContract.objects.get(type=ContractType.CESA)
    halt(cape, STATE.TERMINATED)
    assert ask() is None


def test_the_term_of_a_cape_is_its_last_signed_day_and_only_while_it_runs(amina, la_cape, carrier):
    def term(day):
        return selectors.cape_term(amina.person, la_cape, carrier.pk, day)

    assert term(DAY) is None
    contract = make.active(amina.person, la_cape.kpa, carrier)
    last = END - timedelta(days=1)
    assert [term(day) for day in (START - timedelta(days=1), START, last, END)] == [None, last, last, None]
    make.renewed(contract, TODAY, END + timedelta(days=60))
    assert term(DAY) == last
    make.signed(contract)
    assert term(DAY) == END + timedelta(days=59)
    assert selectors.cape_term(amina.person, la_cape, carrier.pk + 1, DAY) is None
    halt(contract, STATE.TERMINATED)
    assert term(DAY) is None


def test_a_batch_sends_what_is_complete_and_keeps_the_rest_with_its_reason(
    draft, bilal, gaelle, la_cape, carrier
):
    other = make.with_papers(make.draft(bilal.person, la_cape.kpa, carrier))
    unborn = make.with_papers(make.draft(gaelle.person, la_cape.kpa, carrier, birth_date=None))
    batch = services.submit_complete(kpa=la_cape.kpa, **BY)
    assert batch.sent == (other,)
    assert dict(batch.left) == {
        draft: "Il manque encore des documents. Pièce d’identité, Justificatif d’adresse.",
        unborn: str(services.BirthDateMissing.sentence),
    }
    assert services.submit_complete(kpa=la_cape.kpa, **BY).sent == ()
    states = [SupportContract.objects.get(pk=row.pk).state for row in (draft, other, unborn)]
    assert states == [STATE.DRAFT, STATE.SUBMITTED, STATE.DRAFT]
