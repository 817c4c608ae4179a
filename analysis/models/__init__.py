"""Plan checks: a job for each upload, its sheets as read, and what was found."""

from analysis.models.finding import PlanFinding
from analysis.models.job import PlanJob
from analysis.models.look import PlanLook
from analysis.models.sheet import PlanSheet

__all__ = ["PlanFinding", "PlanJob", "PlanLook", "PlanSheet"]
