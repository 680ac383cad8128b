"""Books opened before: accounts of rents, insurance, fees and telecoms, and of arrhes kept or doubled."""

from typing import Any

from django.db import migrations

MISSING = (
    # role, detail, number, label, kind
    ("other_purchases", "rent", "613000", "Locations", "expense"),
    ("other_purchases", "insurance", "616000", "Primes d’assurances", "expense"),
    ("other_purchases", "fees", "622600", "Honoraires", "expense"),
    ("other_purchases", "telecom", "626000", "Frais postaux et de télécommunications", "expense"),
    ("earnest_doubled", "", "658800", "Autres charges diverses de gestion courante", "expense"),
    ("earnest_kept", "", "758800", "Autres produits divers de gestion courante", "income"),
)


def complete(apps: Any, _schema: object) -> None:
    book_model = apps.get_model("ledger", "Book")
    account_model = apps.get_model("ledger", "Account")
    mapping_model = apps.get_model("ledger", "AccountMapping")
    for book in book_model.objects.order_by("pk"):
        for role, detail, number, label, kind in MISSING:
            if mapping_model.objects.filter(book=book, role=role, detail=detail).exists():
                continue
            account, _created = account_model.objects.get_or_create(
                book=book, number=number, defaults={"label": label, "kind": kind}
            )
            mapping_model.objects.create(book=book, role=role, detail=detail, account=account)


class Migration(migrations.Migration):
    dependencies = [("ledger", "0006_earnest_roles")]
    operations = [migrations.RunPython(complete, migrations.RunPython.noop)]
