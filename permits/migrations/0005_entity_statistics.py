from typing import ClassVar

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("permits", "0004_entities_and_relationships")]

    operations: ClassVar = [
        migrations.CreateModel(
            name='RoleStatistics',
            fields=[
                ('role', models.TextField(help_text='In lower case.', primary_key=True, serialize=False)),
                ('entities', models.IntegerField()),
                ('regulars', models.IntegerField(help_text='Of them on at least 10 permits.')),
                ('median_permits', models.FloatField(help_text='Of the regulars.', null=True)),
                ('issued', models.JSONField(help_text='As EntityStatistics.issued; a permit counts once for the role.')),
                ('inspected_entities', models.IntegerField(help_text='With at least 10 permits of which an inspector is recorded.')),
                ('one_inspector_entities', models.IntegerField(help_text='Of them with one inspector on half of those permits or more.')),
                ('costly_permits', models.IntegerField(help_text='As EntityStatistics, each once.')),
                ('fast_permits', models.IntegerField()),
            ],
            options={
                'db_table': 'role_statistics',
            },
        ),
        migrations.CreateModel(
            name='EntityStatistics',
            fields=[
                ('entity', models.OneToOneField(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='statistics', serialize=False, to='permits.entity')),
                ('partners', models.IntegerField(help_text='Rows of relationships that it is in.')),
                ('building_permits', models.IntegerField()),
                ('electrical_permits', models.IntegerField()),
                ('plumbing_permits', models.IntegerField()),
                ('other_permits', models.IntegerField(help_text='Named by contacts, but in no table of permits.')),
                ('years', models.JSONField(help_text='[{year, permits}] by the year filed, the first year first.')),
                ('types', models.JSONField(help_text='[{form, definition, permits}] of building permits, commonest first.')),
                ('neighborhoods', models.JSONField(help_text='[{name, permits}], commonest first.')),
                ('issued', models.JSONField(help_text='{form: {permits, median_days}} filed to issued; form: `counter` (form 8) or `other`; building permits with both dates in order.')),
                ('inspected_permits', models.IntegerField(help_text='Building permits with an inspection whose inspector is recorded.')),
                ('top_inspector', models.TextField(null=True)),
                ('top_inspector_permits', models.IntegerField()),
                ('costly_permits', models.IntegerField(help_text='Issued building permits above $100,000, both dates in order.')),
                ('fast_permits', models.IntegerField(help_text='Of them issued in under 7 days.')),
                ('fast_numbers', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), help_text='The 10 latest of those.', size=None)),
                ('writings', models.JSONField(help_text='The 12 commonest ways its contacts are written: [{first_name, last_name, firm_name, license1, business, contacts, permit}]; no nulls.')),
                ('writing_count', models.IntegerField(help_text='How many ways there are in all.')),
                ('role', models.ForeignKey(db_column='role', db_constraint=False, db_index=False, help_text='Its commonest role; null: none is recorded.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='permits.rolestatistics')),
            ],
            options={
                'db_table': 'entity_statistics',
            },
        ),
    ]
