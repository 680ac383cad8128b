"""Every table of the platform app; each model lives beside the code that uses it."""

from kpacite.platform.audit.models import AuditEvent
from kpacite.platform.numbering import Counter
from kpacite.platform.private_files import PrivateFile
from kpacite.platform.tasks import ScheduledRun

__all__ = ["AuditEvent", "Counter", "PrivateFile", "ScheduledRun"]
