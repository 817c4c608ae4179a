"""People and firms by name, licence and business number: one index for all of them.

Beside the words, `entity_words` holds how busy an entity is ("#0" to "#4"), so that
a search for a common word can begin with the busiest.
"""

from typing import ClassVar

from django.db import migrations

# Apostrophes are dropped, and other marks separate: O'BRIEN and OBRIEN are one word,
# A/C two. The parser of text search would take "a/c" for a file, "j.t.roe" for a host.
# Accents are taken off as search/tokens.py does.
FUNCTION = r"""
CREATE OR REPLACE FUNCTION entity_words(
    name text,
    spellings jsonb,
    licenses text[],
    business_numbers text[],
    permit_count integer
) RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN to_tsvector(
    'simple'::regconfig,
    translate(
        coalesce(name, '') || ' '
        || coalesce(jsonb_path_query_array(spellings, '$[*].name')::text, ''),
        'áàâäãåéèêëíìîïóòôöõúùûüñçÁÀÂÄÃÅÉÈÊËÍÌÎÏÓÒÔÖÕÚÙÛÜÑÇ'
        '[]{}()<>"\.,;:/&+-_*#@!?=|`''',
        'aaaaaaeeeeiiiiooooouuuuncAAAAAAEEEEIIIIOOOOOUUUUNC'
        '                          '
    )
) || array_to_tsvector(
    array_remove(array_remove(licenses || business_numbers, NULL), '')
    || ARRAY['#' || width_bucket(permit_count, '{10,100,300,1000}'::integer[])::text]
)
"""
INDEX = """
CREATE INDEX CONCURRENTLY entities_words ON entities USING gin (
    entity_words(name, spellings, licenses, business_numbers, permit_count)
)
"""


class Migration(migrations.Migration):
    atomic = False
    dependencies: ClassVar = [("permits", "0007_neighborhood_statistics")]
    operations: ClassVar = [
        migrations.RunSQL(FUNCTION, "DROP FUNCTION IF EXISTS entity_words"),
        # What an attempt that was cut short left behind is of no use.
        migrations.RunSQL(
            "DROP INDEX CONCURRENTLY IF EXISTS entities_words",
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(INDEX, "DROP INDEX CONCURRENTLY IF EXISTS entities_words"),
    ]
