from datetime import date, timedelta

import pytest

from kpacite.domain.governance import rules, selectors, services
from kpacite.domain.governance.enums import CharterKind, Publication, SignatureMode, VersionState
from kpacite.domain.governance.models import CharterSignature, CharterVersion
from kpacite.domain.governance.rules import Section
from kpacite.domain.organisations.enums import Role
from kpacite.domain.organisations.models import RoleAssignment
from kpacite.platform.audit import AuditEvent
from tests.domain.governance.charters import BY, TEXT, discuss, put_in_force, sign, write
from tests.factories.people import NOW, TODAY

pytestmark = pytest.mark.django_db
OTHER = (*TEXT, Section("Médiation", "On se parle avant tout."))


def actions() -> list[str]:
    return list(AuditEvent.objects.order_by("pk").values_list("action", flat=True))


def in_force(version: CharterVersion, **changes: object) -> CharterVersion:
    facts = {"version": version, "motive": "Voté", "start": TODAY, "today": TODAY} | BY
    return services.put_in_force(**(facts | changes))


def test_a_charter_goes_from_draft_to_force_with_a_trace_of_each_step(la_cape):
    version = put_in_force(la_cape)
    assert (version.number, version.state, version.in_force_from) == (1, "in_force", date(2026, 1, 15))
    assert version.content_hash == rules.content_hash(TEXT)
    assert actions() == [f"governance.charter.{verb}" for verb in ("written", "discussed", "put_in_force")]
    assert AuditEvent.objects.get(action__endswith="put_in_force").reason == "Première version"


def test_writing_again_keeps_the_number_and_the_next_version_has_the_next_one(la_cape, coop_manau):
    assert write(la_cape).number == write(la_cape, OTHER).number == 1
    assert write(coop_manau).number == 1
    services.open_discussion(version=write(la_cape), **BY)
    in_force(CharterVersion.objects.get(charter__organisation=la_cape))
    assert write(la_cape, OTHER).number == 2


def test_a_new_version_starts_with_the_words_in_force_and_is_opened_once(la_cape):
    put_in_force(la_cape)
    version = services.start_version(organisation=la_cape, **BY)
    assert (version.number, version.parts) == (2, TEXT)
    assert services.start_version(organisation=la_cape, **BY) == version


def test_a_new_version_replaces_the_other_and_keeps_its_signatures(la_cape, amina):
    first = put_in_force(la_cape)
    sign(first, amina)
    second = put_in_force(la_cape, OTHER, start=TODAY, motive="La médiation manquait")
    first.refresh_from_db()
    assert (first.state, first.superseded_on, second.state) == ("superseded", TODAY, "in_force")
    assert first.signatures.count() == 1
    assert selectors.signature_due(amina.person, la_cape, TODAY)
    assert RoleAssignment.objects.on(TODAY).filter(person=amina.person).exists()


def test_parts_are_written_moved_and_removed_one_by_one(la_cape):
    version = write(la_cape)
    part = Section(" Lieu ", "Ranger.")
    version = services.write_section(
        version=version, rank=2, section=part, place=0, seen=version.content_hash, **BY
    )
    assert [row.heading for row in version.parts] == ["Lieu", "Conditions d’entrée", "Nos engagements"]
    version = services.remove_section(version=version, rank=1, seen=version.content_hash, **BY)
    assert [row.heading for row in version.parts] == ["Lieu", "Nos engagements"]


def test_nobody_overwrites_what_she_has_not_read(la_cape):
    version = write(la_cape)
    write(la_cape, OTHER)
    with pytest.raises(services.DraftChangedMeanwhile):
        services.remove_section(version=version, rank=0, seen=version.content_hash, **BY)


@pytest.mark.parametrize("rank", [-1, 2, 3])
def test_a_part_that_is_not_there_cannot_be_removed(la_cape, rank):
    version = write(la_cape)
    with pytest.raises(services.PartMissing):
        services.remove_section(version=version, rank=rank, seen=version.content_hash, **BY)


