"""Stops the servers when the last process that used them was killed.

Runs beside them as `python -m ops.embedded.keeper VAR` and waits for `users.lock` to be
free. It inherits the lock on `keeper.lock`, so that there is one keeper for each `var`.
"""

import os
import sys
import time
from pathlib import Path

from ops.embedded.sharing import nobody_else_uses, starting, stop_servers

EVERY = 0.5


def main(var: Path) -> None:
    """Look every half second; end once the servers are stopped or `var` is gone."""
    users = os.open(var / "users.lock", os.O_RDWR)
    while (var / "users.lock").exists():
        time.sleep(EVERY)
        with starting(var):
            if nobody_else_uses(users):
                stop_servers(var)
                return


if __name__ == "__main__":
    main(Path(sys.argv[1]))
