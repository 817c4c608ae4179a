"""The suite runs on real PostgreSQL and Redis: embedded ones in var/test, unless named."""

import os
from pathlib import Path

os.environ.setdefault("SFPERMITS_VAR", "var/test")
os.environ.setdefault("SECRET_KEY", "tests-only")

from ops import embedded

embedded.provide((Path(__file__).parent / os.environ["SFPERMITS_VAR"]).resolve())
