"""Holds the confidence of reports against whether their pair and root are right.

    python calibrate.py ENTENTE GOLD.txt…

GOLD holds labelled passages (corpus/events) that the judge has not learned from. Prints the expected calibration
error of the confidence as told, that of a new fit to four fifths measured on the fifth, and the constants of a fit to
all in the order of coder/confidence.go. What the program leaves untold is not fitted to; lower leastConfidence and
leastAlone to fit to it as well.
"""

import json, math, re, subprocess, sys
import numpy as np


def gold(path):
    out, cur = {}, None
    for line in open(path, encoding="utf-8"):
        line = line.rstrip("\n")
        if m := re.match(r"\[([\w-]+)\]", line):
            cur = out[m[1]] = {"acts": []}
        elif re.match(r"\d{4}-\d\d-\d\d ", line):
            cur["day"], cur["text"] = line[:10], line[11:]
        elif m := re.match(r"\s+(\S+) (<>|>) (\S+) (\S+) ", line):
            cur["acts"].append((m[1], m[3], m[2] == "<>", {r.split("/")[0] for r in m[4].split("|")}))
    return out


def right(report, acts):
    s, t = report["source"]["code"], (report.get("target") or {}).get("code") or "-"
    both = report.get("reciprocal")
    return any(report["plover"]["event"] in roots and ((a, b) == (s, t) or ((mutual or both) and (b, a) == (s, t)))
               for a, b, mutual, roots in acts)


def features(r, beside):
    f = r["found_by"]
    j, way = f.get("judge"), f.get("way")
    odds = lambda p: math.log((p + .01) / (1.01 - p))
    base = .85 - .2 * (way != "tree")  # what the rules say is not printed; their commonest values stand for it
    return [1, base, float(j is not None), odds(j["act"]) if j else 0, odds(j["root"]) if j else 0, float(way == "context"),
            float(way == "marked"), float(way == "judged"), float(bool(j and j.get("best"))), float(f["pattern"].startswith("act-")),
            float(beside), float(r["source"]["code"] == (r.get("target") or {}).get("code"))]


def fit(x, y, ridge=1.0):
    w = np.zeros(x.shape[1])
    for _ in range(100):
        p = 1 / (1 + np.exp(-x @ w))
        w -= np.linalg.solve((x * (p * (1 - p))[:, None]).T @ x + ridge * np.eye(len(w)), x.T @ (p - y) + ridge * np.r_[0, w[1:]])
    return w


def error(p, y):
    bins = np.minimum((p * 10).astype(int), 9)
    return sum((bins == b).mean() * abs(p[bins == b].mean() - y[bins == b].mean()) for b in range(10) if (bins == b).any())


def main(program, *files):
    passages = {}
    for f in files:
        passages |= gold(f)
    lines = "".join(json.dumps({"id": k, "published": v["day"], "text": v["text"]}) + "\n" for k, v in passages.items())
    out = subprocess.run([program, "-q", "code", "--json", "-"], input=lines, capture_output=True, text=True, check=True).stdout
    reports = [json.loads(l) for l in out.splitlines()]
    ruled = {(r["story"], i) for r in reports if r["found_by"].get("way") != "judged" for i in range(*r["citation"]["trigger"])}
    beside = [r["found_by"].get("way") == "judged" and any((r["story"], i) in ruled for i in range(*r["citation"]["trigger"])) for r in reports]
    x = np.array([features(r, b) for r, b in zip(reports, beside)])
    y = np.array([right(r, passages[r["story"]]["acts"]) for r in reports], float)
    part = np.arange(len(y)) * 5 // len(y)
    p = np.zeros(len(y))
    for k in range(5):
        p[part == k] = 1 / (1 + np.exp(-x[part == k] @ fit(x[part != k], y[part != k])))
    told = np.array([r["confidence"] for r in reports])
    print(len(y), "reports,", round(y.mean(), 3), "right, error as told", round(error(told, y), 3), "of a new fit", round(error(p, y), 3))
    print([round(float(v), 2) for v in fit(x, y)])


if __name__ == "__main__":
    main(*sys.argv[1:])
