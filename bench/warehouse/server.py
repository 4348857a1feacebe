"""A PostgreSQL server of a session's own: its cluster in a temporary folder, on a free port, gone at the end."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

PASSWORD = "geheim/#1"  # of the test server, and awkward in a URL


def programs() -> Path | None:
    """The folder of initdb and pg_ctl: Debian keeps them off the PATH."""
    found = [Path(path).parent for path in (shutil.which("initdb"),) if path]
    found += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return next((folder for folder in found if (folder / "initdb").exists() and (folder / "pg_ctl").exists()), None)


class Server:
    """A running server. Its superuser is ``postgres``, without a password from this machine but by TCP with one."""

    def __init__(self, port: int) -> None:
        self.port = port
        self._databases = 0

    def url(self, database: str, user: str = "postgres", password: str = PASSWORD) -> str:
        """The URL of a database."""
        from urllib.parse import quote

        return f"postgresql://{user}:{quote(password, safe='')}@127.0.0.1:{self.port}/{database}"

    def new_database(self, options: str = "") -> str:
        """The name of a new database."""
        self._databases += 1
        name = f"d{self._databases}"
        self.run(f"CREATE DATABASE {name} {options}")
        return name

    def run(self, statement: str, database: str = "postgres") -> list[tuple[object, ...]]:
        """Run a statement by itself; its rows."""
        import adbc_driver_postgresql.dbapi

        with adbc_driver_postgresql.dbapi.connect(self.url(database), autocommit=True) as connection:
            cursor = connection.cursor()
            cursor.execute(statement)
            rows = [tuple(row) for row in cursor.fetchall()] if cursor.description else []
            cursor.close()
            return rows


@contextlib.contextmanager
def running(bin_folder: Path) -> Iterator[Server]:
    """A server, as an unprivileged user where we are root: PostgreSQL refuses to run as root."""
    folder = Path(tempfile.mkdtemp(prefix="shibiao-postgres-"))
    folder.chmod(0o755)
    (folder / "password").write_text(PASSWORD)
    as_user = _as_user(folder)
    port = _free_port()
    data = folder / "data"
    try:
        _call(as_user, bin_folder / "initdb", "-D", data, "-U", "postgres", "-A", "scram-sha-256",
              f"--pwfile={folder / 'password'}", "--encoding=UTF8", "--locale=C", "--no-sync")  # fmt: skip
        settings = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off -c max_connections=30"
        _call(as_user, bin_folder / "pg_ctl", "-D", data, "-o", settings, "-l", folder / "log", "-w", "start")
        try:
            yield Server(port)
        finally:
            _call(as_user, bin_folder / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _as_user(folder: Path) -> list[str]:
    if os.geteuid() != 0:
        return []
    import pwd

    user = next(name for name in ("postgres", "nobody") if _known(name))
    shutil.chown(folder, user)
    shutil.chown(folder / "password", user)
    account = pwd.getpwnam(user)
    return ["setpriv", f"--reuid={account.pw_uid}", f"--regid={account.pw_gid}", "--clear-groups"]


def _known(name: str) -> bool:
    import pwd

    with contextlib.suppress(KeyError):
        return bool(pwd.getpwnam(name))
    return False


def _call(as_user: list[str], *command: object) -> None:
    done = subprocess.run(
        [*as_user, *map(str, command)], cwd="/", stdin=subprocess.DEVNULL, capture_output=True, text=True
    ) if "start" not in command else subprocess.run(
        [*as_user, *map(str, command)], cwd="/", stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(f"{command[0]}: {done.stdout or ''}{done.stderr or ''}")


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
