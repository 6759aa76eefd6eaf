"""neo4j.conf, written afresh before each start."""

from __future__ import annotations

from genealogy.server.memory import Memory

LOOPBACK = "127.0.0.1"

_LOCAL = f"http://{LOOPBACK}:* http://localhost:* ws://{LOOPBACK}:* ws://localhost:*"
# What Neo4j Browser may load and reach: its own server and this machine, no host of others as by default.
_BROWSER_POLICY = (
    "default-src 'self'; script-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; font-src 'self';"
    f" base-uri 'none'; object-src 'none'; frame-ancestors 'none'; connect-src 'self' {_LOCAL}"
)


def config(bolt_port: int, http_port: int, memory: Memory, transaction_seconds: int) -> str:
    """The configuration of a server that only this machine reaches and that reads no file but its own."""
    return (
        "\n".join(f"{name}={value}" for name, value in _lines(bolt_port, http_port, memory, transaction_seconds)) + "\n"
    )


def _lines(bolt_port: int, http_port: int, memory: Memory, transaction_seconds: int) -> list[tuple[str, str]]:
    bolt, http = f"{LOOPBACK}:{bolt_port}", f"{LOOPBACK}:{http_port}"
    return [
        ("server.config.strict_validation.enabled", "true"),
        ("server.default_listen_address", LOOPBACK),
        ("server.bolt.listen_address", bolt),
        ("server.bolt.advertised_address", bolt),
        ("server.http.listen_address", http),
        ("server.http.advertised_address", http),
        ("server.https.enabled", "false"),
        ("server.memory.heap.initial_size", f"{min(256, memory.heap)}m"),
        ("server.memory.heap.max_size", f"{memory.heap}m"),
        ("server.memory.pagecache.size", f"{memory.pagecache}m"),
        ("dbms.security.auth_enabled", "true"),
        ("dbms.security.allow_csv_import_from_file_urls", "false"),
        ("dbms.security.procedures.allowlist", ""),  # built-in procedures stay; nothing else may be loaded
        ("dbms.security.procedures.unrestricted", ""),
        ("dbms.usage_report.enabled", "false"),
        ("dbms.fleet_manager.enabled", "false"),
        ("server.fleet_discovery.enabled", "false"),  # else it broadcasts itself on every network of the machine
        ("server.http.x_forward.enabled", "false"),
        ("internal.dbms.cypher_ip_blocklist", "0.0.0.0/0,::/0"),  # LOAD CSV fetches from nowhere
        ("dbms.security.http_access_control_allow_origin", f"http://{http}"),
        ("dbms.security.http_static_content_security_policy_header", _BROWSER_POLICY),
        ("client.allow_telemetry", "false"),
        ("browser.remote_content_hostname_whitelist", f"{LOOPBACK},localhost"),
        ("db.query.default_language", "CYPHER_25"),
        ("internal.cypher.use_parameter_size", "false"),  # else each order of magnitude of what is asked has a plan
        ("db.transaction.timeout", f"{transaction_seconds}s"),
        ("db.logs.query.enabled", "OFF"),
        ("db.tx_log.rotation.retention_policy", "512M size"),
        ("internal.dbms.bolt.netty_server_shutdown_quiet_period_duration", "0s"),  # else a stop takes ten seconds
        ("db.tx_log.preallocate", "false"),  # else each home takes half a gigabyte before its first batch
    ]
