#!/usr/bin/env python3
"""Writes the tables and pictures of docs/case-triangle.md from the answers in a folder.

write.py --gates WORK prints what was found against what was required. write.py WORK
DOCUMENT replaces what stands between <!-- NAME --> and <!-- /NAME --> in the document, and writes
the pictures beside this script; of another document than the project's, beside that.
"""

import collections
import json
import pathlib
import re
import sys

import pictures

SOURCES = ["current", "kremlin", "press", "whitehouse"]
CALLED = {"all": "all", "current": "current events", "kremlin": "Kremlin", "press": "briefings 2009–16", "whitehouse": "White House 2021–22"}
PAIRS = [("CHN", "RUS"), ("CHN", "USA"), ("RUS", "USA")]
NAMES = ["China–Russia", "China–USA", "Russia–USA"]
WEIGHT = {"fact": 1, "reported": .6, "intended": .2, "hypothetical": .2}
DAYS = ["2008-08-08", "2014-03-18", "2018-07-06", "2022-02-24"]
FIRST = "2002-01-01"

# What history would have us find: the half-year, what happened, and of each tie that it
# speaks of the sign at the end of that half-year.
EXPECTED = [
    ("2008-07-01", "Georgia", {2: -1}),
    ("2014-01-01", "Crimea", {2: -1}),
    ("2018-07-01", "tariffs, sanctions", {0: 1, 1: -1, 2: -1}),
    ("2022-01-01", "Ukraine invaded", {0: 1, 1: -1, 2: -1}),
]
SIGN = {1: "+", -1: "−", 0: "0", None: "·"}


def half(day):
    return day[:5] + ("01-01" if day[5:7] < "07" else "07-01")


def called(day):
    return day[:4] + (" I" if day[5:7] < "07" else " II")


def history(work, name):
    """Phases of a store's triangle by their first day."""
    study = json.loads((work / (name + ".triangle.json")).read_text())
    return study, {p["from"]: p for p in study["history"] if p["from"] >= FIRST}


def events(work):
    """One report of each event between two of the three: the weightiest, then the surest."""
    best = {}
    with open(work / "all.events.jsonl", encoding="utf-8") as lines:
        for r in map(json.loads, lines):
            if tuple(sorted((r["source"]["code"], r["target"]["code"]))) not in PAIRS or not r["date"]:
                continue
            rank = (WEIGHT.get(r["status"], 0), r["confidence"], r["report"])
            if r["id"] not in best or rank > best[r["id"]][0]:
                best[r["id"]] = (rank, r)
    return [r for _, r in best.values()]


def strength(r):
    return r["intensity"] * WEIGHT.get(r["status"], 0)


def sums(found):
    """Events, points of cooperation and of conflict by pair and half-year."""
    out = collections.defaultdict(lambda: [0, 0., 0.])
    for r in found:
        s = strength(r) * (2 if r["reciprocal"] else 1)
        if WEIGHT.get(r["status"], 0) == 0:
            continue
        cell = out[tuple(sorted((r["source"]["code"], r["target"]["code"]))), half(r["date"])]
        cell[0] += 1
        cell[1] += max(s, 0)
        cell[2] += max(-s, 0)
    return out


def tie(t):
    p = {1: t["p_plus"], -1: t["p_minus"], 0: t["p_neutral"]}.get(t["level"])
    return "·" if p is None else f"{SIGN[t['level']]} {p:.2f}"


def phases_table(phases, told):
    rows = ["| half-year | type | P(type) | China–Russia | acts | China–USA | acts | Russia–USA | acts |", "|---|---|---|---|---|---|---|---|---|"]
    for day, p in sorted(phases.items()):
        cells = []
        for k, pair in enumerate(PAIRS):
            n, coop, conf = told[pair, day]
            cells += [tie(p["ties"][k]), f"{n}: {coop:.0f} / {conf:.0f}" if n else "–"]
        rows.append(f"| {called(day)} | {p['type']} | {p['p'][p['type']]:.2f} | " + " | ".join(cells) + " |")
    return rows


def sign_of(t):
    return 1 if t["p_plus"] > .5 else -1 if t["p_minus"] > .5 else 0


