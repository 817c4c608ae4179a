"""Each user is a connection, and each connection an open file."""

import resource


def raise_limit() -> int:
    """Allow as many open files as the system lets this user; give the number."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    return most
