from dataclasses import replace
from datetime import datetime

from django.db import transaction

from kpacite.domain.people.models import Person
from kpacite.domain.sales.models import Client, Lead, Quote
from kpacite.domain.sales.services.leads import match_client
from kpacite.domain.sales.services.quotes import QuoteWords, write_quote
from kpacite.platform.audit import Actor


@transaction.atomic
def quote_lead(
    *,
    lead: Lead,
    client: Client | None,
    words: QuoteWords,
    submission: str,
    author: Person | None,
    actor: Actor | None,
    now: datetime,
) -> Quote:
    """Turn a request into a quote: its client is matched, or added to the book, in the same step.

    Once for each `submission`. Raises what `match_client` and `write_quote` raise.
    """
    if known := Quote.objects.filter(submission=submission).first():
        return known
    found = match_client(lead=lead, client=client, actor=actor, now=now)
    return write_quote(
        kpa=lead.deal.kpa,
        words=replace(words, client=found),
        submission=submission,
        author=author,
        deal=lead.deal,
        actor=actor,
        now=now,
    )
