"""Stored codes and their French words. A code is never renamed."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class JournalKind(models.TextChoices):
    SALES = "sales", _("Ventes")
    PURCHASES = "purchases", _("Achats")
    BANK = "bank", _("Banque")
    CASH = "cash", _("Caisse")
    PAYROLL = "payroll", _("Paie")
    MISC = "misc", _("Opérations diverses")
    OPENING = "opening", _("À-nouveaux")


class AccountKind(models.TextChoices):
    """What becomes of a balance at the end of the year: carried over, or part of the result."""

    BALANCE = "balance", _("Bilan")
    EXPENSE = "expense", _("Charges")
    INCOME = "income", _("Produits")
    SPECIAL = "special", _("Contributions volontaires")


class AccountRole(models.TextChoices):
    """What an account is for. Code asks for a role; the mapping of the book answers with an account."""

    CLIENTS = "clients", _("Clients")
    CLIENTS_DOUBTFUL = "clients_doubtful", _("Clients douteux")
    CLIENTS_UNBILLED = "clients_unbilled", _("Factures à établir")
    CLIENTS_DEPOSITS = "clients_deposits", _("Acomptes reçus de clients")
    SUPPLIERS = "suppliers", _("Fournisseurs")
    SUPPLIERS_UNBILLED = "suppliers_unbilled", _("Factures à recevoir")
    VAT_COLLECTED = "vat_collected", _("TVA collectée")
    VAT_ON_DEPOSITS = "vat_on_deposits", _("TVA sur les acomptes reçus")
    VAT_PENDING = "vat_pending", _("TVA collectée en attente d’encaissement")
    VAT_DEDUCTIBLE = "vat_deductible", _("TVA déductible")
    VAT_DEDUCTIBLE_ASSETS = "vat_deductible_assets", _("TVA déductible sur immobilisations")
    VAT_DUE = "vat_due", _("TVA à décaisser")
    BANK = "bank", _("Banque")
    CASH = "cash", _("Caisse")
    CHEQUES = "cheques", _("Chèques à encaisser")
    CARDS = "cards", _("Cartes à encaisser")
    TRANSFERS = "transfers", _("Virements internes")
    SALES_SERVICES = "sales_services", _("Ventes de prestations")
    SALES_PRODUCTS = "sales_products", _("Ventes de produits fabriqués")
    SALES_GOODS = "sales_goods", _("Ventes de marchandises")
    SALES_SIDE = "sales_side", _("Activités annexes")
    DISCOUNTS_GRANTED = "discounts_granted", _("Remises accordées")
    PURCHASES_SUPPLIES = "purchases_supplies", _("Achats de matières et fournitures")
    PURCHASES_GOODS = "purchases_goods", _("Achats de marchandises")
    OTHER_PURCHASES = "other_purchases", _("Autres achats")
    TRAVEL = "travel", _("Déplacements")
    BANK_FEES = "bank_fees", _("Services bancaires")
    BAD_DEBTS = "bad_debts", _("Pertes sur créances")
    LATE_INTEREST = "late_interest", _("Intérêts de retard reçus")
    LATE_INDEMNITY = "late_indemnity", _("Indemnités de recouvrement reçues")
    EARNEST_KEPT = "earnest_kept", _("Arrhes gardées")
    EARNEST_DOUBLED = "earnest_doubled", _("Arrhes rendues en double")
    ROUNDING_LOSS = "rounding_loss", _("Écarts de règlement perdus")
    ROUNDING_GAIN = "rounding_gain", _("Écarts de règlement gagnés")
    SHARES_OWED = "shares_owed", _("Parts dues aux coopérant·es")
    POTS_OWED = "pots_owed", _("Pots communs des KPA")
    SHARED_OUT = "shared_out", _("Parts mises en pot ou reversées à la structure")
    CARRIER_FEES = "carrier_fees", _("Contributions coopératives reçues")
    PAY_DUE = "pay_due", _("Rémunérations dues")
    SOCIAL_BODIES = "social_bodies", _("Organismes sociaux")
    PAYROLL = "payroll", _("Rémunérations")
    SOCIAL_CHARGES = "social_charges", _("Cotisations sociales")
    EXPENSES_OWED = "expenses_owed", _("Frais à rembourser")
    GRANTS_RECEIVABLE = "grants_receivable", _("Subventions à recevoir")
    GRANTS = "grants", _("Subventions d’exploitation")
    DONATIONS = "donations", _("Dons")
    MEMBERSHIP_FEES = "membership_fees", _("Cotisations des membres")
    DEFERRED_INCOME = "deferred_income", _("Produits constatés d’avance")
    PREPAID_EXPENSES = "prepaid_expenses", _("Charges constatées d’avance")
    SUSPENSE = "suspense", _("Compte d’attente")
    OPENING_BALANCE = "opening_balance", _("Bilan d’ouverture, à détailler")
    RESULT_PROFIT = "result_profit", _("Résultat : bénéfice")
    RESULT_LOSS = "result_loss", _("Résultat : perte")


class EntrySource(models.TextChoices):
    """Sources that the ledger itself writes; other apps bring their own codes."""

    CARRY_FORWARD = "ledger.carry_forward", _("Report de l’exercice précédent")
    REVERSAL = "ledger.reversal", _("Contre-passation")
    TAKEN_OVER = "ledger.taken_over", _("Reprise des soldes d’un autre outil")
