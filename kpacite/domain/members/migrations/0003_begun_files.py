from django.db import migrations
from django.db.models import F, Q


def begin(apps, _editor):
    """Whoever has done a step or answered keeps what was asked on the day she came."""
    files = apps.get_model("members", "WelcomeFile").objects.all()
    begun = files.filter(Q(ticks__isnull=False) | Q(answers__isnull=False)).values("pk").distinct()
    files.filter(pk__in=begun).update(begun_at=F("received_at"))


class Migration(migrations.Migration):
    dependencies = [("members", "0002_welcome_setup")]
    operations = [migrations.RunPython(begin, migrations.RunPython.noop)]
