from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kpacite.domain.sales.enums import ClientKind, LeadSource, LeadState
from kpacite.domain.sales.models.clients import Client


class Deal(models.Model):
    """The file of one sale (« dossier »): what was asked, quoted, ordered and invoiced, and what was said.

    `activity`: the group that handles it; None is « à répartir ». The client follows it by a `DealLink`.
    """

    kpa = models.ForeignKey("organisations.Kpa", on_delete=models.PROTECT, related_name="deals")
    activity = models.ForeignKey(
        "activities.Activity", on_delete=models.PROTECT, null=True, blank=True, related_name="deals"
    )
    client = models.ForeignKey(Client, on_delete=models.PROTECT, null=True, blank=True, related_name="deals")
    title = models.CharField(_("objet"), max_length=120)
    is_example = models.BooleanField(_("exemple"), default=False)
    created_at = models.DateTimeField(_("ouvert le"))

    class Meta:
        verbose_name = _("dossier")
        constraints = [
            models.CheckConstraint(
                condition=~Q(title=""),
                name="deal_titled",
                violation_error_message=_("Écrivez l’objet en quelques mots."),
            )
        ]

    def __str__(self) -> str:
        return self.title


class LeadQuerySet(models.QuerySet["Lead"]):
    def waiting(self) -> Self:
        """Those that nobody has taken yet."""
        return self.filter(state=LeadState.NEW)


class Lead(models.Model):
    """What somebody asks for (« demande »). Their words are kept as they wrote them.

    `submission` tells apart the same form sent twice. `organisation`: the structure, when they write for one.
    """

    deal = models.OneToOneField(Deal, on_delete=models.PROTECT, related_name="lead")
    state = models.CharField(_("état"), max_length=10, choices=LeadState.choices, default=LeadState.NEW)
    source = models.CharField(_("venue"), max_length=8, choices=LeadSource.choices)
    what = models.TextField(_("ce qu’il faut"), max_length=2000)
    offer = models.ForeignKey(
        "activities.Offer", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    wanted_on = models.DateField(_("pour le"), null=True, blank=True)
    how_many = models.CharField(_("combien"), max_length=80, blank=True)
    place = models.CharField(_("où"), max_length=200, blank=True)
    name = models.CharField(_("nom"), max_length=120)
    organisation = models.CharField(_("structure"), max_length=120, blank=True)
    kind = models.CharField(
        _("sorte de client"), max_length=12, choices=ClientKind.choices, default=ClientKind.PERSON
    )
    email = models.EmailField(_("adresse e-mail"), blank=True)
    phone = models.CharField(_("téléphone"), max_length=20, blank=True)
    language = models.CharField(_("langue"), max_length=8, default="fr")
    submission = models.CharField(max_length=64, unique=True, editable=False)
    received_at = models.DateTimeField(_("reçue le"))
    taken_by = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="leads"
    )
    taken_at = models.DateTimeField(_("prise en charge le"), null=True, blank=True)
    refused_at = models.DateTimeField(_("refusée le"), null=True, blank=True)
    refusal_reason = models.CharField(_("raison"), max_length=500, blank=True)

    objects = LeadQuerySet.as_manager()

    class Meta:
        verbose_name = _("demande")
        constraints = [
            models.CheckConstraint(
                condition=~Q(what="") & ~Q(name=""),
                name="lead_has_words",
                violation_error_message=_("Écrivez ce qu’il vous faut, et votre nom."),
            ),
            models.CheckConstraint(
                condition=~Q(email="") | ~Q(phone=""),
                name="lead_can_be_answered",
                violation_error_message=_("Donnez une adresse e-mail ou un téléphone pour la réponse."),
            ),
            models.CheckConstraint(
                condition=Q(source__in=LeadSource.values, kind__in=ClientKind.values),
                name="lead_words_known",
                violation_error_message=_("Choisissez une réponse de la liste."),
            ),
            models.CheckConstraint(
                condition=Q(state=LeadState.NEW, taken_by=None, taken_at=None, refused_at=None)
                | Q(state=LeadState.TAKEN, taken_by__isnull=False, taken_at__isnull=False, refused_at=None)
                | Q(state__in=[LeadState.ANSWERED, LeadState.QUOTED], refused_at=None)
                | Q(state=LeadState.REFUSED, refused_at__isnull=False) & ~Q(refusal_reason=""),
                name="lead_state_dated",
                violation_error_message=_("Dites pourquoi, avec gentillesse."),
            ),
        ]
        indexes = [models.Index(fields=["state", "received_at"], name="lead_by_state")]

    def __str__(self) -> str:
        return self.organisation or self.name

    @property
    def audit_repr(self) -> str:
        # The register outlives what a visitor may ask us to forget.
        return f"Demande {self.pk}"


class DealMessage(models.Model):
    """A word between the KPA and the client, kept with the file."""

    deal = models.ForeignKey(Deal, on_delete=models.PROTECT, related_name="messages")
    author = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    from_client = models.BooleanField(default=False)
    text = models.TextField(_("message"), max_length=2000)
    sent_at = models.DateTimeField(_("écrit le"))
    submission = models.CharField(max_length=64, unique=True, editable=False)

    class Meta:
        verbose_name = _("message d’un dossier")
        verbose_name_plural = _("messages d’un dossier")
        constraints = [
            models.CheckConstraint(
                condition=~Q(text=""),
                name="deal_message_written",
                violation_error_message=_("Écrivez votre message."),
            ),
            models.CheckConstraint(
                condition=Q(from_client=True, author=None) | Q(from_client=False),
                name="deal_message_by_one",
                violation_error_message=_("Un message vient du client ou du KPA."),
            ),
        ]
        indexes = [models.Index(fields=["deal", "sent_at"], name="deal_messages")]

    def __str__(self) -> str:
        return f"{self.deal}"


class DealLinkQuerySet(models.QuerySet["DealLink"]):
    def living(self, now: datetime) -> Self:
        return self.filter(revoked_at=None, expires_at__gt=now)


class DealLink(models.Model):
    """A key to a file for its client, without an account. Only the hash of its token is kept."""

    deal = models.ForeignKey(Deal, on_delete=models.PROTECT, related_name="links")
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(_("donné le"))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    expires_at = models.DateTimeField(_("valable jusqu’au"))
    revoked_at = models.DateTimeField(_("fermé le"), null=True, blank=True)

    objects = DealLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("lien d’un client")
        verbose_name_plural = _("liens d’un client")
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("created_at")),
                name="deal_link_dates_in_order",
                violation_error_message=_("Un lien finit après avoir été donné."),
            )
        ]

    def __str__(self) -> str:
        return str(self.deal)
