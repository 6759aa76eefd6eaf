"""What assistants may ask by MCP: read only, over HTTP with a key of their own, and bounded (docs/assistants.md)."""
