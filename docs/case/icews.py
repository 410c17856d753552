#!/usr/bin/env python3
"""Makes of a benchmark of ICEWS events a table that `entente import custom` takes.

icews.py FOLDER FIRST-DAY ENTENTE OUT reads FOLDER/{train,valid,test}.txt (source, relation,
target, day) with its lists of names, asks `entente actor` who the actors
are on the first day, and writes OUT. An actor "Citizen (Nigeria)" is Nigeria's; persons
are those whom the dictionaries know, all others stay without a code. Relations are
CAMEO's, by their names in CODES.
"""

import csv
import datetime
import json
import pathlib
import re
import subprocess
import sys


def names(file, between):
    out = {}
    for line in file.read_text(encoding="utf-8").splitlines():
        name, number = line.rsplit("\t", 1)
        out[int(number)] = name.replace("_", " ") if between == "_" else name
    return out


def key(name):
    return re.sub(r"[^a-z0-9]", "", name.lower())


def codes(file):
    """CAMEO codes by name; of two of one name the longer, which is the narrower."""
    out = {}
    with open(file, newline="", encoding="utf-8") as rows:
        for row in csv.DictReader(rows):
            if len(row["cameo_code"]) > 2:
                out.setdefault(key(row["name"]), row["cameo_code"])
    return out


def phrase(name):
    inside = re.search(r"\(([^()]*)\)$", name)
    return inside.group(1) if inside else name


def ask(phrases, day, entente, work):
    """The code of each phrase, "" where none is known."""
    asked = work.with_suffix(".actors.jsonl")
    with open(asked, "w", encoding="utf-8") as to:
        for text in phrases:
            to.write(json.dumps({"text": text, "date": day}) + "\n")
    answer = subprocess.run([entente, "actor", "--json", "--in", asked], check=True, capture_output=True, text=True)
    return [json.loads(line)["code"] for line in answer.stdout.splitlines()]


def resolve(actors, day, entente, work):
    """The code of each actor; who is not known by three names is asked for by the first and
    the last, for ICEWS gives fathers' names."""
    of = dict(zip(actors, ask([phrase(a) for a in actors], day, entente, work)))
    rest = [a for a in actors if not of[a] and len(a.split()) == 3 and "(" not in a]
    short = [a.split()[0] + " " + a.split()[2] for a in rest]
    of.update(zip(rest, ask(short, day, entente, work)))
    return of


def main(folder, first, entente, cameo, out):
    folder, out = pathlib.Path(folder), pathlib.Path(out)
    entities, relations = names(folder / "entity2id.txt", "_"), names(folder / "relation2id.txt", "_")
    known = codes(cameo)
    of = resolve(list(entities.values()), first, entente, out)
    facts = []
    for part in ("train", "valid", "test"):
        for line in (folder / (part + ".txt")).read_text().splitlines():
            facts.append(tuple(int(n) for n in line.split("\t")[:4]))
    start, left = datetime.date.fromisoformat(first), 0
    with open(out, "w", encoding="utf-8", newline="") as to:
        write = csv.writer(to)
        write.writerow(["day", "source", "source in words", "target", "target in words", "code"])
        for s, r, t, when in sorted(set(facts), key=lambda f: (f[3], f)):
            code = known.get(key(relations[r]))
            if code is None:
                left += 1
                continue
            day = start + datetime.timedelta(days=when)
            write.writerow([day, of[entities[s]], entities[s], of[entities[t]], entities[t], code])
    print(f"{folder.name}: {len(facts)} facts, {left} of relations without a code", file=sys.stderr)


if __name__ == "__main__":
    main(*sys.argv[1:])
