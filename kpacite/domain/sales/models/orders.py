from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kpacite.domain.sales.enums import CancelledBy, OrderState
from kpacite.domain.sales.models.clients import Client
from kpacite.domain.sales.models.deals import Deal
from kpacite.domain.sales.models.quotes import Quote


class Order(models.Model):
    """What is agreed and to be done (« commande »): from an accepted quote, or confirmed directly.

    `client_reference`: the number of the client's own order form, which the invoice must repeat.
    The lines are those of the quote; a direct order has none, its invoice is written from scratch.
    """

    deal = models.ForeignKey(Deal, on_delete=models.PROTECT, related_name="orders")
    kpa = models.ForeignKey("organisations.Kpa", on_delete=models.PROTECT, related_name="orders")
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="orders")
    quote = models.OneToOneField(Quote, on_delete=models.PROTECT, null=True, blank=True, related_name="order")
    number = models.CharField(_("numéro"), max_length=20)
    state = models.CharField(
        _("état"), max_length=10, choices=OrderState.choices, default=OrderState.CONFIRMED
    )
    title = models.CharField(_("objet"), max_length=120)
    service_on = models.DateField(_("pour le"), null=True, blank=True)
    place = models.CharField(_("lieu"), max_length=200, blank=True)
    client_reference = models.CharField(_("bon de commande du client"), max_length=60, blank=True)
    gross_cents = models.BigIntegerField(_("total TTC"), default=0)
    confirmed_at = models.DateTimeField(_("confirmée le"))
    done_at = models.DateTimeField(_("faite le"), null=True, blank=True)
    closed_at = models.DateTimeField(_("terminée le"), null=True, blank=True)
    cancelled_at = models.DateTimeField(_("annulée le"), null=True, blank=True)
    cancel_reason = models.CharField(_("raison"), max_length=500, blank=True)
    cancelled_by = models.CharField(_("qui renonce"), max_length=8, choices=CancelledBy.choices, blank=True)
    submission = models.CharField(max_length=64, unique=True, editable=False)

    class Meta:
        verbose_name = _("commande")
        constraints = [
            models.CheckConstraint(
                condition=~Q(title="") & ~Q(number=""),
                name="order_titled",
                violation_error_message=_("Écrivez l’objet de la commande."),
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=[OrderState.CONFIRMED, OrderState.PLANNED],
                    done_at=None,
                    closed_at=None,
                    cancelled_at=None,
                )
                | Q(state=OrderState.DONE, done_at__isnull=False, closed_at=None, cancelled_at=None)
                | Q(
                    state=OrderState.CLOSED,
                    done_at__isnull=False,
                    closed_at__isnull=False,
                    cancelled_at=None,
                )
                | Q(state=OrderState.CANCELLED, cancelled_at__isnull=False) & ~Q(cancel_reason=""),
                name="order_state_dated",
                violation_error_message=_("Dites pourquoi la commande est annulée."),
            ),
            models.CheckConstraint(
                condition=Q(cancelled_by="")
                | Q(state=OrderState.CANCELLED, cancelled_by__in=CancelledBy.values),
                name="order_given_up_when_cancelled",
                violation_error_message=_("Dites qui renonce à la commande."),
            ),
            models.UniqueConstraint(
                fields=["kpa", "number"],
                name="order_number_once",
                violation_error_message=_("Ce numéro de commande existe déjà."),
            ),
        ]
        indexes = [models.Index(fields=["kpa", "confirmed_at", "id"], name="order_by_kpa")]

    def __str__(self) -> str:
        return self.number


class OrderJob(models.Model):
    """This job of the agenda is done for this order."""

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="order_jobs")
    job = models.OneToOneField("activities.Job", on_delete=models.PROTECT, related_name="order_job")

    class Meta:
        verbose_name = _("intervention d’une commande")
        verbose_name_plural = _("interventions d’une commande")

    def __str__(self) -> str:
        return f"{self.order} : {self.job}"
