"""Derived tables brought up to date after a load: `refresh` runs what has to be run."""

from permits.refresh.lock import BusyError
from permits.refresh.run import Outcome, refresh
from permits.refresh.steps import Step

__all__ = ["BusyError", "Outcome", "Step", "refresh"]
