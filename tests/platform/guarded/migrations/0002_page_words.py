from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("guarded", "0001_initial")]
    operations = [migrations.AddField("page", "words", models.CharField(max_length=20, default=""))]
