"""The till: what leaves it was in it."""

from datetime import date

from django.utils.translation import gettext as _

from kpacite.domain.ledger.models import Book
from kpacite.domain.sales.selectors.deposits import till_from
from kpacite.domain.sales.services.payments.errors import TillWouldOwe
from kpacite.kernel.money import Euro


def check_till(book: Book, *, day: date, cents: int) -> None:
    """Called with the book locked by a posting to come. Raises TillWouldOwe."""
    held = till_from(book, day)
    if cents > held:
        words = _("Il n’y a pas assez dans la caisse ce jour-là : %(held)s.")
        raise TillWouldOwe(words % {"held": Euro(max(held, 0))})
