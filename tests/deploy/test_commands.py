"""The commands that the Dockerfile and docker-compose.yml contain, started as processes of this machine.

No container is needed for that: the folders of the volumes are elsewhere, and what is installed is the same wheel.
"""

import asyncio
import os
import shutil
import signal
import subprocess
import sys
import zipfile
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.chosen import SHIPPED
from tests.deploy.containers import program, variables
from tests.deploy.files import ROOT, copied, image, service
from tests.telegram_server import TelegramServer

pytestmark = pytest.mark.slow

ASKED = "quando finisce AlpClusters?"
ANSWER = "30 aprile 2019"
NOBODYS = "123456789:of-nobody-at-all-of-nobody-at-all-x"


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the image installs: the wheel, made of the files that the Dockerfile copies and of nothing else."""
    source, wheels, target = (tmp_path_factory.mktemp(name) for name in ("source", "wheels", "installed"))
    for name in copied():
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__", "*.mo"))
        else:
            (source / name).parent.mkdir(exist_ok=True)
            shutil.copyfile(ROOT / name, source / name)
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(wheels)]
    subprocess.run(build, cwd=source, check=True, capture_output=True)
    [wheel] = wheels.iterdir()
    zipfile.ZipFile(wheel).extractall(target)
    return target


@pytest.fixture
def volumes(tmp_path: Path) -> Path:
    """The three volumes as they are at the first start: there, and empty."""
    for volume in service()["volumes"]:
        (tmp_path / volume.split(":")[0]).mkdir(mode=0o700)
    return tmp_path


def environment(installed: Path, volumes: Path, **dotenv: str) -> dict[str, str]:
    """The variables of the container, each path of a volume replaced by a folder here."""
    said = variables(service(), volumes, {"GRAPPOLO_TOKEN": NOBODYS, **dotenv})
    kept = {name: value for name, value in os.environ.items() if name in ("LANG", "SYSTEMROOT")}
    return {**kept, **said, "PYTHONPATH": str(installed)}


def ended(words: list[str], variables: Mapping[str, str], cwd: Path) -> subprocess.CompletedProcess[str]:
    """A command of the container that comes to an end by itself."""
    return subprocess.run(program(words), env=variables, cwd=cwd, capture_output=True, text=True, check=False)


def contents(folder: Path) -> dict[str, bytes]:
    """Every file in *folder*."""
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


@asynccontextmanager
async def service_at_work(variables: Mapping[str, str], cwd: Path) -> AsyncIterator[Process]:
    """The container's main process, until the end of the block."""
    words = program([*image("ENTRYPOINT"), *service()["command"]])
    process = await asyncio.create_subprocess_exec(*words, env=variables, cwd=cwd, stdout=PIPE, stderr=PIPE)
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
            await process.communicate()


async def test_the_service_starts_with_empty_volumes_answers_is_well_and_stops(installed: Path, volumes: Path) -> None:
    """The whole life of a container, from its first start to ``docker stop``."""
    before = contents(installed)
    async with asyncio.timeout(60), TelegramServer() as telegram:
        variables = environment(
            installed, volumes, GRAPPOLO_TOKEN=telegram.bot.token, GRAPPOLO_TELEGRAM_API=telegram.url
        )
        async with service_at_work(variables, volumes) as process:
            anna = telegram.user("Anna", language_code="it")
            reply = await telegram.reply(telegram.message(anna, telegram.private(anna), ASKED), 30)
            health = await asyncio.to_thread(ended, image("HEALTHCHECK"), variables, volumes)
            process.send_signal(signal.SIGTERM)
            _, log = await process.communicate()

    assert ANSWER in reply.text
    assert health.returncode == 0, health.stderr
    assert process.returncode == 0, log.decode()
    assert telegram.bot.token not in log.decode()
    assert contents(volumes / "knowledge") == contents(SHIPPED)
    # The root file system of the container is read-only.
    assert contents(installed) == before
    assert telegram.problems == []


def test_a_volume_of_knowledge_that_is_in_use_is_never_written(installed: Path, volumes: Path) -> None:
    """The base of an organisation outlives every update of the image."""
    shutil.copytree(SHIPPED, volumes / "knowledge", dirs_exist_ok=True)
    (volumes / "knowledge" / "questions" / "sl.yaml").unlink()
    before = contents(volumes / "knowledge")
    words = [*image("ENTRYPOINT"), service()["command"][0], "ask", ASKED]
    said = ended(words, environment(installed, volumes), volumes)

    assert ANSWER in said.stdout, said.stderr
    assert contents(volumes / "knowledge") == before


def test_the_image_alone_answers_a_question_and_writes_nothing(installed: Path, volumes: Path) -> None:
    """``docker run --read-only … ask``: without volumes the shipped base answers."""
    variables = environment(installed, volumes)
    del variables["GRAPPOLO_KNOWLEDGE"]
    variables["GRAPPOLO_CACHE"] = "/proc/nowhere"
    before = contents(volumes), contents(installed)
    said = ended([*image("ENTRYPOINT"), "ask", ASKED], variables, volumes)

    assert ANSWER in said.stdout, said.stderr
    assert (contents(volumes), contents(installed)) == before


def test_a_container_that_has_not_started_is_not_well(installed: Path, volumes: Path) -> None:
    """Whoever waits for it to be healthy waits."""
    said = ended(image("HEALTHCHECK"), environment(installed, volumes), volumes)

    assert said.returncode == 1
    assert "Traceback" not in said.stderr
