"""PostgreSQL for one machine: finds its programs, makes a cluster in the data folder, starts and stops it.

Knows nothing of Django or of tables. Where `DATABASE_URL` is set, none of this runs.
"""

from fuxue.postgres.server import Server, Status

__all__ = ["Server", "Status"]
