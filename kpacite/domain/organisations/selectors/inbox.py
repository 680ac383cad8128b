from django.db.models import F, QuerySet

from kpacite.domain.organisations.models import ContactMessage, Organisation


def inbox(organisation: Organisation) -> QuerySet[ContactMessage]:
    """The messages to one organisation: those that wait first, then the latest first."""
    rows = ContactMessage.objects.filter(organisation=organisation).select_related("handled_by__person")
    return rows.order_by(F("handled_at").asc(nulls_first=True), F("received_at").desc(), "-pk")


def waiting_count(organisation: Organisation) -> int:
    return ContactMessage.objects.waiting().filter(organisation=organisation).count()
