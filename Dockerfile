# Jarshy in a container: docs/deployment.md. Nothing is fetched when it starts.
#
#   docker build --tag jarshy .
#   docker run --read-only --tmpfs /tmp --volume jarshy:/data --publish 8080:8080 --env-file .env jarshy

FROM python:3.13-slim-trixie AS build
WORKDIR /source
RUN python -m venv /jarshy
COPY requirements.txt .
RUN /jarshy/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes --requirement requirements.txt
COPY pyproject.toml README.md LICENSE ./
COPY bot bot
COPY handlers handlers
COPY config config
# what builds the wheel is not in the image; what is compiled here need not be at each start of a read-only container
RUN python -m pip wheel --no-cache-dir --disable-pip-version-check --no-deps --wheel-dir /wheels . \
    && /jarshy/bin/pip install --no-cache-dir --disable-pip-version-check --no-deps /wheels/*.whl \
    && /jarshy/bin/python -m compileall -q /jarshy/lib

FROM python:3.13-slim-trixie
LABEL org.opencontainers.image.title="Jarshy" \
    org.opencontainers.image.description="A news herald for Telegram and Slack" \
    org.opencontainers.image.licenses="MIT" \
    org.opencontainers.image.documentation="docs/deployment.md"
# pg_dump and pg_restore, for `backup` and `restore`: of the PostgreSQL that compose.yaml starts, or an older one
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install --yes --no-install-recommends postgresql-client-17 \
    && rm -rf /var/lib/apt/lists/* \
    && groupadd --gid 10001 jarshy \
    && useradd --uid 10001 --gid jarshy --no-create-home --home-dir /data --shell /usr/sbin/nologin jarshy \
    && install --directory --owner jarshy --group jarshy --mode 0750 /data
COPY --from=build /jarshy /jarshy
ENV PATH=/jarshy/bin:/usr/lib/postgresql/17/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DATABASE_URL=sqlite:////data/jarshy.db \
    PORT=8080
USER 10001:10001
WORKDIR /data
VOLUME /data
EXPOSE 8080
# SIGTERM finishes the messages in flight
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "-c", "import os, urllib.request as web; web.urlopen('http://127.0.0.1:' + os.environ['PORT'] + '/healthz', timeout=4)"]
ENTRYPOINT ["jarshy"]
CMD ["run"]
