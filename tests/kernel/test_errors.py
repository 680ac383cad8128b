import pickle

from kpacite.kernel.errors import DomainError


class UnableToIssue(DomainError):
    code = "invoice.unable_to_issue"
    sentence = "Cette facture n’est pas complète."


class LazySentence:
    def __str__(self) -> str:
        return "Traduit à l’affichage."


def test_an_error_shows_the_sentence_of_its_class():
    assert str(UnableToIssue()) == "Cette facture n’est pas complète."
    assert UnableToIssue().code == "invoice.unable_to_issue"
    assert UnableToIssue().field is None


def test_an_error_may_be_more_precise_than_its_class():
    error = UnableToIssue("Il manque l’adresse du client.", field="address")
    assert str(error) == "Il manque l’adresse du client."
    assert error.field == "address"
    assert str(UnableToIssue()) == "Cette facture n’est pas complète."


def test_a_sentence_is_translated_only_when_shown():
    assert str(DomainError(LazySentence())) == "Traduit à l’affichage."


def test_an_error_survives_the_trip_between_two_processes():
    copy = pickle.loads(pickle.dumps(UnableToIssue("Il manque le SIRET.", field="siret")))
    assert (str(copy), copy.field, copy.code) == ("Il manque le SIRET.", "siret", "invoice.unable_to_issue")
