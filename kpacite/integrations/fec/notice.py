"""The description that goes with the file (LPF A47 A-1, XI): its form, its fields, its codes."""

from kpacite.domain.ledger.models import FiscalYear

FORM = """\
Description du fichier des écritures comptables {name}
Entité : {entity} — SIREN {siren}
Exercice du {start:%d/%m/%Y} au {last_day:%d/%m/%Y}{provisional}
{count}
Fichier à plat, une ligne par ligne d’écriture, codé en UTF-8 ; fin de ligne CR LF.
Les zones sont séparées par une tabulation ; la première ligne porte leurs noms.
Dates : AAAAMMJJ. Montants : deux décimales, virgule, sans séparateur de milliers, en euros.
Ordre : écritures d’à-nouveaux, puis ordre chronologique de validation.

Zones
  JournalCode, JournalLib      code et libellé du journal
  EcritureNum                  numéro de l’écriture, suite continue de l’exercice, donné à la validation
  EcritureDate                 date de comptabilisation
  CompteNum, CompteLib         compte et libellé (plan comptable de l’entité, d’après le PCG)
  CompAuxNum, CompAuxLib       compte auxiliaire ; pour une personne, un pseudonyme ; vide si sans objet
  PieceRef, PieceDate          référence et date de la pièce justificative
  EcritureLib                  libellé de la ligne, à défaut celui de l’écriture
  Debit, Credit                montants ; l’un des deux vaut 0,00
  EcritureLet, DateLet         lettre et date de lettrage ; vides si non lettrée
  ValidDate                    jour de validation ; l’écriture est figée depuis
  Montantdevise, Idevise       vides : toutes les écritures sont en euros

Journaux
{journals}
"""


def notice_text(year: FiscalYear, *, name: str, lines: int | None = None, sha256: str = "") -> str:
    """The description of the file of a year; `lines` and `sha256` when the file is already written."""
    journals = year.book.journals.order_by("code").values_list("code", "label")
    return FORM.format(
        name=name,
        entity=year.book.entity,
        siren=year.book.siren,
        start=year.start,
        last_day=year.last_day,
        provisional="" if year.closed_at else " (provisoire : exercice non clos)",
        count="" if lines is None else f"Lignes : {lines}. SHA-256 : {sha256}\n",
        journals="\n".join(f"  {code:<6} {label}" for code, label in journals),
    )
