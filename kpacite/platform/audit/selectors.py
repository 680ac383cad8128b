from django.db import models

from kpacite.platform.audit.models import AuditEvent
from kpacite.platform.audit.services import Actor


def for_target(target: models.Model) -> models.QuerySet[AuditEvent]:
    """What happened to this object, the latest first."""
    mine = AuditEvent.objects.filter(target_type=target._meta.label_lower, target_id=str(target.pk))
    return mine.order_by("-at", "-pk")


def by_actor(actor: Actor) -> models.QuerySet[AuditEvent]:
    """What this account did, the latest first."""
    return AuditEvent.objects.filter(actor_id=actor.pk).order_by("-at", "-pk")
