"""What the two nightly jobs of backups do (declared in ops/jobs.py)."""

from typing import TYPE_CHECKING

from ops.backups import make, restore

if TYPE_CHECKING:
    from ops.cron_log import Run


def backup(run: "Run") -> None:
    """Raises BackupError."""
    made = make.back_up(progress=run.progress)
    run.figures(read=made.rows)
    run.say(f"{made.name}: {made.rows:,} rows, {made.size:,} bytes.")


def restore_check(run: "Run") -> None:
    """Raises BackupError."""
    found = restore.check(progress=run.progress)
    run.figures(read=found.manifest.rows)
    run.say(f"{found.manifest.name} came back whole in {found.seconds:.0f} s.")
