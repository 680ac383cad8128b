"""From the columns of a spreadsheet to what the services of an import take, with the errors of each line."""

from collections.abc import Mapping, Sequence

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from kpacite.domain.activities.enums import OfferUnit
from kpacite.domain.sales.enums import ClientKind
from kpacite.domain.sales.services import ClientRow, OfferRow
from kpacite.interfaces.www.sales.forms.clients import ClientForm
from kpacite.kernel.errors import DomainError
from kpacite.kernel.money import Euro
from kpacite.kernel.text import fold

Cells = Mapping[str, str]
Errors = list[tuple[int, str]]

CLIENT_COLUMNS: dict[str, tuple[str, ...]] = {
    "name": ("nom", "client", "raison sociale", "nom du client", "societe", "denomination"),
    "kind": ("type", "sorte", "categorie"),
    "email": ("email", "e mail", "mail", "courriel", "adresse e mail"),
    "phone": ("téléphone", "tel", "portable", "mobile"),
    "address_line_1": ("adresse", "adresse 1", "rue"),
    "address_line_2": ("complement", "adresse 2", "complement d adresse"),
    "postal_code": ("code postal", "cp"),
    "city": ("ville", "commune"),
    "siret": ("siret", "numero siret", "n siret"),
    "vat_number": ("tva", "numero de tva", "tva intracommunautaire"),
    "service_code": ("code service",),
    "engagement_number": ("engagement", "numero d engagement"),
    "beneficiary_name": ("pour qui",),
    "external_ref": ("référence", "code client", "code", "numero client", "n client"),
}
OFFER_COLUMNS: dict[str, tuple[str, ...]] = {
    "activity": ("activité", "code analytique", "groupe"),
    "name": ("offre", "nom", "prestation", "produit", "designation", "libelle"),
    "unit": ("unité",),
    "price": ("prix", "prix ht", "prix ht en euros", "prix unitaire", "pu ht"),
    "min_quantity": ("quantité minimum", "minimum", "min"),
    "max_quantity": ("quantité maximum", "maximum", "max"),
    "description": ("description", "detail"),
}
KIND_WORDS = {
    "particulier": ClientKind.PERSON, "personne": ClientKind.PERSON, "entreprise": ClientKind.COMPANY,
    "societe": ClientKind.COMPANY, "professionnel": ClientKind.COMPANY, "association": ClientKind.ASSOCIATION,
    "public": ClientKind.PUBLIC, "service public": ClientKind.PUBLIC, "mairie": ClientKind.PUBLIC,
    "collectivite": ClientKind.PUBLIC, "administration": ClientKind.PUBLIC, "ecole": ClientKind.PUBLIC,
}  # fmt: skip
UNIT_WORDS = {
    "piece": OfferUnit.PIECE, "unite": OfferUnit.PIECE, "heure": OfferUnit.HOUR, "h": OfferUnit.HOUR,
    "personne": OfferUnit.PERSON, "kilo": OfferUnit.KILOGRAM, "kg": OfferUnit.KILOGRAM,
    "machine": OfferUnit.MACHINE, "jour": OfferUnit.DAY, "forfait": OfferUnit.FLAT,
}  # fmt: skip
LARGEST_QUANTITY = 100_000


def _cells(cells: Cells, columns: Mapping[str, str]) -> dict[str, str]:
    return {name: cells.get(column, "").strip() for name, column in columns.items()}


def client_rows(
    rows: Sequence[tuple[int, Cells]], columns: Mapping[str, str]
) -> tuple[list[ClientRow], Errors]:
    """Each line read as the form of a client reads it."""
    found: list[ClientRow] = []
    errors: Errors = []
    for line, raw in rows:
        cells = _cells(raw, columns)
        form = ClientForm(cells | {"kind": _kind(cells), "phone": _phone(cells.get("phone", ""))})
        form.fields["kind"].error_messages["required"] = _(
            "Écrivez personne, association, entreprise ou service public."
        )
        if not form.is_valid():
            told = [sentence for sentences in form.errors.values() for sentence in sentences]
            errors += [(line, str(sentence)) for sentence in told]
            continue
        details = form.details | {"external_ref": cells.get("external_ref", "")[:64]}
        found.append(ClientRow(line, form.kind_chosen, details.pop("name"), details))
    return found, errors


def _kind(cells: Cells) -> str:
    """The kind as written, empty when it is no word that we know: the law asks other words of each kind.

    When the file says nothing of it, a SIRET makes a company.
    """
    if written := fold(cells.get("kind", "")):
        return KIND_WORDS.get(written, "")
    return ClientKind.COMPANY if cells.get("siret") else ClientKind.PERSON


def _phone(text: str) -> str:
    """A spreadsheet often eats the first zero of a number."""
    bare = text.replace(" ", "").replace(".", "")
    return f"0{bare}" if len(bare) == 9 and bare.isdigit() else text


def offer_rows(
    rows: Sequence[tuple[int, Cells]], columns: Mapping[str, str]
) -> tuple[list[OfferRow], Errors]:
    found: list[OfferRow] = []
    errors: Errors = []
    for line, raw in rows:
        cells = _cells(raw, columns)
        try:
            found.append(_offer(line, cells))
        except (ValidationError, DomainError) as error:
            errors.append((line, error.messages[0] if isinstance(error, ValidationError) else str(error)))
    return found, errors


def _offer(line: int, cells: Cells) -> OfferRow:
    if not cells.get("name"):
        raise ValidationError(_("Écrivez le nom de l’offre."))
    words = fold(cells.get("unit", "")) or "piece"
    unit = UNIT_WORDS.get(words) or UNIT_WORDS.get(words.rstrip("s"))
    if unit is None:
        raise ValidationError(
            _("Cette unité n’est pas connue : pièce, heure, personne, kilo, jour, forfait.")
        )
    price = cells.get("price", "")
    details = {
        "price_cents": Euro.parse(price).cents if price else None,
        "min_quantity": _quantity(cells.get("min_quantity", "")),
        "max_quantity": _quantity(cells.get("max_quantity", "")),
        "description": cells.get("description", "")[:2000],
    }
    return OfferRow(line, cells.get("activity", ""), cells["name"][:120], unit, details)


def _quantity(text: str) -> int | None:
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 7 and 0 < int(text) <= LARGEST_QUANTITY):
        raise ValidationError(_("Écrivez une quantité entière, par exemple 10."))
    return int(text)
