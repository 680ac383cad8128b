"""Why a sharing is refused: a stable code, a sentence that says what to do. Nothing is ever guessed."""

from enum import StrEnum

from kpacite.kernel.errors import DomainError


class Refusal(StrEnum):
    """Every reason to refuse. The codes are stored in vectors and snapshots: never rename one."""

    # The facts and the rule do not lead to one answer.
    EXCESS_REQUIRES_DISCUSSION = "EXCESS_REQUIRES_DISCUSSION"
    NO_ELIGIBLE_WEIGHT = "NO_ELIGIBLE_WEIGHT"
    MISSING_WEIGHT = "MISSING_WEIGHT"
    PERCENT_OVER_100 = "PERCENT_OVER_100"
    TOO_MANY_TOKENS = "TOO_MANY_TOKENS"
    INCONSISTENT_HOURS = "INCONSISTENT_HOURS"
    NEGATIVE_BASE = "NEGATIVE_BASE"
    NOT_ENOUGH_MONEY = "NOT_ENOUGH_MONEY"
    UNALLOCATED_REST = "UNALLOCATED_REST"
    MINIMA_EXCEED_AMOUNT = "MINIMA_EXCEED_AMOUNT"
    CONFLICTING_BOUNDS = "CONFLICTING_BOUNDS"
    BOUNDS_ON_MIXED_REQUESTS = "BOUNDS_ON_MIXED_REQUESTS"
    BRACKETS_EXCEEDED = "BRACKETS_EXCEEDED"
    INVALID_BRACKETS = "INVALID_BRACKETS"
    RATE_OR_BRACKETS = "RATE_OR_BRACKETS"
    TARGET_WITHOUT_BALANCE = "TARGET_WITHOUT_BALANCE"
    STEP_AFTER_PAYOUT_LIMIT = "STEP_AFTER_PAYOUT_LIMIT"
    OVERPAID = "OVERPAID"
    DISCOUNT_EXCEEDS_GOODS = "DISCOUNT_EXCEEDS_GOODS"
    # A name that nobody declared.
    UNKNOWN_FUNCTION = "UNKNOWN_FUNCTION"
    UNKNOWN_VERSION = "UNKNOWN_VERSION"
    UNKNOWN_STEP = "UNKNOWN_STEP"
    UNKNOWN_KEY = "UNKNOWN_KEY"
    UNKNOWN_FIELD = "UNKNOWN_FIELD"
    UNKNOWN_OPTION = "UNKNOWN_OPTION"
    UNKNOWN_STATUS = "UNKNOWN_STATUS"
    UNKNOWN_ACCOUNT = "UNKNOWN_ACCOUNT"
    UNKNOWN_PARTICIPANT = "UNKNOWN_PARTICIPANT"
    DUPLICATE_PARTICIPANT = "DUPLICATE_PARTICIPANT"
    DUPLICATE_ORDER = "DUPLICATE_ORDER"
    DUPLICATE_STEP = "DUPLICATE_STEP"
    # The writing itself.
    MISSING_FIELD = "MISSING_FIELD"
    INVALID_NUMBER = "INVALID_NUMBER"
    INVALID_TEXT = "INVALID_TEXT"
    INVALID_SHAPE = "INVALID_SHAPE"
    NEGATIVE_NUMBER = "NEGATIVE_NUMBER"
    TOO_LARGE = "TOO_LARGE"


