"""A PostgreSQL server of the tests' own: a temporary folder, a Unix socket in it, no port, ended by its own id."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ENGLISH = {"LC_ALL": "C.UTF-8"}


def binaries() -> Path | None:
    """Return the folder with ``initdb`` and ``postgres``, None if there is none."""
    found = shutil.which("initdb")
    folders = [Path(found).resolve().parent] if found else []
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return next((folder for folder in folders if (folder / "initdb").exists() and (folder / "postgres").exists()), None)


def _user() -> pwd.struct_passwd | None:
    """Return who runs the server: root may not, so Debian's ``postgres`` does it then; None stands for ourselves."""
    return pwd.getpwnam("postgres") if os.geteuid() == 0 else None


@contextmanager
def cluster(bin_folder: Path) -> Iterator[str]:
    """Run a server; yield the URL of its database ``postgres``, in which ``%s`` stands for the name."""
    user = _user()
    folder = Path(tempfile.mkdtemp(prefix="tellings-pg-", dir="/tmp"))  # a socket's path must be short
    if user is not None:
        os.chown(folder, user.pw_uid, user.pw_gid)
    who = {} if user is None else {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    data = folder / "data"
    command = [bin_folder / "initdb", "-D", data, "-U", "tellings", "-A", "trust", "-E", "UTF8", "--no-sync"]
    subprocess.run(command, check=True, capture_output=True, env=ENGLISH, cwd=folder, **who)
    options = ["-c", "listen_addresses=", "-c", f"unix_socket_directories={folder}", "-c", "fsync=off"]
    options += ["-c", "max_connections=60", "-c", "log_min_messages=panic"]
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(
            [bin_folder / "postgres", "-D", data, *options], stdout=log, stderr=log, env=ENGLISH, cwd=folder, **who
        )
        try:
            _wait(bin_folder, folder, server)
            yield f"postgresql://tellings@/%s?host={folder}"
        finally:
            server.terminate()
            try:
                server.wait(10)
            except subprocess.TimeoutExpired:
                server.send_signal(3)
                server.wait(10)
            shutil.rmtree(folder, ignore_errors=True)


def _wait(bin_folder: Path, folder: Path, server: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        ready = subprocess.run([bin_folder / "pg_isready", "-h", folder, "-q"], check=False, env=ENGLISH)
        if ready.returncode == 0:
            return
        if server.poll() is not None:
            break
        time.sleep(0.1)
    raise RuntimeError((folder / "log").read_text())