def toward(found, pair, day, side, most):
    """The strongest acts of a pair in a half-year to one side."""
    picked = [r for r in found if tuple(sorted((r["source"]["code"], r["target"]["code"]))) == pair
              and half(r["date"]) == day and strength(r) * side > 0]
    return sorted(picked, key=lambda r: (-abs(strength(r)) * r["confidence"], r["date"], r["report"]))[:most]


def told_in(r):
    url = r["citation"].get("url")
    source = CALLED[next(s for s, start in (("current", "wikipedia"), ("kremlin", "kremlin"), ("press", "wh-press"), ("whitehouse", "whitehouse")) if r["story"].startswith(start))]
    return f"[{source}]({url})" if url else source


def act(r):
    return f"{r['date']} {r['source']['code']}→{r['target']['code']} {r['plover']['event']} ({told_in(r)}, `{r['id']}`)"


def crossings(phases, found):
    rows = ["| half-year | tie | from | to | strongest acts of the half-year to that side |", "|---|---|---|---|---|"]
    days = sorted(phases)
    for was, day in zip(days, days[1:]):
        for k, pair in enumerate(PAIRS):
            a, b = phases[was]["ties"][k], phases[day]["ties"][k]
            if sign_of(a) == sign_of(b):
                continue
            side = 1 if b["mean"] > a["mean"] else -1
            acts = toward(found, pair, day, side, 2)
            rows.append(f"| {called(day)} | {NAMES[k]} | {SIGN[sign_of(a)]} {a['mean']:+.2f} | {SIGN[sign_of(b)]} {b['mean']:+.2f} | "
                        + ("; ".join(map(act, acts)) or "none: what was known had grown old") + " |")
    return rows


def checks(histories, told):
    rows = ["| | tie | expected | " + " | ".join(CALLED[s] for s in histories) + " | acts of the half-year |",
            "|---|---|---|" + "---|" * (len(histories) + 1)]
    for day, what, signs in EXPECTED:
        for k, sign in sorted(signs.items()):
            n, coop, conf = told[PAIRS[k], day]
            cells = []
            for phases in histories.values():
                t = phases[day]["ties"][k] if day in phases else None
                cells.append("–" if t is None or t["level"] is None else ("**" + tie(t) + "**" if t["level"] == sign else tie(t)))
            rows.append(f"| {called(day)} {what} | {NAMES[k]} | {SIGN[sign]} | " + " | ".join(cells) + f" | {n}: {coop:.0f} / {conf:.0f} |")
    return rows


def without(work, phases):
    rows = ["| without | " + " | ".join(f"{called(d)} {w}" for d, w, _ in EXPECTED) + " |", "|---|" + "---|" * len(EXPECTED)]
    for name in [None, *SOURCES]:
        seen = phases if name is None else history(work, "without-" + name)[1]
        cells = []
        for day, _, _ in EXPECTED:
            p = seen.get(day)
            cells.append("–" if p is None else f"{p['type']} {p['p'][p['type']]:.2f}: " + ", ".join(SIGN[t["level"]] for t in p["ties"]))
        rows.append(f"| {'nothing' if name is None else CALLED[name]} | " + " | ".join(cells) + " |")
    return rows


def quoted(found):
    """At most two short sentences for each of the four half-years, from different sources if it can be."""
    rows = []
    for day, what, signs in EXPECTED:
        k = max(signs)
        rows.append(f"**{called(day)}, {what}**, {NAMES[k]}:")
        taken = set()
        for r in toward(found, PAIRS[k], day, -1, 40):
            quote = " ".join(r["citation"]["quote"].split())
            if len(quote) > 180 or r["story"] in taken or r["confidence"] < .6 or len(taken) == 2:
                continue
            taken.add(r["story"])
            rows.append(f"- “{quote}” {r['source']['code']}→{r['target']['code']} {r['plover']['event']}, {r['status']}; {told_in(r)}, {r['date']}, `{r['id']}`")
        rows.append("")
    return rows


def breaks(work):
    rows = ["| pair | strand | day | within | a day before | after | acts named |", "|---|---|---|---|---|---|---|"]
    for k, (a, b) in enumerate(PAIRS):
        course = json.loads((work / f"all.{a}-{b}.json").read_text())["course"]
        for s in course["strands"]:
            for x in s["breaks"]:
                rows.append(f"| {NAMES[k]} | {s['source']}→{s['target']} {s['side']} | {x['day']} | {x['early']} to {x['late']} | {x['before']:.3f} | {x['after']:.3f} | "
                            + ", ".join(f"`{m['event'] if 'event' in m else m.get('id', '')}`" for m in x["made"][:2]) + " |")
    return rows


