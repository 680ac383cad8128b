import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('members', '0003_begun_files'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='welcomefile',
            name='filled_alone_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='fiche remplie seule le'),
        ),
        migrations.CreateModel(
            name='WelcomeLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token_hash', models.CharField(max_length=64, unique=True)),
                ('created_at', models.DateTimeField(verbose_name='donné le')),
                ('expires_at', models.DateTimeField(verbose_name='valable jusqu’au')),
                ('revoked_at', models.DateTimeField(blank=True, null=True, verbose_name='fermé le')),
                ('created_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='links', to='members.welcomefile')),
            ],
            options={
                'verbose_name': 'lien d’accueil',
                'verbose_name_plural': 'liens d’accueil',
                'constraints': [models.CheckConstraint(condition=models.Q(('expires_at__gt', models.F('created_at'))), name='welcome_link_dates_in_order', violation_error_message='Un lien finit après avoir été donné.')],
            },
        ),
    ]
