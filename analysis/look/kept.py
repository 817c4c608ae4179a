"""What Claude said of a job's sheets, kept so that no sheet is paid for twice."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import models

from analysis.jobs.claims import Claim
from analysis.look import answer
from analysis.look.answer import SheetLook
from analysis.look.looked import INTERRUPTED, NOT_AS_ASKED, LookedAt
from analysis.models import PlanLook


@dataclass(frozen=True, slots=True)
class Kept:
    """The memory of a job. Each write raises LostError where the job is not ours."""

    claim: Claim

    def known(self) -> LookedAt:
        """What earlier attempts sent; what they did not live to hear of is missed."""
        seen: dict[int, SheetLook] = {}
        missed: dict[int, str] = {}
        for row in PlanLook.objects.filter(job=self.claim.job):
            look = answer.sheet_look(row.said)
            if look is not None:
                seen[row.number] = look
            elif row.said is not None:
                # Kept by another version of this code.
                missed[row.number] = NOT_AS_ASKED
            else:
                missed[row.number] = row.missed or INTERRUPTED
        return LookedAt(seen, missed)

    def asking(self, sheets: Sequence[int]) -> None:
        with self.claim.writing():
            PlanLook.objects.bulk_create(
                PlanLook(job=self.claim.job, number=number) for number in sheets
            )

    def never_sent(self, sheets: Sequence[int]) -> None:
        with self.claim.writing():
            self._rows(sheets).delete()

    def keep(
        self,
        seen: Mapping[int, SheetLook],
        missed: Mapping[int, str],
        call_id: int | None,
    ) -> None:
        with self.claim.writing():
            self._rows([*seen, *missed]).update(call=call_id)
            for number, look in seen.items():
                self._rows([number]).update(said=answer.as_json(look))
            for number, why in missed.items():
                self._rows([number]).update(missed=why)

    def _rows(self, sheets: Sequence[int]) -> models.QuerySet[PlanLook]:
        return PlanLook.objects.filter(job=self.claim.job, number__in=sheets)
