from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from kpacite.domain.people import rules, selectors
from kpacite.domain.people.enums import ConsentPurpose
from kpacite.domain.people.models import Account, Consent, LoginCardCode, Person
from kpacite.domain.people.services import (
    CardChanged,
    ConsentAlreadyGiven,
    EmailTaken,
    InvalidCardCode,
    LoginNameTaken,
    NameMissing,
    NoRunningConsent,
    PersonHasAccount,
    change_email,
    change_password,
    change_person,
    choose_consents,
    create_person,
    give_consent,
    issue_login_card,
    open_account,
    revoke_login_card,
    set_active,
    use_card_code,
    withdraw_consent,
)
from kpacite.platform import audit
from kpacite.platform.audit import AuditEvent

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 6, 9, 10, tzinfo=UTC)
LATER = NOW + timedelta(days=1)


def person(first_name="Amina", **others):
    return create_person(first_name=first_name, **others, actor=None, now=NOW)


def account(first_name="Amina", **others):
    return open_account(person=person(first_name), **others, actor=None, now=NOW)


def last_action(target):
    return audit.for_target(target).first().action


class TestPerson:
    def test_a_person_is_written_down_with_a_normal_phone_and_address(self):
        amina = person(" Amina ", phone="06 12 34 56 78", email=" Amina@Exemple.FR ")
        assert (amina.first_name, amina.phone, amina.email) == ("Amina", "+33612345678", "amina@exemple.fr")
        assert last_action(amina) == "people.person.created"

    def test_the_last_name_may_stay_unknown(self):
        assert str(person()) == "Amina"

    def test_a_first_name_is_owed(self):
        with pytest.raises(NameMissing, match="Écrivez un prénom"):
            person("  ")

    def test_a_wrong_phone_is_refused(self):
        with pytest.raises(rules.InvalidPhone):
            person(phone="12")

    def test_two_persons_have_two_public_ids(self):
        assert person().public_id != person().public_id

    def test_the_register_says_which_fields_changed_and_never_their_content(self):
        amina = person()
        change_person(
            person=amina,
            first_name="Amina",
            last_name="Exemple",
            email="",
            phone="0612345678",
            language="ar",
            actor=None,
            now=LATER,
        )
        event = audit.for_target(amina).first()
        assert event.data == {"fields": ["language", "last_name", "phone"]}
        assert event.target_repr == amina.public_id

    def test_a_change_of_nothing_leaves_no_trace(self):
        amina = person()
        same = {
            name: getattr(amina, name) for name in ("first_name", "last_name", "email", "phone", "language")
        }
        change_person(person=amina, **same, actor=None, now=LATER)
        assert audit.for_target(amina).count() == 1

    @pytest.mark.parametrize("wrong", [{"first_name": ""}, {"phone": "0612345678"}])
    def test_the_database_refuses_what_a_service_would_refuse(self, wrong):
        amina = person()
        with pytest.raises(IntegrityError), transaction.atomic():
            Person.objects.filter(pk=amina.pk).update(**wrong)


