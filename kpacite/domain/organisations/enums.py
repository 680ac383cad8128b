"""Stored codes and their French words. A code is never renamed."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class OrganisationKind(models.TextChoices):
    NETWORK = "network", _("Réseau")
    KPA = "kpa", _("KPA")
    ASSOCIATION = "association", _("Association")
    CARRIER = "carrier", _("Structure de portage")
    PARTNER = "partner", _("Partenaire")
    PUBLIC_BODY = "public_body", _("Institution publique")


class Role(models.TextChoices):
    COOPERATOR = "cooperator", _("Coopérant·e")
    REFERENT = "referent", _("Référent·e")
    CONTRIBUTOR = "contributor", _("Contributeur ou contributrice")
    KPA_COORDINATOR = "kpa_coordinator", _("Coordination du KPA")
    HOST_ADMIN = "host_admin", _("Administration de la structure porteuse")
    CARRIER_ACCOUNTANT = "carrier_accountant", _("Comptabilité de la structure de portage")
    NETWORK_COORDINATION = "network_coordination", _("Coordination du réseau")
    FUNDER = "funder", _("Financeur")


class KpaStatus(models.TextChoices):
    CONSIDERING = "considering", _("En réflexion")
    LAUNCHING = "launching", _("En lancement")
    ACTIVE = "active", _("En activité")
    PAUSED = "paused", _("En pause")
    LEFT = "left", _("Sorti du réseau")


class Precision(models.TextChoices):
    """How much of a stored date is known. The stored date is the first day of what is known."""

    DAY = "day", _("au jour près")
    MONTH = "month", _("au mois près")
    SEASON = "season", _("à la saison près")
    YEAR = "year", _("à l’année près")
    NO_LATER = "no_later", _("au plus tard")
    UNDATED = "undated", _("sans date")


class LinkRole(models.TextChoices):
    HOST_ASSOCIATION = "host_association", _("Structure porteuse")
    LEGAL_CARRIER = "legal_carrier", _("Structure de portage")
    VENUE_HOST = "venue_host", _("Structure d’accueil")


class CarrierType(models.TextChoices):
    CAE = "cae", _("Coopérative d’activité et d’emploi (CAE)")
    INCUBATOR = "incubator", _("Couveuse d’entreprises")
    OWN_ASSOCIATION = "own_association", _("Association en propre")


class TagKind(models.TextChoices):
    TERRITORY = "territory", _("Territoire")
    ACTIVITY = "activity", _("Activité")
    FIELD = "field", _("Champ de développement")


class QpvGeneration(models.IntegerChoices):
    G2015 = 2015, _("QPV 2015")
    G2024 = 2024, _("QPV 2024")


class CoordinateSource(models.TextChoices):
    COMMUNE = "commune", _("Centre de la commune")
    ADDRESS = "address", _("Adresse exacte")


class WebLinkKind(models.TextChoices):
    WEBSITE = "website", _("Site internet")
    SHOP = "shop", _("Boutique en ligne")
    FACEBOOK = "facebook", _("Facebook")
    INSTAGRAM = "instagram", _("Instagram")
    WIKI = "wiki", _("Wiki")


class Unit(models.TextChoices):
    """Scale of a stored whole number."""

    EURO_CENTS = "euro_cents", _("centimes d’euro")
    FTE_TENTHS = "fte_tenths", _("dixièmes d’équivalent temps plein")
    PERCENT_TENTHS = "percent_tenths", _("dixièmes de pour cent")
    PEOPLE = "people", _("personnes")
    YEARS = "years", _("ans")
    MONTHS = "months", _("mois")
    DAYS = "days", _("jours")
    HOURS = "hours", _("heures")
    KPAS = "kpas", _("KPA")
    BODIES = "bodies", _("structures")
    FLAG = "flag", _("oui ou non")
    TEXT = "text", _("texte")


class Indicator(models.TextChoices):
    TURNOVER = "turnover", _("Chiffre d’affaires")
    MEMBERS = "members", _("Membres")
    AGE_MIN = "age_min", _("Âge du plus jeune membre")
    AGE_MAX = "age_max", _("Âge du membre le plus âgé")
    MEMBER_SITUATIONS = "member_situations", _("Situations des membres")
    SUPPORT_FTE = "support_fte", _("Équipe d’accompagnement, en équivalent temps plein")
    SUPPORT_PEOPLE = "support_people", _("Équipe d’accompagnement, en personnes")
    FUNDING_SECURED = "funding_secured", _("Financements acquis pour la première année")
    STAKEHOLDERS = "stakeholders", _("Structures parties prenantes")
    PARTNERS = "partners", _("Partenaires dans la gouvernance")
    FOUNDERS = "founders", _("Fondateurs et fondatrices dans la gouvernance")
    TARGET_PUBLIC = "target_public", _("Public visé")
    VISION = "vision", _("Vision")
    KPAS_LAUNCHED = "kpas_launched", _("KPA lancés")
    KPAS_CONSIDERED = "kpas_considered", _("Projets de KPA en réflexion")
    KPAS_LAUNCHING = "kpas_launching", _("KPA en lancement")
    KPAS = "kpas", _("KPA du réseau")
    KPAS_LISTED = "kpas_listed", _("KPA nommés")
    KPAS_WITH_TURNOVER = "kpas_with_turnover", _("KPA avec un chiffre d’affaires publié")
    COOPERATORS = "cooperators", _("Coopérant·es dans le réseau")
    WOMEN_SHARE = "women_share", _("Femmes, parmi les coopérant·es")
    QPV_SHARE = "qpv_share", _("Coopérant·es d’un quartier prioritaire")
    EXITS = "exits", _("Coopérant·es parti·es du réseau")
    POSITIVE_EXITS = "positive_exits", _("À la sortie, en emploi, en formation ou en création d’activité")


class TaxBasis(models.TextChoices):
    NET = "net", _("hors taxes")
    GROSS = "gross", _("toutes taxes comprises")
    UNKNOWN = "unknown", _("taxes : on ne sait pas")
    NOT_APPLICABLE = "", _("sans objet")


class CashBasis(models.TextChoices):
    INVOICED = "invoiced", _("facturé")
    CASHED = "cashed", _("encaissé")
    UNKNOWN = "unknown", _("facturé ou encaissé : on ne sait pas")
    NOT_APPLICABLE = "", _("sans objet")


class ChecklistUse(models.TextChoices):
    GATE = "gate", _("Règle proposée")
    ADVICE = "advice", _("Conseil")


class Recurrence(models.TextChoices):
    WEEKLY = "weekly", _("Toutes les semaines")
    ONCE = "once", _("Une fois")


class Weekday(models.IntegerChoices):
    """As `date.weekday()` counts."""

    MONDAY = 0, _("lundi")
    TUESDAY = 1, _("mardi")
    WEDNESDAY = 2, _("mercredi")
    THURSDAY = 3, _("jeudi")
    FRIDAY = 4, _("vendredi")
    SATURDAY = 5, _("samedi")
    SUNDAY = 6, _("dimanche")


class ContactPurpose(models.TextChoices):
    CONTACT = "contact", _("Poser une question")
    ORDER = "order", _("Passer une commande")
    JOIN = "join", _("Rejoindre un KPA")
    LAUNCH = "launch", _("Lancer un KPA")


class SelfCheck(models.TextChoices):
    YES = "yes", _("Oui")
    SOON = "soon", _("Bientôt")
    NO = "no", _("Non")


class PartnerStage(models.TextChoices):
    IDENTIFIED = "identified", _("Repéré")
    MET = "met", _("Rencontré")
    PARTNER = "partner", _("Partenaire")


class ParameterCode(models.TextChoices):
    """Codes that the platform itself reads; later apps bring their own."""

    MIN_AGE = "min_age", _("Âge minimum à l’entrée")
    MIN_ADMINISTRATORS = "min_administrators", _("Nombre minimum d’administratrices et d’administrateurs")
    INVITATION_DAYS = "invitation_days", _("Durée d’une invitation")
    PATH_MAX_MONTHS = "path_max_months", _("Durée maximale du parcours")
    LABELS_ENABLED = "labels_enabled", _("Labels du réseau")
    SHARING_ANSWER_DAYS = "sharing_answer_days", _("Jours pour répondre à un partage")
    PAY_CUT_OFF_DAY = "pay_cut_off_day", _("Dernier jour du mois pour demander un versement")
    COMMON_ACTION_HOURS = "common_action_hours", _("Heures d’actions communes par mois")
    ORIENTATION_ANSWER_DAYS = "orientation_answer_days", _("Jours pour la réponse d’un service partenaire")
    SILENCE_DAYS = "silence_days", _("Jours sans contact avant de prendre des nouvelles")
    WELCOME_KEPT_MONTHS = "welcome_kept_months", _("Mois avant de vider une demande d’accueil sans suite")
    FTE_HOURS = "fte_hours", _("Heures d’un temps plein par an")
