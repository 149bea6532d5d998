"""What docker-compose.yml starts in containers, started as processes of this machine.

The commands and the variables are those of the file; folders, addresses and ports are others.
"""

import asyncio
import os
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from tests.deploy.files import services, settings_of, text_of
from tests.telegram.proxy import a_free_port, is_open

NGINX: Final = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
_CERTIFICATE: Final = (
    "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=grappolo"
    " -addext subjectAltName=IP:127.0.0.1 -keyout privkey.pem -out fullchain.pem"
)


def program(words: Sequence[str]) -> list[str]:
    """A command in a container of the bot as a command here."""
    assert words[0] == "grappolo"
    return [sys.executable, "-m", "bot", *words[1:]]


def variables(found: Mapping[str, Any], volumes: Path, dotenv: Mapping[str, str]) -> dict[str, str]:
    """Those of a service of the bot, where its volumes are folders in *volumes* and .env holds *dotenv*."""
    mounted = {path: str(volumes / name) for name, path in (volume.split(":") for volume in found["volumes"])}
    said = settings_of(found, dotenv)
    return {name: _elsewhere(value, mounted) for name, value in said.items() if "$" not in value}


def _elsewhere(value: str, mounted: Mapping[str, str]) -> str:
    """A path in a volume as it is here; any other value as it is."""
    for path, folder in mounted.items():
        if value == path or value.startswith(f"{path}/"):
            return folder + value.removeprefix(path)
    return value


@dataclass(frozen=True, slots=True)
class Nginx:
    """The proxy of docker-compose.yml, at work."""

    url: str
    """Where Telegram sends updates."""
    certificate: Path
    """Whom it has to trust for that."""
    health: Sequence[str]
    """The command that tells whether it is well."""


@asynccontextmanager
async def nginx(folder: Path, replicas: Sequence[str]) -> AsyncIterator[Nginx]:
    """The command and the configuration of the proxy, before *replicas* that listen elsewhere."""
    port, health = a_free_port(), a_free_port()
    words = _prepared(folder, _configuration(folder, replicas, port, health))
    process = await asyncio.create_subprocess_exec(*words)
    try:
        async with asyncio.timeout(10):
            while not await is_open(f"127.0.0.1:{port}"):
                assert process.returncode is None, "nginx has ended by itself"
                await asyncio.sleep(0.05)
        test = services()["proxy"]["healthcheck"]["test"]
        well = [word.replace("8081", str(health)) for word in test[1:]]
        yield Nginx(f"https://127.0.0.1:{port}/telegram", folder / "fullchain.pem", well)
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


def _prepared(folder: Path, configuration: str) -> list[str]:
    """The command of the proxy, with a certificate and a configuration in *folder*."""
    assert NGINX
    folder.mkdir()
    subprocess.run(_CERTIFICATE.split(), cwd=folder, check=True, capture_output=True)
    file = folder / "nginx.conf"
    file.write_text(configuration, encoding="utf-8")
    return [NGINX, "-p", str(folder), "-c", str(file), *services()["proxy"]["command"][1:]]


def _configuration(folder: Path, replicas: Sequence[str], port: int, health: int) -> str:
    """The file that is mounted, with the addresses, the ports and the folders of this machine."""
    text = text_of("deploy/nginx.conf")
    # Debian's nginx is older than the one in the image, and asks for a name only once.
    servers = zip(
        ("grappolo:8080 resolve", "grappolo-2:8080 resolve", "grappolo-3:8080 resolve"), replicas, strict=True
    )
    ports = [("listen 443 ", f"listen 127.0.0.1:{port} "), ("127.0.0.1:8081", f"127.0.0.1:{health}")]
    folders = [(path, f" {folder}/") for path in (" /tmp/", " /certificates/")]
    for there, here in (*servers, *ports, *folders):
        assert there in text, there
        text = text.replace(there, here)
    return text
