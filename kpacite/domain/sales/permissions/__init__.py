from kpacite.domain.sales.permissions.clients import may_read_clients, may_write_clients
from kpacite.domain.sales.permissions.groups import may_prepare, may_review

__all__ = ["may_prepare", "may_read_clients", "may_review", "may_write_clients"]
