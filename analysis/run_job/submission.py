"""What the visitor said of a set, with what the permit record adds."""

from analysis.models import PlanJob
from analysis.plan_set import Submission
from permits.querysets.permits import permit


def submission(job: PlanJob) -> Submission:
    """Give it to the checks; what is not in the record stays empty."""
    record = permit(job.permit_number) if job.permit_number else None
    return Submission(
        address=job.address,
        permit_number=job.permit_number,
        proposal=job.proposal,
        is_addendum=job.is_addendum,
        record_address=(record.address or "") if record else "",
        form=str(record.permit_type or "") if record else "",
    )