class TestAccount:
    def test_an_account_gets_the_first_name_as_login_name(self):
        amina = account("Amina", email="Amina@Exemple.fr", password="trois mots à moi")
        assert (amina.login_name, amina.email) == ("amina", "amina@exemple.fr")
        assert amina.check_password("trois mots à moi")
        assert last_action(amina) == "people.account.opened"

    def test_the_second_amina_gets_another_login_name(self):
        account("Amina")
        assert account("Amina").login_name == "amina-2"

    def test_without_a_password_no_password_opens(self):
        amina = account()
        assert not amina.has_usable_password()
        assert not amina.check_password("")

    def test_two_accounts_may_lack_an_address(self):
        assert [account("Amina").email, account("Bilal").email] == [None, None]

    def test_a_person_has_one_account(self):
        amina = account()
        with pytest.raises(PersonHasAccount):
            open_account(person=amina.person, actor=None, now=NOW)

    def test_an_address_serves_one_account(self):
        account("Amina", email="amina@exemple.fr")
        with pytest.raises(EmailTaken) as refusal:
            account("Bilal", email="AMINA@exemple.fr")
        assert refusal.value.field == "email"

    def test_a_chosen_login_name_must_be_free(self):
        account("Amina")
        with pytest.raises(LoginNameTaken):
            account("Bilal", login_name="Amina")

    @pytest.mark.parametrize(
        "wrong",
        [
            {"login_name": "Amina"},
            {"login_name": ""},
            {"login_name": "a@b"},
            {"email": ""},
            {"email": "A@b.fr"},
        ],
    )
    def test_the_database_keeps_names_and_addresses_in_one_spelling(self, wrong):
        amina = account()
        with pytest.raises(IntegrityError), transaction.atomic():
            Account.objects.filter(pk=amina.pk).update(**wrong)

    def test_an_account_is_closed_with_a_reason_then_opened_again(self):
        amina = account()
        closed = set_active(account=amina, active=False, reason="Départ", actor=None, now=NOW)
        event = audit.for_target(amina).first()
        assert not closed.is_active
        assert (event.action, event.reason) == ("people.account.closed", "Départ")
        assert set_active(account=amina, active=True, actor=None, now=LATER).is_active
        assert last_action(amina) == "people.account.reopened"

    def test_closing_a_closed_account_leaves_no_second_trace(self):
        amina = account()
        set_active(account=amina, active=False, actor=None, now=NOW)
        set_active(account=amina, active=False, actor=None, now=LATER)
        assert AuditEvent.objects.filter(action="people.account.closed").count() == 1

    def test_a_password_change_is_traced_without_the_password(self):
        amina = account()
        change_password(account=amina, password="quatre mots", actor=amina, now=LATER)
        event = audit.for_target(amina).first()
        assert (event.action, event.data, event.actor_id) == ("people.account.password_changed", {}, amina.pk)

    def test_another_address_opens_the_account_and_the_first_one_no_more(self):
        amina = account("Amina", email="amina@exemple.fr")
        change_email(account=amina, email=" Nouvelle@Exemple.fr", actor=amina, now=LATER)
        assert selectors.account_named("nouvelle@exemple.fr") == amina
        assert selectors.account_named("amina@exemple.fr") is None
        event = audit.for_target(amina).first()
        assert (event.action, event.data) == ("people.account.email_changed", {})

    @pytest.mark.parametrize(
        ("before", "after"),
        [("amina@exemple.fr", "nouvelle@exemple.fr"), ("autre@exemple.fr", "autre@exemple.fr")],
    )
    def test_the_address_for_news_follows_only_when_it_was_the_same(self, before, after):
        amina = open_account(person=person(email=before), email="amina@exemple.fr", actor=None, now=NOW)
        change_email(account=amina, email="nouvelle@exemple.fr", actor=amina, now=LATER)
        assert Person.objects.get(pk=amina.person_id).email == after

    def test_the_same_address_again_changes_nothing(self):
        amina = account("Amina", email="amina@exemple.fr")
        change_email(account=amina, email="Amina@exemple.fr", actor=amina, now=LATER)
        assert last_action(amina) == "people.account.opened"

    def test_the_address_of_another_account_is_refused(self):
        account("Fanny", email="fanny@exemple.fr")
        amina = account("Amina", email="amina@exemple.fr")
        with pytest.raises(EmailTaken):
            change_email(account=amina, email="FANNY@exemple.fr", actor=amina, now=LATER)
        assert selectors.account_named("amina@exemple.fr") == amina

    def test_who_signs_in_with_a_card_is_known(self):
        zoe, amina = account("Zoé"), account("Amina", email="amina@exemple.fr")
        bilal = account("Bilal", email="bilal@exemple.fr")
        issue_login_card(account=bilal, actor=None, now=NOW)
        asked = [one.person_id for one in (zoe, amina, bilal)]
        assert selectors.card_holders(asked) == {zoe.person_id, bilal.person_id}

    def test_accounts_are_found_by_name_or_address_in_any_case(self):
        amina = account("Amina", email="amina@exemple.fr")
        assert selectors.account_named(" AMINA ") == selectors.account_named("Amina@exemple.fr") == amina
        assert selectors.account_named("personne") is None


