"""EPCIS 2.0 and CBV 2.0, in and out: documents and query documents in JSON-LD or XML (1.2 and 2.0)."""
