"""The rules of this area: the coordination of the network, the members of a KPA, the funders, everybody."""

from kpacite.interfaces.www.gates import FUNDER, KPA_MEMBER, NETWORK_STAFF
from kpacite.platform.access import PUBLIC

__all__ = ["FUNDER", "KPA_MEMBER", "NETWORK_STAFF", "PUBLIC"]
