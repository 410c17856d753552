"""Gives the marked sentences of `go run ./training/acts` the trees of the teacher of syntax.

    python parse.py teacher.pt ACTS.conllu OUT.conllu
"""

import os, sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "syntax"))
import teacher as base


def blocks(path):
    rows = []
    for line in open(path, encoding="utf-8"):
        line = line.rstrip("\n")
        if line and line[0] != "#":
            rows.append(line.split("\t"))
        elif not line and rows:
            yield rows
            rows = []


def main(weights, source, out):
    model, make = base.load(weights)
    marked = [rows for rows in blocks(source) if 3 <= len(rows) <= 80]
    parsed = base.predict(model, make, [{"words": [r[1] for r in rows]} for rows in marked])
    with open(out, "w", encoding="utf-8") as w:
        for rows, p in zip(marked, parsed):
            for i, r in enumerate(rows):
                upos, xpos = p["tags"][i].split("|")
                marks = "|".join(f for f in r[9].split("|") if f.startswith(("Act=", "Part="))) or "_"
                print(i + 1, r[1], "_", upos, xpos, "_", p["heads"][i], p["rels"][i], "_", marks, sep="\t", file=w)
            print(file=w)


if __name__ == "__main__":
    main(*sys.argv[1:])