@pytest.mark.parametrize(
    "sections",
    [[Section(" ", "x")], [Section("t" * 121, "x")], [Section("t", "x" * 6001)], [Section("t", "x")] * 31],
)
def test_a_part_has_a_heading_and_a_length_one_can_read(la_cape, sections):
    with pytest.raises(services.SectionRefused):
        write(la_cape, tuple(sections))


def test_a_discussed_text_is_not_written_until_it_is_taken_back(la_cape):
    version = discuss(la_cape)
    with pytest.raises(services.VersionIsNotADraft):
        write(la_cape, OTHER)
    services.resume_writing(version=version, **BY)
    assert write(la_cape, OTHER).pk == version.pk


def test_who_wrote_and_why_is_kept(la_cape):
    version = services.describe_draft(
        version=write(la_cape), authors=" Le groupe charte ", motive=" Clarté ", **BY
    )
    assert (version.authors, version.motive) == ("Le groupe charte", "Clarté")


def test_an_empty_charter_is_not_discussed(la_cape):
    with pytest.raises(services.PartMissing):
        services.open_discussion(version=write(la_cape, ()), **BY)


def test_a_draft_is_not_put_in_force_without_discussion(la_cape):
    with pytest.raises(services.VersionCannotBecome):
        in_force(write(la_cape))


def test_a_version_says_why_it_replaces_the_other(la_cape):
    with pytest.raises(services.MotiveMissing):
        in_force(discuss(la_cape), motive="  ")


def test_a_charter_with_a_gap_is_discussed_but_not_in_force(la_cape):
    version = discuss(la_cape, (*TEXT, Section("Médiation")))
    with pytest.raises(services.PartsToComplete, match="Médiation"):
        in_force(version)


def test_a_version_starts_on_a_day_that_fits(la_cape):
    put_in_force(la_cape, start=TODAY)
    version = discuss(la_cape, OTHER)
    for start in (TODAY - timedelta(days=1), TODAY + timedelta(days=1)):
        with pytest.raises(services.StartDoesNotFit):
            in_force(version, start=start)


def test_what_was_in_force_moves_no_more(la_cape):
    version = put_in_force(la_cape)
    with pytest.raises(services.VersionCannotBecome):
        services.resume_writing(version=version, **BY)
    with pytest.raises(services.VersionIsNotADraft):
        services.describe_draft(version=version, authors="x", motive="x", **BY)


def test_a_kpa_writes_no_charter_of_the_network(la_cape, network):
    with pytest.raises(services.CharterOfAnotherKind):
        write(la_cape, kind=CharterKind.NETWORK)
    with pytest.raises(services.CharterOfAnotherKind):
        write(network)


def test_who_reads_the_charter_is_decided_and_traced(la_cape):
    charter = services.change_publication(
        charter=write(la_cape).charter, publication=Publication.MEMBERS, **BY
    )
    assert charter.publication == Publication.MEMBERS
    assert actions()[-1] == "governance.charter.publication_changed"


def test_a_member_signs_the_text_she_read(la_cape, amina):
    version = put_in_force(la_cape)
    assert selectors.signature_due(amina.person, la_cape, TODAY)
    signature = sign(version, amina, typed_name=" AMINA  exemple", ip_hash="f" * 64)
    assert (signature.mode, signature.signed_on, signature.typed_name) == ("screen", TODAY, "AMINA exemple")
    assert signature.text_hash == version.content_hash
    assert not selectors.signature_due(amina.person, la_cape, TODAY)
    trace = AuditEvent.objects.get(action="governance.charter.signed")
    assert "AMINA" not in f"{trace.target_repr} {trace.data}"


