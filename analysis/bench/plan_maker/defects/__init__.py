"""The defects that sets are seeded with, and what only looks like one."""

from analysis.bench.plan_maker.defects import (
    drawings,
    files,
    near_misses,
    title_blocks,
    whole_sets,
)
from analysis.bench.plan_maker.defects.defect import Defect

DEFECTS: tuple[Defect, ...] = (
    *drawings.DEFECTS,
    *files.DEFECTS,
    *title_blocks.DEFECTS,
    *whole_sets.DEFECTS,
)
NEAR_MISSES: tuple[Defect, ...] = near_misses.NEAR_MISSES

__all__ = ["DEFECTS", "NEAR_MISSES", "Defect"]
