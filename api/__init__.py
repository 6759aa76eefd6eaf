"""Every way in: HTTP, command line, pages."""
