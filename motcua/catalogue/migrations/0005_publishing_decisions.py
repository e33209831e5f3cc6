"""Publishing decisions, what they say of each procedure and who has read of it; how it is done; the level of 2011."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('catalogue', '0004_on_the_spot'),
        ('files', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='procedureversion',
            name='online_level',
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='procedureversion',
            name='online_reason',
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name='procedureversion',
            name='steps',
            field=models.TextField(blank=True),
        ),
        migrations.CreateModel(
            name='PublishingDecision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=60)),
                ('dated', models.DateField()),
                ('agency', models.CharField(max_length=200)),
                ('agency_code', models.CharField(blank=True, max_length=35)),
                ('of_ministry', models.BooleanField(default=False)),
                ('subject', models.CharField(blank=True, max_length=500)),
                ('effective_from', models.DateField()),
                ('legal_from', models.DateField(blank=True, null=True)),
                ('edition', models.PositiveIntegerField(default=1)),
                ('drafted_at', models.DateTimeField()),
                ('published_at', models.DateTimeField(blank=True, null=True)),
                ('corrects', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='corrected_by', to='catalogue.publishingdecision')),
                ('drafted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('published_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('scan', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.storedfile')),
            ],
            options={
                'ordering': ['-dated', '-id'],
            },
        ),
        migrations.CreateModel(
            name='DecisionItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('n', models.PositiveSmallIntegerField()),
                ('kind', models.CharField(choices=[('new', 'new'), ('amended', 'amended'), ('standardised', 'standardised'), ('repealed', 'repealed')], max_length=12)),
                ('code', models.CharField(max_length=40)),
                ('name', models.CharField(max_length=1000)),
                ('content', models.JSONField(blank=True, null=True)),
                ('moves', models.BooleanField(default=False)),
                ('reason', models.CharField(blank=True, max_length=500)),
                ('before', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='ended_by', to='catalogue.procedureversion')),
                ('version', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='item', to='catalogue.procedureversion')),
                ('decision', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='items', to='catalogue.publishingdecision')),
            ],
            options={
                'ordering': ['decision_id', 'n'],
            },
        ),
        migrations.CreateModel(
            name='ChangeSeen',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seen_at', models.DateTimeField()),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('decision', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='seen', to='catalogue.publishingdecision')),
            ],
        ),
        migrations.AddIndex(
            model_name='publishingdecision',
            index=models.Index(fields=['published_at'], name='publishing_decision_when'),
        ),
        migrations.AddConstraint(
            model_name='publishingdecision',
            constraint=models.UniqueConstraint(fields=('agency', 'number', 'dated'), name='publishing_decision_once'),
        ),
        migrations.AddConstraint(
            model_name='publishingdecision',
            constraint=models.CheckConstraint(condition=models.Q(('effective_from__gte', models.F('dated'))), name='publishing_decision_not_before_its_date'),
        ),
        migrations.AddConstraint(
            model_name='publishingdecision',
            constraint=models.CheckConstraint(condition=models.Q(('published_by__isnull', True), ('published_at__isnull', False), _connector='OR'), name='publishing_decision_published_by'),
        ),
        migrations.AddConstraint(
            model_name='publishingdecision',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('number', ''), _negated=True), models.Q(('agency', ''), _negated=True)), name='publishing_decision_has_number_and_agency'),
        ),
        migrations.AddIndex(
            model_name='decisionitem',
            index=models.Index(fields=['code'], name='decision_item_code'),
        ),
        migrations.AddConstraint(
            model_name='decisionitem',
            constraint=models.UniqueConstraint(fields=('decision', 'n'), name='decision_item_n'),
        ),
        migrations.AddConstraint(
            model_name='decisionitem',
            constraint=models.UniqueConstraint(fields=('decision', 'code'), name='decision_item_code_once'),
        ),
        migrations.AddConstraint(
            model_name='decisionitem',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('content__isnull', True), ('kind', 'repealed')), models.Q(models.Q(('kind', 'repealed'), _negated=True), ('content__isnull', False)), _connector='OR'), name='decision_item_content'),
        ),
        migrations.AddConstraint(
            model_name='decisionitem',
            constraint=models.CheckConstraint(condition=models.Q(('moves', False), models.Q(('reason', ''), _negated=True), _connector='OR'), name='decision_item_moves_for_a_reason'),
        ),
        migrations.AddConstraint(
            model_name='changeseen',
            constraint=models.UniqueConstraint(fields=('account', 'decision'), name='change_seen_once'),
        ),
    ]
