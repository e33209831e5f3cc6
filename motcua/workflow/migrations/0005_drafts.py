import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("workflow", "0004_graphs"),
    ]

    operations = [
        migrations.CreateModel(
            name="ProcessDraft",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("n", models.PositiveIntegerField(default=1)),
                ("rows", models.JSONField(blank=True, null=True)),
                ("graph", models.JSONField(blank=True, null=True)),
                ("changed_at", models.DateTimeField()),
                (
                    "changed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "process",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="draft", to="workflow.process"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("graph__isnull", False), ("rows__isnull", True)),
                            models.Q(("graph__isnull", True), ("rows__isnull", False)),
                            _connector="OR",
                        ),
                        name="draft_rows_or_graph",
                    )
                ],
            },
        ),
    ]
