"""What the files for containers and service managers promise, found out without either."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from bot.settings import PREFIX, Settings
from bot.telegram.pace import Pace
from tests.deploy.files import (
    PROGRAM,
    ROOT,
    copied,
    filled,
    final_stage,
    image,
    image_environment,
    instructions,
    replicas,
    service,
    services,
    settings_of,
    text_of,
    unit,
)  # fmt: skip


@pytest.mark.parametrize(
    ("schema", "file"),
    [("compose-spec", "docker-compose.yml"), ("github-workflows", ".github/workflows/image.yml")],
)
def test_a_file_keeps_to_its_schema(schema: str, file: str) -> None:
    """The schema is the one of those who read the file; the checker brings it along."""
    checker = Path(sys.executable).with_name("check-jsonschema")
    said = subprocess.run(
        [checker, "--builtin-schema", f"vendor.{schema}", ROOT / file], capture_output=True, text=True, check=False
    )

    assert said.returncode == 0, said.stdout


def test_the_image_is_built_on_a_pinned_tag() -> None:
    """Each stage on the same one, with version and system in its name."""
    tags = [rest.removeprefix("PYTHON=") for name, rest in instructions() if name == "ARG"]

    assert [rest.split()[0] for name, rest in instructions() if name == "FROM"] == ["${PYTHON}"] * 2
    assert len(tags) == 1
    assert re.fullmatch(r"python:3\.\d+-slim-[a-z]+", tags[0])
    assert "latest" not in text_of("Dockerfile") + text_of("docker-compose.yml")
    others = [found["image"] for found in services().values() if "build" not in found]
    assert [image for image in others if not re.fullmatch(r"[a-z]+:\d+(\.\d+)?-[a-z]+", image)] == []


def test_everything_that_is_installed_is_locked() -> None:
    """From the lock with hashes, or from this repository without its dependencies; never from source."""
    installs = re.findall(
        r"pip (?:--python \S+ )?install (.*?)(?= &&|$)", "\n".join(rest for _, rest in instructions()), re.M
    )

    assert len(installs) == 2
    assert all("--require-hashes" in line or "--no-deps --no-build-isolation ." in line for line in installs)
    assert "--only-binary :all:" in installs[0]


def locked_for() -> dict[str, set[str]]:
    """Each locked package, and for whose sake it is."""
    lines = re.sub(r" *--hash.*\n", "", text_of("requirements/run.txt"))
    because = re.findall(r"^([a-z0-9-]+)==.*\n((?:    # .*\n)+)", lines, re.MULTILINE)
    return {name: set(re.findall(r"# +(?:via )?(\w.+)", why)) for name, why in because}


def test_what_only_building_needs_is_not_in_the_image() -> None:
    """Packages that are locked for the sake of the backend alone are uninstalled, and pip as well."""
    backend = {"hatchling", "grappolo (pyproject.toml:build)"}
    only_for_building = {name for name, whose in locked_for().items() if whose <= backend}
    uninstalled = re.search(r"uninstall --yes ([a-z -]+?) &&", "\n".join(rest for _, rest in instructions()))

    assert uninstalled
    assert set(uninstalled[1].split()) == only_for_building >= {"hatchling", "editables"}
    assert any("uninstall" in rest and rest.split("&&")[0].endswith("pip ") for _, rest in final_stage())
    assert not any(re.search(r"apt|gcc|build-essential", rest) for _, rest in final_stage())


def test_the_image_runs_as_a_user_that_is_a_number_and_not_root() -> None:
    """A cluster that refuses root can tell from the number; nothing follows that would need root again."""
    users = [rest for name, rest in final_stage() if name == "USER"]

    assert len(users) == 1
    assert all(int(number) >= 1000 for number in users[0].split(":"))
    assert "RUN" not in [name for name, _ in final_stage()[[name for name, _ in final_stage()].index("USER") :]]


def test_the_folders_that_volumes_are_mounted_on_belong_to_that_user() -> None:
    """A new volume takes its owner from them."""
    [(owner, group, folders)] = re.findall(
        r"install --directory --owner (\d+) --group (\d+) --mode 0700 ([/a-z ]+)",
        "\n".join(rest for _, rest in final_stage()),
    )
    mounted = [volume.split(":")[1] for volume in service()["volumes"]]

    assert ("USER", f"{owner}:{group}") in final_stage()
    assert folders.split() == mounted


def test_only_what_the_image_is_made_of_is_sent_to_the_builder() -> None:
    """Everything is left out but what is copied: a token in .env cannot come into an image."""
    lines = [line for line in text_of(".dockerignore").splitlines() if line and not line.startswith("#")]

    assert lines[0] == "*"
    assert {line[1:] for line in lines if line.startswith("!")} == set(copied())
    assert all((ROOT / name).exists() for name in copied())


@pytest.mark.parametrize("name", services())
def test_a_container_may_do_no_more_than_it_must(name: str) -> None:
    """Nothing but its volumes can be written, and no right can be gained."""
    found = services()[name]

    assert found["read_only"] is True
    assert found["cap_drop"] == ["ALL"]
    assert found["security_opt"] == ["no-new-privileges:true"]
    assert found["tmpfs"][0].startswith("/tmp:")  # noqa: S108  # a folder in the container
    assert not {"privileged", "network_mode"} & set(found)


@pytest.mark.parametrize("name", replicas())
def test_a_bot_has_no_port_no_root_and_not_all_of_the_memory(name: str) -> None:
    """Whoever is to get to it gets there over the proxy."""
    found = replicas()[name]

    assert not {"ports", "user", "cap_add"} & set(found)
    assert found["pids_limit"] <= 200
    assert found["mem_limit"] == "512m"


@pytest.mark.parametrize("name", services())
def test_a_container_starts_again_by_itself(name: str) -> None:
    """After a crash, and after the machine was started anew."""
    assert services()[name]["restart"] == "unless-stopped"


def test_data_keys_and_knowledge_are_volumes_of_their_own() -> None:
    """Keys apart from what they open; the settings point to where the volumes are."""
    found = service()
    mounted = dict(volume.split(":") for volume in found["volumes"])

    assert set(mounted) == {"data", "keys", "knowledge"}
    assert {found["environment"][f"{PREFIX}{name.upper()}"] for name in mounted} == set(mounted.values())


def test_replicas_share_the_keys_and_the_base_and_no_data() -> None:
    """And every volume that is used is declared."""
    shared = [set(found["volumes"]) for found in replicas().values()]
    declared = set(yaml.safe_load(text_of("docker-compose.yml"))["volumes"])
    named = {one.split(":")[0] for found in services().values() for one in found["volumes"] if not one.startswith(".")}

    assert len(shared) == 3
    assert set.intersection(*shared) == {"keys:/keys", "knowledge:/knowledge"}
    assert len({one for volumes in shared for one in volumes if one.endswith(":/data")}) == len(shared)
    assert named == declared


DOTENV = {"GRAPPOLO_TOKEN": "123:of-nobody"}
SCALED = {"POSTGRES_PASSWORD": "secret", "GRAPPOLO_WEBHOOK": "https://bot.example.org/telegram"}
ON_SERVER = "postgresql://grappolo:secret@database/grappolo"


def test_without_the_profile_one_bot_works_on_its_own_file() -> None:
    """It fetches its updates, and nothing else starts."""
    started = [name for name, found in services().items() if "profiles" not in found]
    settings = settings_of(service(), DOTENV)

    assert started == ["grappolo"]
    assert not settings["GRAPPOLO_DATABASE"]
    assert not settings["GRAPPOLO_WEBHOOK"]
    assert service()["depends_on"]["database"]["required"] is False


def test_with_the_profile_the_same_bot_is_one_of_the_replicas() -> None:
    """All of them with one database and one webhook: no second bot with the same token is left over."""
    dotenv = {**DOTENV, **SCALED}
    each = [settings_of(found, dotenv) for found in replicas().values()]

    assert {found["GRAPPOLO_DATABASE"] for found in each} == {ON_SERVER}
    assert {found["GRAPPOLO_WEBHOOK"] for found in each} == {SCALED["GRAPPOLO_WEBHOOK"]}
    assert services()["database"]["environment"]["POSTGRES_USER"] in ON_SERVER


def test_with_the_profile_and_without_a_password_only_one_bot_starts() -> None:
    """The others wait for a database that refuses to begin; were it there already, it would not let them in."""
    alone, *others = replicas().values()

    assert not settings_of(alone, DOTENV)["GRAPPOLO_DATABASE"]
    assert {settings_of(found, DOTENV)["GRAPPOLO_DATABASE"] for found in others} == {ON_SERVER.replace("secret", "")}
    assert all(found["depends_on"] == {"database": {"condition": "service_healthy"}} for found in others)
    assert not filled(services()["database"]["environment"]["POSTGRES_PASSWORD"], DOTENV)


def test_a_database_elsewhere_goes_before_the_one_of_the_profile() -> None:
    """Who has a server of their own names it in .env, as without containers."""
    dotenv = {**DOTENV, **SCALED, "GRAPPOLO_DATABASE": "postgresql://db.example.org/ours"}

    assert {settings_of(found, dotenv)["GRAPPOLO_DATABASE"] for found in replicas().values()} == {
        dotenv["GRAPPOLO_DATABASE"]
    }


def test_a_start_without_a_token_ends_with_what_to_do() -> None:
    """The bot would talk with nobody in a terminal that is not there."""
    with pytest.raises(KeyError, match="@BotFather"):
        settings_of(service(), {})


def test_the_proxy_leads_to_every_replica_and_to_nothing_else() -> None:
    """By the names and the port that Compose gives them."""
    listen = {settings_of(found, DOTENV)["GRAPPOLO_LISTEN"].rpartition(":")[2] for found in replicas().values()}
    led_to = dict(re.findall(r"server ([\w-]+):(\d+) resolve", text_of("deploy/nginx.conf")))

    assert list(led_to) == list(replicas()) == services()["proxy"]["depends_on"]
    assert set(led_to.values()) == listen


def test_every_variable_is_a_setting() -> None:
    """A slip in a name would be found only where the container starts."""
    known = {PREFIX + name.upper() for name in Settings.model_fields}
    named = {
        *service()["environment"],
        *image_environment(),
        *re.findall(r"GRAPPOLO_[A-Z_]+", text_of("deploy/grappolo.service")),
    }

    assert {name for name in named if name.startswith(PREFIX)} <= known


def test_the_settings_come_from_the_file_that_the_readme_names() -> None:
    """For every replica the same ones."""
    assert [found["env_file"] for found in replicas().values()] == [".env"] * 3


def test_whoever_stops_the_bot_gives_it_the_time_that_it_takes() -> None:
    """It finishes what is in flight; a manager that is quicker would cut it off."""
    assert int(service()["stop_grace_period"].removesuffix("s")) > Pace().stop
    assert int(unit()["Service"]["TimeoutStopSec"]) > Pace().stop


def test_image_compose_and_unit_give_the_same_commands() -> None:
    """One way to start, one way to ask how it is."""
    started = unit()["Service"]["ExecStart"].split()

    assert image("ENTRYPOINT") == [Path(started[0]).name] == [PROGRAM.name]
    assert service()["command"] == started[1:]
    assert image("HEALTHCHECK") == ["grappolo", "health"]


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("DynamicUser", "yes"),
        ("NoNewPrivileges", "yes"),
        ("CapabilityBoundingSet", ""),
        ("ProtectSystem", "strict"),
        ("ProtectHome", "yes"),
        ("PrivateTmp", "yes"),
        ("PrivateDevices", "yes"),
        ("ProtectKernelTunables", "yes"),
        ("ProtectControlGroups", "yes"),
        ("RestrictNamespaces", "yes"),
        ("RestrictAddressFamilies", "AF_INET AF_INET6 AF_UNIX"),
        ("MemoryDenyWriteExecute", "yes"),
        ("LimitCORE", "0"),
        ("UMask", "0077"),
    ],
)
def test_the_unit_gives_up_what_the_bot_does_not_need(key: str, value: str) -> None:
    """Each line is one thing less that somebody who broke in could do."""
    assert unit()["Service"][key] == value


def test_the_unit_keeps_the_token_out_of_itself() -> None:
    """Everybody may read a unit, and only root the file that it names."""
    assert unit()["Service"]["EnvironmentFile"].startswith("/etc/grappolo/")
    assert "TOKEN" not in text_of("deploy/grappolo.service")


def test_the_folders_of_the_unit_are_those_that_systemd_makes() -> None:
    """One for the data, one for the keys, one for the base."""
    folders = re.findall(r"GRAPPOLO_(?:DATA|KEYS|KNOWLEDGE)=%S/(\S+)", unit()["Service"]["Environment"])

    assert folders == unit()["Service"]["StateDirectory"].split()


@pytest.mark.slow
def test_the_workflow_asks_a_question_that_the_shipped_base_answers() -> None:
    """On a read-only file system, without a network, and with the commands that exist."""
    workflow = yaml.safe_load(text_of(".github/workflows/image.yml"))
    steps = "\n".join(step.get("run", "") for step in workflow["jobs"]["image"]["steps"])
    asked = subprocess.run(
        [PROGRAM, "ask", workflow["env"]["QUESTION"]], capture_output=True, text=True, check=True, cwd=ROOT
    )

    assert workflow["env"]["ANSWER"] in asked.stdout
    assert {"--read-only", "none"} <= set(shlex.split(workflow["env"]["LOCKED_UP"]))
    assert re.findall(r"\bgrappolo (ask|prepare|health)\b", steps) == ["ask", "prepare", "health"]
    assert all(
        re.search(r"@[0-9a-f]{40}$", step["uses"]) for step in workflow["jobs"]["image"]["steps"] if "uses" in step
    )
