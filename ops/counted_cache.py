"""The cache, which counts what it finds."""

from typing import Any

from django_redis.cache import RedisCache

from ops import metrics

_NOT_THERE = object()


class CountedCache(RedisCache):  # type: ignore[misc] # it has no types
    """django-redis's, with a hit, a miss or an error counted for each key read."""

    def get(
        self,
        key: str,
        default: Any = None,
        version: int | None = None,
        client: Any = None,
    ) -> Any:
        """Give what is stored, or `default`; `default` too if Redis is away."""
        found = super().get(key, _NOT_THERE, version, client)
        metrics.CACHE_READS.labels("miss" if found is _NOT_THERE else "hit").inc()
        return default if found is _NOT_THERE else found

    def get_many(self, keys: Any, version: int | None = None) -> dict[str, Any]:
        """Give what is stored by key; nothing if Redis is away."""
        asked = list(keys)
        found: dict[str, Any] = super().get_many(asked, version=version) or {}
        metrics.CACHE_READS.labels("hit").inc(len(found))
        metrics.CACHE_READS.labels("miss").inc(len(asked) - len(found))
        return found
