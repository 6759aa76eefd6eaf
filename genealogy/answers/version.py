"""The version of the shape of answers; it grows when a field is added, and its major number when one changes."""

SCHEMA_VERSION = "1.0"
