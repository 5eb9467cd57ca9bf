# syntax=docker/dockerfile:1
FROM python:3.12-slim AS packages
COPY requirements.txt /tmp/requirements.txt
RUN python -m venv /opt/opbx \
 && /opt/opbx/bin/pip install --no-cache-dir --require-hashes -r /tmp/requirements.txt

FROM python:3.12-slim
ENV PATH=/opt/opbx/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=opbx.settings \
    OPBX_STATIC_ROOT=/srv/static
RUN useradd --system --uid 10001 --home-dir /srv/opbx --shell /usr/sbin/nologin opbx \
 && install -d -o opbx -g opbx /srv/static /srv/state /srv/media
COPY --from=packages /opt/opbx /opt/opbx
COPY . /srv/opbx
WORKDIR /srv/opbx
# Collecting files reads the settings, which want keys; these never leave the build.
RUN OPBX_SECRET_KEY=build-only \
    OPBX_KEY_RING=v1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA= \
    python manage.py collectstatic --noinput --verbosity 0
USER opbx
EXPOSE 8000
# Threads wait for PostgreSQL; processes use the cores. /dev/shm keeps gunicorn's heartbeat off the disk.
# No access log: paths hold one-time links and call tokens.
CMD ["gunicorn", "opbx.wsgi", "--worker-class", "gthread", "--workers", "2", "--threads", "4", \
     "--bind", "0.0.0.0:8000", "--worker-tmp-dir", "/dev/shm", "--no-control-socket"]
