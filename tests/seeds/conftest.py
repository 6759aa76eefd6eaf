"""The service over the test database, as for the tests of the API."""

from tests.api.conftest import client, settings

__all__ = ["client", "settings"]
