# A shard of a store: Debian's clickhouse-server, with the configuration that secrets.sh makes.
FROM debian:12-slim
RUN useradd --system --uid 10002 --home-dir /var/lib/clickhouse --shell /usr/sbin/nologin clickhouse \
 && apt-get update && apt-get install -y --no-install-recommends clickhouse-server && rm -rf /var/lib/apt/lists/* \
 && mkdir -p /var/lib/clickhouse && chown -R clickhouse: /var/lib/clickhouse
USER clickhouse
WORKDIR /var/lib/clickhouse
VOLUME /var/lib/clickhouse
ENTRYPOINT ["clickhouse-server", "--config-file=/run/secrets/store.xml"]
