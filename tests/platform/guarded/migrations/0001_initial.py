from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.CreateModel(
            "Folder",
            [
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=40)),
                ("closed", models.BooleanField(default=False)),
            ],
        ),
        migrations.CreateModel(
            "Page",
            [
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ("folder", models.ForeignKey("guarded.folder", on_delete=models.PROTECT)),
            ],
        ),
    ]
