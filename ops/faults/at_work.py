"""Included by the workers of a fault: with it they know the jobs faults happen to."""

from ops import jobs
from ops.faults.jobs import ALL

setattr(jobs, "JOBS", (*jobs.JOBS, *ALL))  # noqa: B010 - a constant, but for faults
jobs.registry.cache_clear()
