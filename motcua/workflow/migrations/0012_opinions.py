"""Rounds of opinions on the draft of a process, the answers of agencies, and what became of their remarks."""


import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('files', '0001_initial'),
        ('offices', '0008_tax_office'),
        ('workflow', '0011_demands_of_outcomes'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='OpinionRound',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('n', models.PositiveSmallIntegerField()),
                ('graph', models.JSONField()),
                ('word', models.CharField(blank=True, max_length=2000)),
                ('until', models.DateField()),
                ('sent_at', models.DateTimeField()),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('closed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('process', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='opinion_rounds', to='workflow.process')),
                ('sent_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('version', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='opinion_rounds', to='workflow.processversion')),
            ],
            options={
                'ordering': ['process_id', '-n'],
            },
        ),
        migrations.CreateModel(
            name='Opinion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('verdict', models.CharField(blank=True, choices=[('agree', 'agree'), ('remarks', 'remarks'), ('disagree', 'disagree')], max_length=10)),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('file_name', models.CharField(blank=True, max_length=120)),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='offices.agency')),
                ('answered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('file', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.storedfile')),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='opinions', to='workflow.opinionround')),
            ],
            options={
                'ordering': ['round_id', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Remark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('n', models.PositiveSmallIntegerField()),
                ('text', models.CharField(max_length=2000)),
                ('reply', models.CharField(blank=True, choices=[('accepted', 'accepted'), ('explained', 'explained')], max_length=10)),
                ('reply_text', models.CharField(blank=True, max_length=2000)),
                ('replied_at', models.DateTimeField(blank=True, null=True)),
                ('opinion', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='remarks', to='workflow.opinion')),
                ('replied_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['opinion_id', 'n'],
            },
        ),
        migrations.AddConstraint(
            model_name='opinionround',
            constraint=models.UniqueConstraint(fields=('process', 'n'), name='opinion_round_n'),
        ),
        migrations.AddConstraint(
            model_name='opinionround',
            constraint=models.UniqueConstraint(condition=models.Q(('closed_at__isnull', True)), fields=('process',), name='opinion_round_open_once'),
        ),
        migrations.AddConstraint(
            model_name='opinionround',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', True), ('closed_by__isnull', True)), models.Q(('closed_at__gte', models.F('sent_at')), ('closed_by__isnull', False)), _connector='OR'), name='opinion_round_closed'),
        ),
        migrations.AddConstraint(
            model_name='opinion',
            constraint=models.UniqueConstraint(fields=('round', 'agency'), name='opinion_once'),
        ),
        migrations.AddConstraint(
            model_name='opinion',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('answered_at__isnull', True), ('answered_by__isnull', True), ('file__isnull', True), ('verdict', '')), models.Q(models.Q(('verdict', ''), _negated=True), ('answered_at__isnull', False), ('answered_by__isnull', False)), _connector='OR'), name='opinion_answered'),
        ),
        migrations.AddConstraint(
            model_name='remark',
            constraint=models.UniqueConstraint(fields=('opinion', 'n'), name='remark_n'),
        ),
        migrations.AddConstraint(
            model_name='remark',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('replied_at__isnull', True), ('replied_by__isnull', True), ('reply', ''), ('reply_text', '')), models.Q(models.Q(('reply', ''), _negated=True), ('replied_at__isnull', False), ('replied_by__isnull', False)), _connector='OR'), name='remark_replied'),
        ),
    ]
