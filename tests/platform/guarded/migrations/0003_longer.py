from django.db import migrations, models


class Migration(migrations.Migration):
    """Alters both tables: SQLite rebuilds each of them."""

    dependencies = [("guarded", "0002_page_words")]
    operations = [
        migrations.AlterField("folder", "name", models.CharField(max_length=80)),
        migrations.AlterField("page", "words", models.CharField(max_length=200)),
    ]
