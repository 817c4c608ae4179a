"""manage.py cron JOB: run a job by hand, or from any scheduler, as beat would."""

import datetime as dt
import getpass
from argparse import ArgumentParser, ArgumentTypeError
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from ops import cron_log, jobs, reconcile
from ops.locks import NotClaimedError
from ops.models import CronLog
from ops.schedule import CITY


class Command(BaseCommand):
    help = "Run one job and log it in cron_log; a slot that was run is not run again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("job", nargs="?", help="a name from --list")
        parser.add_argument(
            "--scheduled-for",
            type=_slot,
            metavar="WHEN",
            help="the slot to run, as 2026-03-08T03:30 (San Francisco) or with an"
            " offset; 'now' runs it once more; the job's newest slot if not given",
        )
        parser.add_argument("--list", action="store_true", help="show all jobs")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["list"]:
            self._list()
        elif options["job"]:
            self._run(options["job"], options["scheduled_for"])
        else:
            raise CommandError("Name a job, or ask for --list.")

    def _run(self, name: str, slot: dt.datetime | None) -> None:
        try:
            wanted = jobs.job(name)
            slot = slot or reconcile.latest_slot(wanted, timezone.now())
            by = f"manage.py ({getpass.getuser()})"
            row = cron_log.run(wanted, scheduled_for=slot, by=by, again=True)
        except jobs.UnknownJobError as error:
            raise CommandError(str(error)) from error
        except NotClaimedError as reason:
            self.stdout.write(str(reason))
            return
        if row.status not in {CronLog.Status.SUCCESS, CronLog.Status.SKIPPED}:
            raise CommandError(f"{row}: {row.status}. {row.error_message}")
        self.stdout.write(f"{row}: {row.status}. {row.error_message}".strip())

    def _list(self) -> None:
        last = cron_log.last_runs()
        line = "{:<32}  {:<24}  {:<28}  {}"
        self.stdout.write(line.format("job", "when", "last run", "next"))
        for each in jobs.registry().values():
            row = last.get(each.name)
            following = each.schedule.following(timezone.now())
            ran = f"{row.status}, {_local(row.started_at)}" if row else "not run yet"
            when = each.schedule.words()
            self.stdout.write(line.format(each.name, when, ran, _local(following)))


def _local(moment: dt.datetime) -> str:
    return f"{moment.astimezone(CITY):%Y-%m-%d %H:%M}"


def _slot(text: str) -> dt.datetime:
    if text == "now":
        return timezone.now()
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(
            f"{text!r} is not a time like 2026-03-08T03:30"
        ) from error
    return moment if moment.tzinfo else moment.replace(tzinfo=CITY)
