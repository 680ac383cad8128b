import hashlib
import io
from datetime import date
from itertools import count

from PIL import Image

from kpacite.domain.activities.models import Activity
from kpacite.domain.organisations.models import Kpa, Organisation
from kpacite.domain.people.models import Account
from kpacite.domain.sales import services
from kpacite.domain.sales.enums import ExpenseKind, ExpenseState
from kpacite.domain.sales.models import ExpenseClaim
from kpacite.integrations.uploads import clean_file
from tests.factories.people import NOW, TODAY

_shades = count(1)


def photo(shade: int = 0, *, size: tuple[int, int] = (60, 40), **options: object) -> bytes:
    """A picture of a receipt; each call gives another one unless `shade` is given."""
    spots = hashlib.sha256(str(shade or -next(_shades)).encode()).digest()[:27]
    out = io.BytesIO()
    picture = Image.frombytes("RGB", (3, 3), spots).resize(size, Image.Resampling.NEAREST)
    picture.save(out, "JPEG", quality=95, **options)
    return out.getvalue()


def make_expense(
    kpa: Kpa | Organisation,
    who: Account,
    *,
    activity: Activity | None = None,
    cents: int = 2_550,
    state: ExpenseState = ExpenseState.SUBMITTED,
    checker: Account | None = None,
    **fields: object,
) -> ExpenseClaim:
    """Flour bought by `who`, with its photo, as far as `state` (draft, submitted or checked)."""
    details = {"kind": ExpenseKind.MATERIALS, "label": "Farine", "spent_on": date(2026, 3, 2)} | fields
    by = {"actor": who, "now": NOW}
    claim = services.expenses.note_expense(
        kpa=Kpa.objects.get(pk=kpa.pk),
        claimant=who.person,
        activity=activity,
        amount_cents=cents,
        today=TODAY,
        **details,
        **by,
    )
    services.expenses.add_receipt(claim=claim, clean=clean_file(photo()), **by)
    if state is not ExpenseState.DRAFT:
        claim = services.expenses.submit_expense(claim=claim, by=who.person, today=TODAY, **by)
    if state is ExpenseState.CHECKED:
        claim = services.expenses.check_expense(
            claim=claim, by=checker.person, is_production=True, actor=checker, now=NOW
        )
    return claim
