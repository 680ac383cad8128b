from django.db import migrations


class Migration(migrations.Migration):
    """After their rows became payments: on PostgreSQL a table is not altered where rows were just written."""

    dependencies = [
        ('sales', '0015_supplier_payments'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='supplierinvoice',
            name='supplier_invoice_paid_dated',
        ),
        migrations.RemoveField(
            model_name='supplierinvoice',
            name='paid_by',
        ),
        migrations.RemoveField(
            model_name='supplierinvoice',
            name='paid_on',
        ),
        migrations.RemoveField(
            model_name='supplierinvoice',
            name='payment_entry',
        ),
        migrations.RemoveField(
            model_name='supplierinvoice',
            name='payment_ref',
        ),
    ]