class TestLoginCard:
    def test_each_code_opens_once(self):
        amina = account()
        issued = issue_login_card(account=amina, actor=None, now=NOW)
        assert use_card_code(login_name="Amina", code=rules.spaced_code(issued.codes[0]), now=LATER) == amina
        with pytest.raises(InvalidCardCode):
            use_card_code(login_name="amina", code=issued.codes[0], now=LATER)
        assert use_card_code(login_name="amina", code=issued.codes[1], now=LATER) == amina
        assert last_action(issued.card) == "people.login_card.used"

    def test_a_card_has_distinct_codes_and_the_database_none_of_them(self):
        issued = issue_login_card(account=account(), actor=None, now=NOW)
        assert len(set(issued.codes)) == rules.CODES_PER_CARD
        kept = set(LoginCardCode.objects.values_list("code_hash", flat=True))
        assert len(kept) == rules.CODES_PER_CARD
        assert not kept & set(issued.codes)

    def test_a_new_card_ends_the_one_before(self):
        amina = account()
        old = issue_login_card(account=amina, actor=None, now=NOW)
        new = issue_login_card(account=amina, actor=None, now=LATER)
        with pytest.raises(InvalidCardCode):
            use_card_code(login_name="amina", code=old.codes[0], now=LATER)
        assert selectors.running_card(amina) == new.card

    def test_a_page_sent_again_does_not_stop_the_card_that_was_just_printed(self):
        amina = account()
        first = issue_login_card(account=amina, replacing="", actor=None, now=NOW)
        with pytest.raises(CardChanged, match="une seule fois"):
            issue_login_card(account=amina, replacing="", actor=None, now=LATER)
        assert selectors.running_card(amina) == first.card
        second = issue_login_card(account=amina, replacing=first.card.public_id, actor=None, now=LATER)
        assert selectors.running_card(amina) == second.card

    def test_a_lost_card_is_stopped(self):
        issued = issue_login_card(account=account(), actor=None, now=NOW)
        revoke_login_card(card=issued.card, actor=None, now=LATER)
        revoke_login_card(card=issued.card, actor=None, now=LATER)
        with pytest.raises(InvalidCardCode):
            use_card_code(login_name="amina", code=issued.codes[0], now=LATER)
        assert AuditEvent.objects.filter(action="people.login_card.revoked").count() == 1

    def test_a_closed_account_has_no_open_card(self):
        amina = account()
        issued = issue_login_card(account=amina, actor=None, now=NOW)
        set_active(account=amina, active=False, actor=None, now=NOW)
        with pytest.raises(InvalidCardCode):
            use_card_code(login_name="amina", code=issued.codes[0], now=LATER)

    @pytest.mark.parametrize(("name", "code"), [("amina", "0000"), ("inconnue", "12345678"), ("amina", "")])
    def test_every_wrong_pair_gets_the_same_sentence(self, name, code):
        issue_login_card(account=account(), actor=None, now=NOW)
        with pytest.raises(InvalidCardCode, match="Ce nom et ce code ne vont pas ensemble"):
            use_card_code(login_name=name, code=code, now=NOW)

    def test_the_code_of_somebody_else_opens_nothing(self):
        theirs = issue_login_card(account=account("Fanny"), actor=None, now=NOW)
        issue_login_card(account=account("Amina"), actor=None, now=NOW)
        with pytest.raises(InvalidCardCode):
            use_card_code(login_name="amina", code=theirs.codes[0], now=NOW)


class TestConsent:
    def test_a_yes_can_be_withdrawn_and_given_again_and_nothing_is_forgotten(self):
        amina = person()
        give_consent(person=amina, purpose=ConsentPurpose.NEWS, actor=None, now=NOW)
        withdraw_consent(person=amina, purpose=ConsentPurpose.NEWS, actor=None, now=LATER)
        give_consent(person=amina, purpose=ConsentPurpose.NEWS, actor=None, now=LATER)
        assert selectors.running_consents(amina) == {"news"}
        assert Consent.objects.filter(person=amina).count() == 2

    def test_a_yes_is_given_once(self):
        amina = person()
        give_consent(person=amina, purpose=ConsentPurpose.NEWS, actor=None, now=NOW)
        with pytest.raises(ConsentAlreadyGiven):
            give_consent(person=amina, purpose=ConsentPurpose.NEWS, actor=None, now=LATER)

    def test_nothing_to_withdraw_is_said(self):
        with pytest.raises(NoRunningConsent):
            withdraw_consent(person=person(), purpose=ConsentPurpose.NEWS, actor=None, now=NOW)

    def test_choices_are_made_exactly_as_ticked(self):
        amina = person()
        choose_consents(person=amina, purposes=["news", "pictures"], actor=None, now=NOW)
        choose_consents(person=amina, purposes=["pictures", "shared_contact"], actor=None, now=LATER)
        assert selectors.running_consents(amina) == {"pictures", "shared_contact"}
        actions = audit.for_target(amina).values_list("action", flat=True)
        assert sorted(actions).count("people.consent.withdrawn") == 1

    def test_the_database_refuses_two_running_yes_and_a_withdrawal_before_the_yes(self):
        amina = person()
        consent = give_consent(person=amina, purpose=ConsentPurpose.NEWS, actor=None, now=NOW)
        with pytest.raises(IntegrityError), transaction.atomic():
            Consent.objects.create(person=amina, purpose="news", given_at=NOW)
        with pytest.raises(IntegrityError), transaction.atomic():
            Consent.objects.filter(pk=consent.pk).update(withdrawn_at=NOW - timedelta(days=1))