def estimate(x):
    return "–" if x is None else f"{x['value']:+.2f} ({x['low']:+.2f} to {x['high']:+.2f})"


def compared(work):
    rows = ["| year | pair | coded | imported | weeks | all | cooperation | conflict |", "|---|---|---|---|---|---|---|---|"]
    for year in ("2014", "2021"):
        c = json.loads((work / f"compare-{year}.json").read_text())
        for p in c["pairs"]:
            rows.append(f"| {year} | {p['a']}–{p['b']} | {p['events'][0]} | {p['events'][1]} | {p['n']} | {estimate(p['all'])} | {estimate(p['cooperation'])} | {estimate(p['conflict'])} |")
        c = json.loads((work / f"compare-all-{year}.json").read_text())
        rows.append(f"| {year} | {len(c['pairs'])} pairs of which both tell ten events, pooled | {c['sides'][0]['events']} | {c['sides'][1]['events']} | {c['pooled']['n']} pair-weeks | {estimate(c['pooled']['all'])} | {estimate(c['pooled']['cooperation'])} | {estimate(c['pooled']['conflict'])} |")
        rows.append(f"| {year} | the same, totals over the pairs | | | {len(c['pairs'])} pairs | {estimate(c['across'])} | | |")
    return rows


def put(document, name, rows):
    block = f"<!-- {name} -->\n" + "\n".join(rows).strip() + f"\n<!-- /{name} -->"
    out, n = re.subn(rf"<!-- {name} -->.*?<!-- /{name} -->", lambda _: block, document, flags=re.S)
    if n != 1:
        raise SystemExit(f"case: error: the document has {n} places for {name}, not one")
    return out


def gates(work):
    """Prints what gates.sh files: name, what is required, what was found."""
    phases = history(work, "all")[1]
    for day, what, signs in EXPECTED:
        for k, sign in sorted(signs.items()):
            print(f"{called(day)}, {what}: {NAMES[k]} by all sources", f"= {SIGN[sign]}", SIGN[phases[day]["ties"][k]["level"]], sep="\t")
    for year in ("2014", "2021"):
        if not (work / f"compare-{year}.json").exists():
            continue
        for p in json.loads((work / f"compare-{year}.json").read_text())["pairs"]:
            rho = p["all"]
            print(f"{p['a']} and {p['b']} by week, coded and imported, {p['n']} weeks of {year}: rank correlation", "",
                  "none" if rho is None else f"{rho['value']:.2f}", sep="\t")


def main(work, document):
    if work == "--gates":
        gates(pathlib.Path(document))
        return
    work, document = pathlib.Path(work), pathlib.Path(document)
    study, phases = history(work, "all")
    histories = {"all": phases, **{s: history(work, s)[1] for s in SOURCES}}
    found = events(work)
    told = sums(found)
    counts = collections.Counter(r["story"].split(":")[0] for r in found)
    text = document.read_text(encoding="utf-8")
    for name, rows in {
        "phases": phases_table(phases, told), "crossings": crossings(phases, found), "checks": checks(histories, told),
        "without": without(work, phases), "quoted": quoted(found), "breaks": breaks(work), "compared": compared(work),
        "counts": [f"{len(found)} dated events between two of the three, {study['from']} to {study['to']}: "
                   + ", ".join(f"{v} told first by {k}" for k, v in sorted(counts.items())) + "."],
    }.items():
        text = put(text, name, rows)
    document.write_text(text, encoding="utf-8")
    rows = [phases[d] for d in sorted(phases)]
    beside = {CALLED[s]: [h.get(d) for d in sorted(phases)] for s, h in histories.items()}
    here = document.parent / "case"
    here.mkdir(exist_ok=True)
    for name, picture in {"types": pictures.types(rows, DAYS), "ties": pictures.ties(rows, NAMES, DAYS),
                          "sources": pictures.sources(beside, NAMES, DAYS)}.items():
        (here / (name + ".svg")).write_text(picture, encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
