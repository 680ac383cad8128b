"""Who people are, and how they prove it. No national number is ever kept here."""

import secrets
from typing import ClassVar, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from kpacite.domain.people.enums import ConsentPurpose, Language, Shown
from kpacite.kernel.typography import NO_BREAK
from kpacite.platform.fields import EncryptedJSONField, EncryptedTextField

# Without 0, 1, i, l, o: an id may be read aloud or typed from paper.
PUBLIC_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
PUBLIC_LENGTH = 10
FAIR_BYTES = 256 - 256 % len(PUBLIC_ALPHABET)


def new_public_id() -> str:
    """Ten characters out of 31: 49 bits, nobody finds a neighbour by counting."""
    letters = ""
    while len(letters) < PUBLIC_LENGTH:
        # Bytes above the last whole round of the alphabet would make some letters likelier: they are dropped.
        fair = (byte for byte in secrets.token_bytes(16) if byte < FAIR_BYTES)
        letters += "".join(PUBLIC_ALPHABET[byte % len(PUBLIC_ALPHABET)] for byte in fair)
    return letters[:PUBLIC_LENGTH]


class Person(models.Model):
    """Someone the network knows, with or without an account. The last name may stay unknown."""

    public_id = models.CharField(
        _("identifiant public"), max_length=16, unique=True, default=new_public_id, editable=False
    )
    first_name = models.CharField(_("prénom"), max_length=80)
    last_name = models.CharField(_("nom"), max_length=80, blank=True)
    email = models.EmailField(_("adresse e-mail"), blank=True)
    phone = models.CharField(_("téléphone"), max_length=20, blank=True)
    language = models.CharField(_("langue"), max_length=8, choices=Language.choices, default=Language.FRENCH)
    created_at = models.DateTimeField(_("créée le"), editable=False)
    # A double file stays, empty, and points to the one that was kept: what is frozen still names it.
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="doubles", editable=False
    )

    class Meta:
        verbose_name = _("personne")
        verbose_name_plural = _("personnes")
        constraints = (
            models.CheckConstraint(
                name="person_not_merged_into_herself",
                condition=Q(merged_into=None) | ~Q(merged_into=F("id")),
                violation_error_message=_("Une fiche ne rejoint pas elle-même."),
            ),
            models.CheckConstraint(
                name="person_merged_is_empty",
                condition=Q(merged_into=None) | Q(email="", phone=""),
                violation_error_message=_("Une fiche réunie avec une autre ne garde pas de coordonnées."),
            ),
            models.CheckConstraint(
                name="person_first_name_given",
                condition=~Q(first_name=""),
                violation_error_message=_("Écrivez un prénom."),
            ),
            models.CheckConstraint(
                name="person_phone_international",
                condition=Q(phone="") | Q(phone__startswith="+"),
                violation_error_message=_("Le numéro de téléphone doit commencer par +."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def audit_repr(self) -> str:
        """The register keeps no name: it outlives the right to be forgotten."""
        return self.public_id

    @property
    def kept(self) -> "Person":
        """Herself, or the file that this one was made one with. Load it with `select_related`."""
        return self.merged_into or self


class OwnBankAccount(models.Model):
    """Where a person is paid, written by herself. The database sees only ciphertext (GDPR-06).

    Others see `masked`, and their look is written down.
    """

    person = models.OneToOneField(
        Person, on_delete=models.PROTECT, related_name="bank_account", primary_key=True
    )
    holder = EncryptedTextField(_("nom sur le RIB"))
    iban = EncryptedTextField(_("IBAN"))
    changed_at = models.DateTimeField(_("changé le"))

    class Meta:
        verbose_name = _("compte en banque personnel")
        verbose_name_plural = _("comptes en banque personnels")

    def __str__(self) -> str:
        return self.masked

    @property
    def audit_repr(self) -> str:
        return "bank account"

    @property
    def masked(self) -> str:
        """« FR76 … 0189 »: enough to recognise it, not to use it."""
        return f"{self.iban[:4]}{NO_BREAK}…{NO_BREAK}{self.iban[-4:]}"


class AccountQuerySet(models.QuerySet["Account"]):
    def active(self) -> Self:
        return self.filter(is_active=True)


class AccountManager(BaseUserManager["Account"]):
    """Accounts are opened by `services.open_account`, never by `create_user`."""

    def get_queryset(self) -> AccountQuerySet:
        """With the person: nobody signs in without a name on the screen."""
        return AccountQuerySet(self.model, using=self._db).select_related("person")

    def active(self) -> AccountQuerySet:
        return self.get_queryset().active()

    def get_by_natural_key(self, username: str | None) -> "Account":
        return self.get(login_name=(username or "").casefold())


class Account(AbstractBaseUser):
    """The right of one person to sign in. Roles are elsewhere: they are dated and belong to a place."""

    person = models.OneToOneField(
        Person, on_delete=models.PROTECT, related_name="account", verbose_name=_("personne")
    )
    login_name = models.CharField(_("nom de connexion"), max_length=40, unique=True)
    email = models.EmailField(_("adresse e-mail"), null=True, blank=True, unique=True)
    is_active = models.BooleanField(_("ouvert"), default=True)
    opened_at = models.DateTimeField(_("ouvert le"), editable=False)
    # Set where the form that opened the account may be sent twice.
    opening_key = models.CharField(
        _("clé d’ouverture"), max_length=80, null=True, blank=True, unique=True, editable=False
    )

    objects: ClassVar[AccountManager] = AccountManager()

    USERNAME_FIELD = "login_name"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("compte")
        verbose_name_plural = _("comptes")
        constraints = (
            models.CheckConstraint(
                name="account_login_name_lower",
                condition=Q(login_name=Lower("login_name"))
                & ~Q(login_name="")
                & ~Q(login_name__contains="@"),
                violation_error_message=_("Le nom de connexion est en minuscules, sans @."),
            ),
            models.CheckConstraint(
                name="account_email_lower",
                condition=Q(email__isnull=True) | (Q(email=Lower("email")) & ~Q(email="")),
                violation_error_message=_("L’adresse e-mail est en minuscules."),
            ),
        )

    def __str__(self) -> str:
        return self.login_name

    @property
    def audit_repr(self) -> str:
        return f"account {self.pk}"


class ConsentQuerySet(models.QuerySet["Consent"]):
    def running(self) -> Self:
        return self.filter(withdrawn_at__isnull=True)


class Consent(models.Model):
    """A yes, from a day until its withdrawal. A new yes is a new row: history is kept."""

    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="consents", verbose_name=_("personne")
    )
    purpose = models.CharField(_("objet"), max_length=32, choices=ConsentPurpose.choices)
    given_at = models.DateTimeField(_("donné le"))
    withdrawn_at = models.DateTimeField(_("retiré le"), null=True, blank=True)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        verbose_name = _("consentement")
        verbose_name_plural = _("consentements")
        constraints = (
            models.UniqueConstraint(
                name="consent_one_running",
                fields=["person", "purpose"],
                condition=Q(withdrawn_at__isnull=True),
                violation_error_message=_("Cet accord est déjà donné."),
            ),
            models.CheckConstraint(
                name="consent_withdrawn_after_given",
                condition=Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gte=F("given_at")),
                violation_error_message=_("Un accord est retiré après avoir été donné."),
            ),
        )

    def __str__(self) -> str:
        return self.get_purpose_display()


class LoginCardQuerySet(models.QuerySet["LoginCard"]):
    def running(self) -> Self:
        return self.filter(revoked_at__isnull=True)


class LoginCard(models.Model):
    """A card on paper: the login name and codes that each open the door once."""

    public_id = models.CharField(
        _("identifiant public"), max_length=16, unique=True, default=new_public_id, editable=False
    )
    account = models.ForeignKey(
        Account, on_delete=models.PROTECT, related_name="cards", verbose_name=_("compte")
    )
    issued_by = models.ForeignKey(
        Account,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("remise par"),
    )
    issued_at = models.DateTimeField(_("remise le"))
    revoked_at = models.DateTimeField(_("annulée le"), null=True, blank=True)

    objects = LoginCardQuerySet.as_manager()

    class Meta:
        verbose_name = _("carte de connexion")
        verbose_name_plural = _("cartes de connexion")
        constraints = (
            models.UniqueConstraint(
                name="login_card_one_running",
                fields=["account"],
                condition=Q(revoked_at__isnull=True),
                violation_error_message=_("Cette personne a déjà une carte."),
            ),
            models.CheckConstraint(
                name="login_card_revoked_after_issue",
                condition=Q(revoked_at__isnull=True) | Q(revoked_at__gte=F("issued_at")),
                violation_error_message=_("Une carte est annulée après avoir été remise."),
            ),
        )

    def __str__(self) -> str:
        return self.public_id


class LoginCardCode(models.Model):
    """One code of a card; only its hash is kept."""

    card = models.ForeignKey(
        LoginCard, on_delete=models.PROTECT, related_name="codes", verbose_name=_("carte")
    )
    position = models.PositiveSmallIntegerField(_("rang"))
    code_hash = models.CharField(_("empreinte du code"), max_length=255)
    used_at = models.DateTimeField(_("utilisé le"), null=True, blank=True)

    class Meta:
        verbose_name = _("code de connexion")
        verbose_name_plural = _("codes de connexion")
        constraints = (
            models.UniqueConstraint(
                name="login_card_code_position",
                fields=["card", "position"],
                violation_error_message=_("Ce rang est déjà pris sur la carte."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.card_id}/{self.position}"


class AccessRecord(models.Model):
    """Someone looked at a file that is not hers. The person it is about reads this list, and no one else.

    Apart from the register of events: these lines are kept a year, then erased (CNIL 2021-122).
    """

    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="accesses", verbose_name=_("personne concernée")
    )
    reader = models.ForeignKey(
        Account, on_delete=models.PROTECT, related_name="+", verbose_name=_("qui a regardé")
    )
    shown = models.CharField(_("quoi"), max_length=16, choices=Shown.choices)
    at = models.DateTimeField(_("quand"))

    class Meta:
        verbose_name = _("accès à un dossier")
        verbose_name_plural = _("accès aux dossiers")
        constraints = (
            models.CheckConstraint(
                name="access_shown_known",
                condition=Q(shown__in=Shown.values),
                violation_error_message=_("Choisissez ce qui a été montré."),
            ),
        )
        indexes = (models.Index(fields=["person", "-at"], name="access_by_person"),)

    def __str__(self) -> str:
        return self.get_shown_display()


class PersonMerge(models.Model):
    """Two files that became one, by whom, and what is needed to undo it.

    `changes`: which rows pointed to which file, and the words that gave way; encrypted, and emptied when it
    is too late to undo. `seals`: what each table looked like just after, so that a later word is seen.
    """

    kept = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="merges_kept")
    merged = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="merges_gone")
    merged_at = models.DateTimeField(_("réunies le"))
    merged_by = models.ForeignKey(
        Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("par")
    )
    undone_at = models.DateTimeField(_("défaite le"), null=True, blank=True)
    changes = EncryptedJSONField(_("ce qui a changé"), default=list, blank=True)
    seals = models.JSONField(_("sceaux"), default=dict, blank=True)
    emptied_at = models.DateTimeField(_("vidée le"), null=True, blank=True)

    class Meta:
        verbose_name = _("réunion de deux fiches")
        verbose_name_plural = _("réunions de deux fiches")
        constraints = (
            models.UniqueConstraint(
                name="merge_one_running",
                fields=["merged"],
                condition=Q(undone_at=None),
                violation_error_message=_("Cette fiche est déjà réunie avec une autre."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.merged_id} → {self.kept_id}"

    @property
    def audit_repr(self) -> str:
        return f"merge {self.pk}"


class TwoPeople(models.Model):
    """Two files that look alike and are about two people: somebody said so, nobody is asked again."""

    first = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    said_at = models.DateTimeField(_("dit le"))

    class Meta:
        verbose_name = _("deux personnes qui se ressemblent")
        verbose_name_plural = _("deux personnes qui se ressemblent")
        constraints = (
            models.UniqueConstraint(name="two_people_once", fields=["first", "second"]),
            models.CheckConstraint(name="two_people_in_order", condition=Q(first__lt=F("second"))),
        )

    def __str__(self) -> str:
        return f"{self.first_id}, {self.second_id}"

    @property
    def audit_repr(self) -> str:
        return f"two people {self.pk}"
