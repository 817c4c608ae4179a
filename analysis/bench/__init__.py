"""The benchmarks of this app, for `manage.py bench`."""

BENCHES = ("plans",)
