"""Sales at the till, without an invoice."""

from kpacite.domain.sales.models import CounterSale
from tests.areas import HERE, everywhere, first

STANDING = {"payment__kpa__organisation__slug": HERE, "payment__cancelled_at__isnull": True}
ARGUMENTS = {"sale": lambda _name: CounterSale.objects.filter(**STANDING).order_by("pk")[0].pk}
VISITOR_BY_ACCESS = {
    "counter_reader": "Amina",
    "counter_seller": "Amina",
    "counter_corrector": "Amina",
}
ONE = {"kpa": HERE, "sale": first(CounterSale.objects, **STANDING)}
SAMPLES = {
    "counter_sale": [ONE],
    "counter_cancel": [ONE],
    **everywhere("kpa", HERE, "counter", "counter_sell"),
}
