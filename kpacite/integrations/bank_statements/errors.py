from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from kpacite.kernel.errors import DomainError


@dataclass(frozen=True, slots=True)
class RowProblem:
    """What is wrong in one row, counted from 1 as a person counts; row 0 is the file as a whole."""

    row: int
    sentence: str


SOME_ROWS = _(
    "Quelques lignes ne se lisent pas. Vérifiez les colonnes, ou corrigez ces lignes dans le fichier."
)


class UnreadableStatement(DomainError):
    """The file, or some of its rows, cannot be read: nothing of it is kept. `problems` says where.

    When it is rows, the file is a statement: the sentence then says to mend them.
    """

    code = "bank_statements.unreadable"
    sentence = _("Ce fichier n’est pas un relevé lisible. Demandez à la banque un relevé CAMT, OFX ou CSV.")
    field = "file"

    def __init__(self, *problems: RowProblem) -> None:
        super().__init__(SOME_ROWS if any(problem.row for problem in problems) else None)
        self.problems = problems


class StatementTooLarge(UnreadableStatement):
    code = "bank_statements.too_large"
    sentence = _(
        "Ce fichier est trop lourd pour un relevé : 10 Mo au plus. Choisissez une période plus courte."
    )


class DangerousStatement(UnreadableStatement):
    """A document type or an entity: no bank writes them, and they open doors (XXE, billion laughs)."""

    code = "bank_statements.dangerous"
    sentence = _("Ce fichier contient des éléments interdits. Téléchargez-le à nouveau depuis la banque.")


class EmptyStatement(UnreadableStatement):
    code = "bank_statements.empty"
    sentence = _("Ce relevé ne contient aucun mouvement.")
