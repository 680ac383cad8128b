from typing import Self

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Left
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _

from kpacite.domain.sales.enums import ClientKind
from kpacite.kernel.ids import SIREN_LENGTH


class ClientQuerySet(models.QuerySet["Client"]):
    def current(self) -> Self:
        """Without those that were merged into another."""
        return self.filter(merged_into=None)


class Client(models.Model):
    """Who pays. It belongs to the book of one KPA; its invoices are issued by the carrier.

    `beneficiary_name`: who receives, when it is not who pays (a landlord's tenants, a relative).
    `vat_liable`: subject to VAT in France; decides how an invoice is reported.
    `folded_name`, `search_text`: the name, and all that a search may find, as `kernel.text.fold` writes them.
    """

    kpa = models.ForeignKey("organisations.Kpa", on_delete=models.PROTECT, related_name="clients")
    kind = models.CharField(_("sorte de client"), max_length=12, choices=ClientKind.choices)
    name = models.CharField(_("nom"), max_length=120)
    folded_name = models.CharField(max_length=160, editable=False)
    search_text = models.TextField(editable=False, blank=True)
    siren = models.CharField(_("SIREN"), max_length=9, blank=True)
    siret = models.CharField(_("SIRET"), max_length=14, blank=True)
    vat_number = models.CharField(_("numéro de TVA"), max_length=20, blank=True)
    vat_liable = models.BooleanField(_("soumis à la TVA"), default=False)
    email = models.EmailField(_("adresse e-mail"), blank=True)
    phone = models.CharField(_("téléphone"), max_length=20, blank=True)
    address_line_1 = models.CharField(_("adresse"), max_length=120, blank=True)
    address_line_2 = models.CharField(_("complément d’adresse"), max_length=120, blank=True)
    postal_code = models.CharField(_("code postal"), max_length=12, blank=True)
    city = models.CharField(_("ville"), max_length=80, blank=True)
    country = models.CharField(_("pays"), max_length=2, default="FR")
    service_code = models.CharField(_("code service"), max_length=100, blank=True)
    engagement_number = models.CharField(_("numéro d’engagement"), max_length=50, blank=True)
    service_required = models.BooleanField(_("code service obligatoire"), default=False)
    engagement_required = models.BooleanField(_("numéro d’engagement obligatoire"), default=False)
    beneficiary_name = models.CharField(_("pour qui"), max_length=120, blank=True)
    consent_at = models.DateTimeField(_("accord pour être contacté"), null=True, blank=True)
    notes = models.CharField(_("note"), max_length=300, blank=True)
    external_ref = models.CharField(_("référence d’import"), max_length=64, blank=True)
    is_example = models.BooleanField(_("exemple"), default=False)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(_("ajouté le"))
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="duplicates"
    )
    merged_at = models.DateTimeField(_("réuni le"), null=True, blank=True)

    objects = ClientQuerySet.as_manager()

    class Meta:
        verbose_name = _("client")
        constraints = [
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(folded_name=""),
                name="client_named",
                violation_error_message=_("Écrivez le nom du client."),
            ),
            models.CheckConstraint(
                condition=Q(kind__in=ClientKind.values),
                name="client_kind_known",
                violation_error_message=_("Choisissez une sorte de client de la liste."),
            ),
            models.CheckConstraint(
                condition=~Q(kind=ClientKind.PERSON) | Q(siren="", siret="", vat_number=""),
                name="client_person_without_siren",
                violation_error_message=_("Une personne n’a pas de SIRET. Choisissez une autre sorte."),
            ),
            models.CheckConstraint(
                condition=Q(siret="") | Q(Exact(Left("siret", SIREN_LENGTH), F("siren"))),
                name="client_siret_of_its_siren",
                violation_error_message=_("Le SIRET commence par le SIREN. Vérifiez les deux."),
            ),
            models.CheckConstraint(
                condition=Q(kind=ClientKind.PUBLIC)
                | Q(service_code="", engagement_number="", service_required=False, engagement_required=False),
                name="client_service_for_public_only",
                violation_error_message=_(
                    "Le code service et le numéro d’engagement sont pour un service public."
                ),
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None, merged_at=None)
                | Q(merged_into__isnull=False, merged_at__isnull=False) & ~Q(merged_into=F("pk")),
                name="client_merged_dated",
                violation_error_message=_("Un client ne peut pas être réuni avec lui-même."),
            ),
            models.UniqueConstraint(
                fields=["kpa", "external_ref"],
                condition=~Q(external_ref=""),
                name="client_imported_once",
                violation_error_message=_("Ce client est déjà importé."),
            ),
        ]
        indexes = [
            models.Index(fields=["kpa", "folded_name", "id"], name="client_by_name"),
            models.Index(fields=["kpa", "siret"], name="client_by_siret"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def reference(self) -> str:
        """« C0042 »: unique in the whole network, for lists and for the auxiliary account of a book."""
        return f"C{self.pk:04d}"


class ClientContact(models.Model):
    """Somebody to call or write to at a client's. Never deleted: `archived_at`."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="contacts")
    name = models.CharField(_("nom"), max_length=80)
    role = models.CharField(_("ce que fait cette personne"), max_length=80, blank=True)
    email = models.EmailField(_("adresse e-mail"), blank=True)
    phone = models.CharField(_("téléphone"), max_length=20, blank=True)
    archived_at = models.DateTimeField(_("enlevé le"), null=True, blank=True)

    class Meta:
        verbose_name = _("contact d’un client")
        verbose_name_plural = _("contacts d’un client")
        constraints = [
            models.CheckConstraint(
                condition=~Q(name=""),
                name="client_contact_named",
                violation_error_message=_("Écrivez le nom de cette personne."),
            ),
            models.UniqueConstraint(
                fields=["client", "name"],
                condition=Q(archived_at=None),
                name="client_contact_once",
                violation_error_message=_("Cette personne est déjà notée chez ce client."),
            ),
        ]

    def __str__(self) -> str:
        return self.name
