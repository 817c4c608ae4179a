from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations
from pgvector.django import HnswIndex


class Migration(migrations.Migration):
    """The vector index, built without blocking writers: alone, and in no transaction."""

    atomic = False

    dependencies = [
        ('knowledge', '0001_initial'),
    ]

    operations = [
        AddIndexConcurrently(
            model_name='chunk',
            index=HnswIndex(
                name='knowledge_chunks_embedding',
                fields=['embedding'],
                m=24,
                ef_construction=128,
                opclasses=['vector_cosine_ops'],
            ),
        ),
    ]
