"""What the publisher of the software signs about receipts of private customers (ISCA-02).

The platform fills in what it knows: which software, which version, for whom. Who signs, and the day, stay
« à compléter »: only a person may attest, and nothing here is certified.
"""

from importlib.metadata import version

from kpacite.domain.organisations.models import Organisation
from kpacite.domain.sales.models import BillingProfile
from kpacite.integrations.documents.pages import Page
from kpacite.kernel.ids import format_siren

TO_FILL = "à compléter"
SOFTWARE = "KPA-Cité (kpacite)"
LAW = "article 286, I, 3° bis du code général des impôts"
PROOFS = (
    "Inaltérabilité : un reçu noté ne change plus. Une correction est un reçu de plus, en moins ou en plus.",
    "Sécurisation : chaque reçu porte l’empreinte SHA-256 de celui d’avant ; la base refuse une autre suite.",
    "Conservation : clôtures du jour, du mois et de l’année, avec le total de la période et le total"
    " perpétuel par taux de TVA, jamais remis à zéro. Rien n’est effacé : les six ans demandés sont tenus.",
    "Archivage : un fichier de tous les reçus, avec son manifeste et son sceau ; l’archivage est noté.",
)


def attestation_page(carrier: Organisation, profile: BillingProfile | None) -> Page:
    """`profile`: how the carrier calls itself on its invoices, when it said so."""
    release = version("kpacite")
    root = ".".join(release.split(".")[:2])
    user = profile.legal_name if profile else carrier.name
    siren = format_siren(profile.siren) if profile and profile.siren else TO_FILL
    return Page(
        title="Attestation individuelle de l’éditeur",
        author=TO_FILL,
        who=[f"Logiciel {SOFTWARE}, version {release}"],
        parts=[
            (
                "Volet 1 : l’éditeur",
                [
                    f"Je, soussigné·e : {TO_FILL} (nom, prénom),",
                    f"représentant légalement : {TO_FILL} (qui édite ou met en service ce logiciel),",
                    f"atteste que le logiciel {SOFTWARE}, dans sa version {release}, satisfait aux conditions"
                    " d’inaltérabilité, de sécurisation, de conservation et d’archivage des données en vue du"
                    f" contrôle de l’administration fiscale ({LAW}).",
                    f"Ses versions majeures portent la racine {root} ; les mineures, les chiffres qui"
                    " suivent. Cette attestation vaut pour elles tant que la racine ne change pas.",
                ],
            ),
            ("Comment", list(PROOFS)),
            (
                "Volet 2 : qui utilise le logiciel",
                [
                    f"{user}, SIREN {siren}.",
                    f"Je, soussigné·e : {TO_FILL}, certifie utiliser ce logiciel depuis le : {TO_FILL}.",
                ],
            ),
        ],
        notes=[
            "Depuis la loi de finances pour 2026 (article 125), cette attestation suffit, comme suffirait"
            " le certificat d’un organisme accrédité.",
            "Ce papier n’est pas un certificat : aucun organisme accrédité n’a contrôlé ce logiciel.",
            "À comparer au modèle de l’administration avant de signer.",
            "Qui change le code de la caisse devient l’éditeur de sa version (à confirmer).",
        ],
        sign=f"Fait à {TO_FILL}, le {TO_FILL}. Signatures de l’éditeur et de l’entreprise :",
        footer=f"{SOFTWARE} {release}, attestation pour {user}",
    )
