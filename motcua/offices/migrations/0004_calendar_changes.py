"""Acts by which calendar rows are entered and withdrawn; hours may be withdrawn, days closed for a part."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("offices", "0003_absences"),
    ]

    operations = [
        migrations.AddField(
            model_name="officehours",
            name="withdrawn_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="specialday",
            name="closed_from",
            field=models.TimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="specialday",
            name="closed_to",
            field=models.TimeField(blank=True, null=True),
        ),
        migrations.CreateModel(
            name="CalendarChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("by", models.CharField(max_length=60)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="calendar_changes",
                        to="offices.agency",
                    ),
                ),
                (
                    "undoes",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="undone_by",
                        to="offices.calendarchange",
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "-id"],
            },
        ),
        migrations.AddField(
            model_name="officehours",
            name="entered_in",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="entered_%(class)s",
                to="offices.calendarchange",
            ),
        ),
        migrations.AddField(
            model_name="officehours",
            name="withdrawn_in",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="withdrawn_%(class)s",
                to="offices.calendarchange",
            ),
        ),
        migrations.AddField(
            model_name="specialday",
            name="entered_in",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="entered_%(class)s",
                to="offices.calendarchange",
            ),
        ),
        migrations.AddField(
            model_name="specialday",
            name="withdrawn_in",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="withdrawn_%(class)s",
                to="offices.calendarchange",
            ),
        ),
        migrations.AddConstraint(
            model_name="specialday",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("closed_from__isnull", True), ("closed_to__isnull", True)),
                    models.Q(
                        ("closed_from__isnull", False), ("closed_to__gt", models.F("closed_from")), ("kind", "closure")
                    ),
                    _connector="OR",
                ),
                name="special_day_part_closed",
            ),
        ),
    ]
