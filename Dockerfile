# Grappolo in a container: `docker compose up -d` builds and starts it; docker-compose.yml says what it is given.
#
# The tag gets Python's and Debian's security updates with each build that pulls. Who wants the very same image each time
# appends its digest, @sha256:…, which `docker buildx imagetools inspect python:3.13-slim-bookworm` shows.
ARG PYTHON=python:3.13-slim-bookworm

FROM ${PYTHON} AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_ROOT_USER_ACTION=ignore
RUN python -m venv --without-pip /opt/grappolo
WORKDIR /source
COPY requirements/run.txt requirements/
RUN pip --python /opt/grappolo/bin/python install --require-hashes --only-binary :all: --requirement requirements/run.txt
COPY pyproject.toml README.md LICENSE ./
COPY bot bot
COPY handlers handlers
COPY knowledge knowledge
# Built by the locked backend, so that nothing unlocked is fetched; what only building needs goes again.
RUN pip --python /opt/grappolo/bin/python install --no-deps --no-build-isolation . \
    && pip --python /opt/grappolo/bin/python uninstall --yes editables hatchling packaging pathspec pluggy tomlkit trove-classifiers \
    && pip --python /opt/grappolo/bin/python check
RUN /opt/grappolo/bin/grappolo precompile

FROM ${PYTHON}
LABEL org.opencontainers.image.title="Grappolo" \
      org.opencontainers.image.description="A bot that answers members of cluster organisations from a knowledge base" \
      org.opencontainers.image.licenses="EUPL-1.2"
# A new volume takes over the owner of the folder that it is mounted on. A number, since no such user need exist.
RUN pip uninstall --yes --quiet --root-user-action ignore pip \
    && install --directory --owner 10001 --group 10001 --mode 0700 /data /keys /knowledge
COPY --from=build /opt/grappolo /opt/grappolo
ENV PATH=/opt/grappolo/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    GRAPPOLO_DATA=/data \
    GRAPPOLO_BACKUPS=/data/backups \
    GRAPPOLO_CACHE=/data/cache \
    GRAPPOLO_KEYS=/keys
USER 10001:10001
HEALTHCHECK --interval=2m --timeout=30s --start-period=1m --retries=3 CMD ["grappolo", "health"]
ENTRYPOINT ["grappolo"]
CMD ["run"]