def test_each_refusal_of_a_signature_has_its_name(la_cape, amina, fanny, hugo):
    with pytest.raises(services.NothingToSign):
        sign(discuss(la_cape), amina)
    version = in_force(CharterVersion.objects.get())
    with pytest.raises(services.NameDoesNotMatch, match="Amina Exemple"):
        sign(version, amina, typed_name="Bilal Exemple")
    with pytest.raises(services.SignedAnotherText):
        sign(version, amina, seen="0" * 64)
    for stranger in (fanny, hugo):
        with pytest.raises(services.NotAskedToSign):
            sign(version, stranger)
    sign(version, amina)
    with pytest.raises(services.AlreadySigned):
        sign(version, amina)
    put_in_force(la_cape, OTHER, start=TODAY)
    with pytest.raises(services.NothingToSign):
        sign(version, amina)


def paper(version, who, chloe, **changes):
    facts = {"version": version, "person": who.person, "signed_on": TODAY, "note": "Feuille au Labo"}
    return services.record_paper_signature(**(facts | {"actor": chloe, "now": NOW, "today": TODAY} | changes))


def test_a_paper_signature_says_its_day_and_who_noted_it(la_cape, amina, chloe):
    version = put_in_force(la_cape)
    signature = paper(version, amina, chloe, signed_on=date(2026, 2, 1))
    assert (signature.mode, signature.signed_on) == (SignatureMode.PAPER, date(2026, 2, 1))
    assert (signature.recorded_by, signature.note) == (chloe, "Feuille au Labo")


def test_a_paper_signature_has_a_possible_day_and_signer(la_cape, amina, fanny, chloe):
    with pytest.raises(services.NothingToSign):
        paper(discuss(la_cape), amina, chloe)
    version = in_force(CharterVersion.objects.get(), start=date(2026, 3, 1))
    with pytest.raises(services.SignedInTheFuture):
        paper(version, amina, chloe, signed_on=TODAY + timedelta(days=1))
    with pytest.raises(services.SignedBeforeInForce):
        paper(version, amina, chloe, signed_on=date(2026, 2, 28))
    with pytest.raises(services.NotAskedToSign):
        paper(version, fanny, chloe)
    paper(version, amina, chloe)
    with pytest.raises(services.AlreadySigned):
        paper(version, amina, chloe)


def test_a_signature_stays_when_the_person_leaves(la_cape, amina):
    sign(put_in_force(la_cape), amina)
    RoleAssignment.objects.filter(person=amina.person, role=Role.COOPERATOR).update(end=TODAY)
    assert CharterSignature.objects.filter(person=amina.person).count() == 1
    assert not selectors.signature_due(amina.person, la_cape, TODAY)
    [row] = selectors.signature_sheet(selectors.charter_book(la_cape), TODAY)
    assert (row.person, row.is_member, bool(row.signature)) == (amina.person, False, True)


def test_a_kpa_signs_the_charter_of_the_network_and_no_person_does(network, la_cape, chloe):
    draft = write(network, kind=CharterKind.NETWORK)
    version = in_force(services.open_discussion(version=draft, **BY))
    signs = {"version": version, "kpa": la_cape.kpa, "person": chloe.person, "typed_name": "Chloé Exemple"}
    moment = {"actor": chloe, "now": NOW, "today": TODAY}
    with pytest.raises(services.NothingToSign):
        sign(version, chloe)
    with pytest.raises(services.NameDoesNotMatch):
        services.sign_for_kpa(**(signs | {"typed_name": "Amina"}), **moment)
    assert services.sign_for_kpa(**signs, **moment).kpa == la_cape.kpa
    with pytest.raises(services.AlreadySigned):
        services.sign_for_kpa(**signs, **moment)
    assert selectors.signatures_of(chloe.person, network) == []


def test_a_new_version_state_is_always_one_of_the_table(la_cape):
    put_in_force(la_cape)
    put_in_force(la_cape, OTHER, start=TODAY)
    states = CharterVersion.objects.order_by("number").values_list("state", flat=True)
    assert list(states) == [VersionState.SUPERSEDED, VersionState.IN_FORCE]
