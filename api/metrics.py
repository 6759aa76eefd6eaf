"""What HTTP requests count for `/metrics`; queries, loads and rejected rows are counted where they happen."""

from __future__ import annotations

from prometheus_client import Counter, Gauge, Histogram, disable_created_metrics

disable_created_metrics()  # type: ignore[no-untyped-call]  # a second line per counter that nobody reads

REQUESTS = Counter("genealogy_http_requests_total", "HTTP requests by route and status", ["method", "route", "status"])
SECONDS = Histogram("genealogy_http_request_seconds", "Time of HTTP requests by route", ["method", "route"])
WAITING = Gauge("genealogy_http_waiting", "Requests that wait for their turn", ["lane"])
BUSY = Counter("genealogy_http_busy_total", "Requests that were told to come again", ["lane"])
LOADS_QUEUED = Gauge("genealogy_loads_queued", "Uploaded loads that have not begun")


def request_ended(method: str, route: str, status: int, seconds: float) -> None:
    """One request has its answer."""
    REQUESTS.labels(method, route, str(status)).inc()
    SECONDS.labels(method, route).observe(seconds)
