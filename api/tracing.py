"""Traces by OpenTelemetry: of requests, named queries, loads and the phases of a recall. The one place that knows it.

Off unless the extra `otel` is installed and one of the standard variables names a collector. Spans hold names of routes
and queries, ids of requests and loads, and kinds of errors: no key, no lot, no party, no text of an error.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, MutableMapping
from contextlib import contextmanager
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import structlog
from starlette.datastructures import Headers
from starlette.types import Scope

from genealogy import __version__, telemetry

if TYPE_CHECKING:
    from opentelemetry.trace import Tracer, TracerProvider

NAME = "genealogy"
ENDPOINTS = ("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")
SERVER_ERROR = 500
log = structlog.get_logger("api")
_tracer: Tracer | None = None


def wanted() -> bool:
    """Whether the standard variables ask for traces."""
    disabled = os.environ.get("OTEL_SDK_DISABLED", "").casefold() == "true"
    exporter = os.environ.get("OTEL_TRACES_EXPORTER", "otlp")
    return not disabled and exporter == "otlp" and any(os.environ.get(name) for name in ENDPOINTS)


def start() -> Callable[[], None]:
    """Send traces where the standard variables say, if they do; gives back what ends that."""
    if not wanted():
        return lambda: None
    if not all(map(_there, ("opentelemetry", "opentelemetry.sdk", "opentelemetry.exporter"))):
        log.warning("a collector of traces is named, but nothing is sent: pip install 'genealogy[otel]'")
        return lambda: None
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    from opentelemetry.sdk.resources import SERVICE_NAME, Resource
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor

    named = {} if os.environ.get("OTEL_SERVICE_NAME") else {SERVICE_NAME: NAME}
    provider = TracerProvider(resource=Resource.create(named))
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    use(provider)

    def end() -> None:
        use(None)
        provider.shutdown()

    return end


def use(provider: TracerProvider | None) -> None:
    """Make spans with this from now on; None: make none."""
    global _tracer
    _tracer = provider.get_tracer(NAME, __version__) if provider else None
    telemetry.trace_with(_begin if provider else None)


@contextmanager
def of_request(scope: Scope, request_id: str) -> Iterator[Callable[[int], None]]:
    """A span around a request, within the trace that it came with; what is given takes the status of the answer."""
    tracer = _tracer
    if tracer is None:
        yield lambda status: None
        return
    from opentelemetry.propagate import extract
    from opentelemetry.trace import SpanKind, StatusCode

    said = {"http.request.method": scope["method"], "request.id": request_id}
    with tracer.start_as_current_span(
        scope["method"],
        context=extract(dict(Headers(scope=scope))),
        kind=SpanKind.SERVER,
        attributes=said,
        record_exception=False,
        set_status_on_exception=False,
    ) as span:

        def answered(status: int) -> None:
            route = getattr(scope.get("route"), "path", "none")
            span.update_name(f"{scope['method']} {route}")
            span.set_attributes({"http.route": route, "http.response.status_code": status})
            if status >= SERVER_ERROR or not status:
                span.set_status(StatusCode.ERROR)

        yield answered


def add_ids(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """The ids of trace and span in a line of the log; a processor of structlog."""
    if _tracer is not None:
        from opentelemetry.trace import format_span_id, format_trace_id, get_current_span

        context = get_current_span().get_span_context()
        if context.is_valid:
            event["trace_id"], event["span_id"] = format_trace_id(context.trace_id), format_span_id(context.span_id)
    return event


@contextmanager
def _begin(name: str, attributes: dict[str, str]) -> Iterator[None]:
    tracer = _tracer
    if tracer is None:  # tracing ended meanwhile
        yield
        return
    from opentelemetry.trace import StatusCode

    how: Any = {"record_exception": False, "set_status_on_exception": False}
    with tracer.start_as_current_span(name, attributes=attributes, **how) as span:
        try:
            yield
        except BaseException as error:
            span.set_attribute("error.type", type(error).__name__)  # its text may name batches and people
            span.set_status(StatusCode.ERROR)
            raise


def _there(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:
        return False
