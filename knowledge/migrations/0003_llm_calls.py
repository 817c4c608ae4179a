from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('knowledge', '0002_chunk_embedding_hnsw'),
    ]

    operations = [
        migrations.CreateModel(
            name='LlmCall',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('purpose', models.TextField(help_text='What it was for: answer.')),
                ('model', models.TextField()),
                ('prompt_version', models.TextField(help_text="Beginning of the prompt's SHA-256.")),
                ('started_at', models.DateTimeField()),
                ('ms', models.PositiveIntegerField(help_text='All attempts and the pauses between them.', null=True)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('outcome', models.TextField(choices=[('running', 'Running'), ('answered', 'Answered'), ('cut_short', 'cut short: the longest answer was reached'), ('refused', 'refused by Claude'), ('rate_limited', 'too many requests'), ('overloaded', 'Overloaded'), ('server_error', 'fault of the server'), ('unreachable', 'Unreachable'), ('timed_out', 'timed out'), ('broken', 'answer not of its form, or cut off'), ('rejected', 'request or key not accepted'), ('interrupted', 'stopped here'), ('lost', 'its process is gone')], default='running')),
                ('stop_reason', models.TextField(blank=True, default='', help_text='As Claude said.')),
                ('input_tokens', models.PositiveIntegerField(help_text='Those neither written to nor read from its cache.', null=True)),
                ('output_tokens', models.PositiveIntegerField(null=True)),
                ('cache_write_tokens', models.PositiveIntegerField(null=True)),
                ('cache_read_tokens', models.PositiveIntegerField(null=True)),
                ('cost_usd', models.DecimalField(decimal_places=6, help_text='By the table of prices; where no count came, the most it can be.', max_digits=12)),
                ('request_id', models.TextField(blank=True, default='', help_text="Claude's, of the last attempt.")),
                ('error', models.TextField(blank=True, default='')),
            ],
            options={
                'verbose_name': 'call to Claude',
                'verbose_name_plural': 'calls to Claude',
                'db_table': 'llm_calls',
                'indexes': [models.Index(fields=['started_at'], include=('cost_usd',), name='llm_calls_costs'), models.Index(condition=models.Q(('outcome', 'running')), fields=['started_at'], name='llm_calls_running')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('ms', None), ('outcome', 'running')), models.Q(models.Q(('outcome', 'running'), _negated=True), ('ms__isnull', False)), _connector='OR'), name='llm_calls_timed_unless_running')],
            },
        ),
        migrations.CreateModel(
            name='LlmSwitch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_on', models.BooleanField(default=True, help_text='Off: passages are quoted as without a key, and nothing is sent.', verbose_name='compose answers with Claude')),
                ('reason', models.TextField(blank=True, default='', help_text='Why, for the rest of the staff.')),
                ('changed_by', models.TextField(blank=True, default='')),
                ('changed_at', models.DateTimeField(null=True)),
            ],
            options={
                'verbose_name': 'switch for Claude',
                'verbose_name_plural': 'switch for Claude',
                'db_table': 'llm_switch',
                'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='llm_switch_one_row')],
            },
        ),
    ]
