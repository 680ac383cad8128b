"""Books opened before a role existed get its account: the number of the proposed chart, to be changed at will."""

from typing import Any

from django.db import migrations

MISSING = (
    # role, number, label, kind
    ("opening_balance", "890000", "Bilan d’ouverture", "balance"),
    ("late_indemnity", "758000", "Produits divers de gestion courante", "income"),
)


def complete(apps: Any, _schema: object) -> None:
    book_model = apps.get_model("ledger", "Book")
    account_model = apps.get_model("ledger", "Account")
    mapping_model = apps.get_model("ledger", "AccountMapping")
    for book in book_model.objects.order_by("pk"):
        for role, number, label, kind in MISSING:
            if mapping_model.objects.filter(book=book, role=role, detail="").exists():
                continue
            account, _created = account_model.objects.get_or_create(
                book=book, number=number, defaults={"label": label, "kind": kind}
            )
            mapping_model.objects.create(book=book, role=role, detail="", account=account)


class Migration(migrations.Migration):
    dependencies = [("ledger", "0004_late_indemnity")]
    operations = [migrations.RunPython(complete, migrations.RunPython.noop)]
