import pytest
from django.test import Client

from kpacite.domain.organisations.enums import ContactPurpose
from kpacite.domain.organisations.models import Checklist, ContactMessage, Kpa, Organisation

pytestmark = pytest.mark.django_db
ADDRESS = "/kpa/moulins-coop/contact/"
WRITTEN = {
    "purpose": "order",
    "name": "Zoé",
    "email": "zoe@exemple.fr",
    "phone": "",
    "message": "Un buffet pour 12 personnes, le 6 mars.",
    "token": "0123456789abcdef0123456789abcdef",
}


@pytest.mark.django_db(transaction=True)
def test_an_order_lands_in_the_inbox_and_is_confirmed_by_mail(
    client: Client, moulins: Kpa, mailoutbox
) -> None:
    response = client.post(ADDRESS, WRITTEN)
    assert response.status_code == 303
    assert response.url == "/kpa/moulins-coop/contact/merci/"
    message = ContactMessage.objects.get()
    assert (message.organisation, message.purpose) == (moulins.organisation, ContactPurpose.ORDER)
    assert message.message == WRITTEN["message"]
    assert [mail.to for mail in mailoutbox] == [["zoe@exemple.fr"]]
    assert "Moulins Coop" in mailoutbox[0].body
    assert client.get(response.url).status_code == 200


def test_a_phone_alone_is_enough(client: Client, moulins: Kpa, mailoutbox) -> None:
    client.post(ADDRESS, WRITTEN | {"email": "", "phone": "06 12 34 56 78"})
    assert ContactMessage.objects.get().phone == "+33612345678"
    assert mailoutbox == []


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"email": ""}, "Donnez une adresse e-mail ou un téléphone pour la réponse."),
        ({"email": "zoe"}, "Écrivez une adresse e-mail"),
        ({"phone": "12"}, "Écrivez un numéro de téléphone"),
        ({"name": ""}, "Écrivez votre nom ou votre prénom."),
        ({"message": ""}, "Écrivez votre message."),
        ({"purpose": ""}, "Dites ce que vous voulez faire."),
    ],
)
def test_a_wrong_field_keeps_what_was_typed(
    wrong: dict[str, str], sentence: str, client: Client, moulins: Kpa
) -> None:
    response = client.post(ADDRESS, WRITTEN | wrong)
    text = response.content.decode()
    assert response.status_code == 422
    assert text.count(sentence) >= 2, "in the summary and beside the field"
    assert "Erreur" in text.split("</title>")[0]
    for name in {"name", "message"} - set(wrong):
        assert WRITTEN[name] in text
    assert not ContactMessage.objects.exists()


def test_the_same_form_sent_twice_is_one_message(client: Client, moulins: Kpa) -> None:
    answers = [client.post(ADDRESS, WRITTEN).status_code for _time in range(2)]
    assert answers == [303, 303]
    assert ContactMessage.objects.count() == 1


def test_two_forms_are_two_messages(client: Client, moulins: Kpa) -> None:
    tokens = {client.get(ADDRESS).context["form"]["token"].value() for _time in range(2)}
    assert len(tokens) == 2
    for token in tokens:
        client.post(ADDRESS, WRITTEN | {"token": token})
    assert ContactMessage.objects.count() == 2


def test_a_robot_is_thanked_and_forgotten(client: Client, moulins: Kpa, mailoutbox) -> None:
    assert client.post(ADDRESS, WRITTEN | {"site_web": "https://spam.example"}).status_code == 303
    assert not ContactMessage.objects.exists()
    assert mailoutbox == []


def test_after_too_many_messages_one_is_asked_to_wait_and_keeps_her_words(
    client: Client, moulins: Kpa
) -> None:
    for rank in range(10):
        client.post(ADDRESS, WRITTEN | {"token": f"{rank:032x}"})
    response = client.post(ADDRESS, WRITTEN | {"token": f"{99:032x}"})
    assert response.status_code == 429
    assert "Vous avez envoyé ce formulaire trop souvent." in response.content.decode()
    assert WRITTEN["message"] in response.content.decode()
    assert ContactMessage.objects.count() == 10


def test_a_failure_lets_the_same_form_be_sent_again(client: Client, moulins: Kpa, monkeypatch) -> None:
    from kpacite.interfaces.www.public import sending  # noqa: PLC0415

    def broken(**_fields: object) -> None:
        raise RuntimeError

    with monkeypatch.context() as patch:
        patch.setattr(sending.services, "receive_contact_message", broken)
        with pytest.raises(RuntimeError):
            client.post(ADDRESS, WRITTEN)
    client.post(ADDRESS, WRITTEN)
    assert ContactMessage.objects.count() == 1


@pytest.mark.parametrize(
    ("word", "purpose"),
    [("commander", "order"), ("rejoindre", "join"), ("", "contact"), ("lancer", "contact")],
)
def test_the_address_says_what_one_wants(word: str, purpose: str, client: Client, moulins: Kpa) -> None:
    form = client.get(ADDRESS, {"pour": word}).context["form"]
    assert form["purpose"].value() == purpose


def test_the_network_has_an_inbox_too(client: Client, network: Organisation) -> None:
    assert client.post("/contact/", WRITTEN).status_code == 303
    assert ContactMessage.objects.get().organisation == network


def test_the_self_check_is_told_in_words_and_stored_nowhere(client: Client, ingredients: Checklist) -> None:
    text = client.get("/lancer-un-kpa/", {"collectif": "yes", "lieu": "soon", "cape": "no"}).content.decode()
    assert "Le projet pousse" in text
    assert "Vous avez déjà" in text
    assert not ContactMessage.objects.exists()


def test_all_ingredients_lead_to_a_trainer(client: Client, ingredients: Checklist) -> None:
    answers = {"collectif": "yes", "lieu": "yes", "cape": "yes"}
    assert "Tout est là pour démarrer" in client.get("/lancer-un-kpa/", answers).content.decode()


def test_a_launch_lands_at_the_network_with_its_self_check(
    client: Client, ingredients: Checklist, network: Organisation
) -> None:
    response = client.post("/lancer-un-kpa/?collectif=yes&lieu=soon&cape=maybe", WRITTEN)
    assert response.status_code == 303
    message = ContactMessage.objects.get()
    assert (message.organisation, message.purpose) == (network, ContactPurpose.LAUNCH)
    assert message.self_check == {"collectif": "yes", "lieu": "soon"}


def test_a_wrong_launch_form_keeps_words_and_answers(client: Client, ingredients: Checklist) -> None:
    response = client.post("/lancer-un-kpa/?collectif=yes", WRITTEN | {"name": ""})
    text = response.content.decode()
    assert response.status_code == 422
    assert WRITTEN["message"] in text
    assert "/lancer-un-kpa/?collectif=yes#ecrire" in text