_SENTENCES = {
    Refusal.EXCESS_REQUIRES_DISCUSSION: "Les demandes dépassent l’argent à partager. Parlez-en ensemble.",
    Refusal.NO_ELIGIBLE_WEIGHT: "Personne n’a de part. Notez des heures, ou prévoyez un repli dans la règle.",
    Refusal.MISSING_WEIGHT: "Il manque une donnée pour calculer une part. Complétez-la, ou écrivez zéro.",
    Refusal.PERCENT_OVER_100: "Le total des pourcentages dépasse 100 %. Corrigez-les.",
    Refusal.TOO_MANY_TOKENS: "Une personne a donné plus de jetons qu’elle n’en a. Corrigez ses jetons.",
    Refusal.INCONSISTENT_HOURS: "Le total des heures n’est pas celui des tâches. Vérifiez les heures.",
    Refusal.NEGATIVE_BASE: "L’argent à partager ne peut pas être négatif. Faites un partage rectificatif.",
    Refusal.NOT_ENOUGH_MONEY: "Il n’y a pas assez d’argent pour cette étape. Corrigez les sommes.",
    Refusal.UNALLOCATED_REST: "Il reste de l’argent à la fin. Dites dans la règle où il va.",
    Refusal.MINIMA_EXCEED_AMOUNT: "L’argent ne suffit pas pour tous les minimums. Baissez le minimum.",
    Refusal.CONFLICTING_BOUNDS: "Un minimum dépasse un maximum. Corrigez l’un des deux.",
    Refusal.BOUNDS_ON_MIXED_REQUESTS: "Des demandes mêlées à une autre clé n’ont ni minimum ni maximum.",
    Refusal.BRACKETS_EXCEEDED: "L’année dépasse la dernière tranche. Ajoutez une tranche à la règle.",
    Refusal.INVALID_BRACKETS: "Les tranches doivent se suivre, de la plus petite à la plus grande.",
    Refusal.RATE_OR_BRACKETS: "Écrivez un taux, ou des tranches avec le cumul de l’année. Pas les deux.",
    Refusal.TARGET_WITHOUT_BALANCE: "Pour un pot avec objectif, écrivez l’objectif et le solde actuel.",
    Refusal.STEP_AFTER_PAYOUT_LIMIT: "La limite de versement est toujours la dernière étape. Déplacez-la.",
    Refusal.OVERPAID: "Les paiements dépassent le total de la facture. Vérifiez-les.",
    Refusal.DISCOUNT_EXCEEDS_GOODS: "La remise dépasse le prix des articles livrés. Vérifiez-la.",
    Refusal.UNKNOWN_FUNCTION: "Ce calcul n’existe pas. Vérifiez son nom.",
    Refusal.UNKNOWN_VERSION: "Cette version des règles n’est pas connue. Écrivez la règle en version 1.",
    Refusal.UNKNOWN_STEP: "Cette étape n’existe pas. Choisissez une étape de la liste.",
    Refusal.UNKNOWN_KEY: "Cette clé de partage n’existe pas. Choisissez une clé de la liste.",
    Refusal.UNKNOWN_FIELD: "Cette information n’est pas attendue ici. Vérifiez son nom, ou enlevez-la.",
    Refusal.UNKNOWN_OPTION: "Ce choix n’existe pas. Choisissez dans la liste.",
    Refusal.UNKNOWN_STATUS: "Cette situation n’est pas connue. Vérifiez celle de la personne.",
    Refusal.UNKNOWN_ACCOUNT: "Ce compte ne va pas ici. Vérifiez son nom.",
    Refusal.UNKNOWN_PARTICIPANT: "Cette personne ne participe pas au partage. Ajoutez-la, ou enlevez-la.",
    Refusal.DUPLICATE_PARTICIPANT: "Une personne est écrite deux fois. Gardez une seule ligne pour elle.",
    Refusal.DUPLICATE_ORDER: "Une commande est écrite deux fois. Gardez une seule ligne pour elle.",
    Refusal.DUPLICATE_STEP: "Deux étapes ont le même nom. Changez-en un.",
    Refusal.MISSING_FIELD: "Il manque une information. Complétez-la.",
    Refusal.INVALID_NUMBER: "Ce nombre n’est pas bien écrit. Une somme est un nombre entier de centimes.",
    Refusal.INVALID_TEXT: "Ce texte est vide, trop long ou illisible. Corrigez-le.",
    Refusal.INVALID_SHAPE: "Cette information n’a pas la bonne forme. Vérifiez le fichier.",
    Refusal.NEGATIVE_NUMBER: "Ce nombre ne peut pas être négatif. Corrigez-le.",
    Refusal.TOO_LARGE: "C’est trop grand. Vérifiez les chiffres.",
}


class SharingRefused(DomainError):
    """The engine will not answer. `code` is a `Refusal`; `field` its place in the input: `steps[1].rate`."""

    def __init__(self, why: Refusal, *, field: str | None = None) -> None:
        super().__init__(_SENTENCES[why], field=field)
        self.code = why.value
