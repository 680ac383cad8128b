"""The links of this app to people (decision 0044): a frozen bilan keeps the name of who froze it."""

from kpacite.domain.people import ties
from kpacite.domain.people.ties import Policy, Tie

ties.declare(
    Tie("indicators.reportfreeze", "author", Policy.FOLLOW),
    Tie("indicators.reporttext", "author"),
    Tie("indicators.reportphoto", "agreed_by", Policy.FOLLOW),
    Tie("indicators.reportphoto", "removed_by", Policy.FOLLOW),
    Tie("indicators.sheet", "owner"),
)
