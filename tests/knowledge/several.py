"""A base with several entries of each kind, for what the shipped one is too small to show, and how it is asked."""

from pathlib import Path
from typing import Final

from knowledge.answering.outcomes import Answer, Outcome
from knowledge.answering.snapshot import Snapshot
from knowledge.loading.loading import load_base
from knowledge.model.languages import Language
from knowledge.reading.readings import Context
from tests.knowledge.conftest import TODAY
from tests.knowledge.loading.bases import write

_VOCABULARY: Final = """\
cities:
  milano: {name: {it: Milano, en: Milan}, region: lombardia}
  bologna: {name: Bologna, region: emilia-romagna}
  graz: {name: Graz, country: AT}
regions:
  lombardia: {name: Lombardia, country: IT}
  emilia-romagna: {name: Emilia-Romagna, country: IT}
organisation_types:
  cluster: {name: cluster, aliases: {sl: [grozd]}}
roles:
  manager: {name: manager}
  secretary: {name: {it: segretario}}
"""
_PROJECTS: Final = {
    "alpha": "budget: 1000000 EUR\n"
    "contributions:\n  - {fund: west, amount: 250000 EUR}\n  - {fund: ost, amount: 500000 EUR}\n"
    "period: {start: 2016-01-01, end: 2017-12-31}\npartners: [nord, sud]\n",
    "beta": "budget: 500000 EUR\nperiod: {start: 2018-01-01, end: 2018-12-31}\nlead_partner: nord\n",
    "gamma": "budget: 300000 CHF\ncontributions:\n  - {fund: ost, amount: 100000 EUR}\n"
    "period: {start: 2020-03-01, end: 2022-02-28}\n",
    "delta": "",
}
_FORUMS: Final = {
    "forum-2014": "period: {start: 2014-05-05, end: 2014-05-07}\nplace: {place: milano}\nproject: alpha\nhost: nord\n",
    "forum-2015": "period: {start: 2015-06-01, end: 2015-06-02}\nplace: {place: bologna}\nproject: alpha\n",
    "forum-2016": "period: {start: 2016-06-01, end: 2016-06-01}\nplace: {place: graz}\nproject: beta\n",
    "forum-2017": "period: {start: 2017-06-01, end: 2017-06-01}\nplace: {place: graz}\n",
}


def _region(region: str, *holdings: str) -> str:
    return f"region: {region}\nlabels: [{', '.join(holdings)}]\n"


_HOLDINGS: Final = {
    "nord": _region(
        "lombardia", "{label: gold, since: 2015-03-01, former: true}", "{label: silver, since: 2024-05-01}"
    ),
    "sud": "founded: 2018\n"
    + _region("emilia-romagna", "{label: gold, since: 2025-01-15}", "{label: silver, since: 2020-01}"),
    "ost": "country: AT\nlabels:\n  - {label: gold, since: 2022-02-10}\n",
    "west": "country: AT\nlabels:\n  - {label: gold, since: 2023}\n",
}
FILES: Final = {
    "base.yaml": "name: Several\n",
    "vocabulary.yaml": _VOCABULARY,
    **{f"projects/{id}.yaml": f"id: {id}\nname: {id.title()}\n{more}" for id, more in _PROJECTS.items()},
    **{f"events/{id}.yaml": f"id: {id}\nname: Forum\n{more}" for id, more in _FORUMS.items()},
    "events/webinar.yaml": "id: webinar\nname: Webinar\n",
    "events/summit.yaml": "id: summit\nname: Summit\nplace: {place: milano}\n"
    "period: {start: 2018-10-01, end: 2018-10-03}\n",
    "labels/gold.yaml": "id: gold\nname: Gold Label\nvalidity: {months: 36}\n",
    "labels/silver.yaml": "id: silver\nname: Silver Label\n",
    **{
        f"organisations/{id}.yaml": f"id: {id}\nname: {id.title()}\ntype: [cluster]\n{more}"
        for id, more in _HOLDINGS.items()
    },
    "people/anna.yaml": "id: anna\nname: Anna Verdi\nroles: [{role: manager, organisation: nord}]\n",
    "people/bruno.yaml": "id: bruno\nname: Bruno Neri\nroles: [{role: secretary, organisation: nord}]\n",
    "people/carla.yaml": "id: carla\nname: Carla Blu\n"
    "roles: [{role: manager, organisation: ost}, {role: manager, organisation: west}]\n",
    "people/dora.yaml": "id: dora\nname: Dora Rossi\nroles: [{role: secretary, organisation: sud}]\n",
}


def several(folder: Path) -> Snapshot:
    """The base, ready to answer."""
    return Snapshot.compile(load_base(write(folder, FILES)))


def ask(base: Snapshot, *talk: str, language: Language = "it") -> tuple[Outcome, ...]:
    """What comes of the last of some questions in a row."""
    context = Context()
    outcomes: tuple[Outcome, ...] = ()
    for text in talk:
        asked = base.ask(text, language=language, today=TODAY, context=context)
        context, outcomes = asked.context, tuple(part.outcome for part in asked.parts)
    return outcomes


def answer(base: Snapshot, *talk: str, language: Language = "it") -> Answer:
    (outcome,) = ask(base, *talk, language=language)
    assert isinstance(outcome, Answer), outcome
    return outcome
