# One image for web, worker, plans and beat; Railway and any other host of containers.
FROM python:3.11-slim-bookworm
ENV PYTHONUNBUFFERED=1 PIP_DISABLE_PIP_VERSION_CHECK=1
# pg_dump of PostgreSQL 18, for backups, comes from PostgreSQL's own packages.
RUN apt-get update -qq \
    && apt-get install -y -qq --no-install-recommends ca-certificates postgresql-common \
    && /usr/share/postgresql-common/pgdg/apt.postgresql.org.sh -y \
    && apt-get install -y -qq --no-install-recommends postgresql-client-18 \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY requirements/base.txt requirements/base.txt
RUN pip install --no-cache-dir --require-hashes -r requirements/base.txt
COPY . .
# The files are named by their content, so that none of these values ends up in one.
RUN SECRET_KEY=build DATABASE_URL=postgresql://build/build REDIS_URL=redis://build \
    python manage.py collectstatic --no-input --verbosity 0
RUN useradd --system app && chown -R app var
USER app
CMD ["gunicorn", "--config", "python:sfpermits.gunicorn", "sfpermits.wsgi"]
