"""Who did what, on which object, when and why: rows that nobody can change or remove.

Services write them (`audit.record`), inside their own transaction; screens read them through
`audit.for_target` and `audit.by_actor`.
"""

from kpacite.platform.audit.models import TRIGGERS, AuditEvent
from kpacite.platform.audit.selectors import by_actor, for_target
from kpacite.platform.audit.services import Actor, InvalidAction, record

__all__ = ["TRIGGERS", "Actor", "AuditEvent", "InvalidAction", "by_actor", "for_target", "record"]
