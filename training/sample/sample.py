"""How right the coder is on real news: draws reports for readers, and tallies what they say.

    python sample.py draw STORIES.jsonl REPORTS.jsonl SEED N [TAUGHT.txt…] > sample.txt
    python sample.py tally ../../corpus/readers/current-events.tsv

STORIES are what `entente code` read, REPORTS what it gave. Drawn are the N reports with two actors whose ids, behind
the seed, have the least SHA-256; paragraphs that stand in TAUGHT (labelled passages that something was learned from)
are left out. The table of tally has a line a report: its id, day, confidence, the way its actors were found, and the
two readers' y or n for pair and direction, root, status and date. The texts are not ours and not in it.
"""

import hashlib, json, sys


def draw(stories, reports, seed, n, *taught):
    texts = {}
    for line in open(stories, encoding="utf-8"):
        s = json.loads(line)
        texts[s["id"]] = s["text"].encode()
    known = {line.split(" ", 1)[1].strip() for f in taught for line in open(f, encoding="utf-8") if line[:2] in ("19", "20")}
    two = [r for r in map(json.loads, open(reports, encoding="utf-8"))
           if r["kind"] == "event" and r["source"]["code"] and r["target"]["code"]]
    two.sort(key=lambda r: hashlib.sha256((seed + r["report"]).encode()).hexdigest())
    done = 0
    for r in two:
        text, c = texts[r["story"]], r["citation"]
        start, end = text.rfind(b"\n", 0, c["start"]) + 1, text.find(b"\n", c["end"])
        paragraph = text[start:end if end >= 0 else None].decode().strip()
        if paragraph in known:
            continue
        done += 1
        arrow = "<>" if r["reciprocal"] else ">"
        print(f"[{done}] {r['report']} {r['story']}\n  {paragraph}\n  > {r['source']['code']} ({r['source']['raw']}) {arrow} "
              f"{r['target']['code']} ({r['target']['raw']}) {r['plover']['event']}/{r['plover']['mode'] or '-'} {r['status']} "
              f"{r['date_from']}..{r['date_to']} \"{text[c['trigger'][0]:c['trigger'][1]].decode(errors='replace')}\"\n")
        if done == int(n):
            return


def tally(path):
    head, *rows = [l.rstrip("\n").split("\t") for l in open(path, encoding="utf-8") if l[0] != "#"]
    rows = [dict(zip(head, r)) for r in rows]
    n = len(rows)
    for field in ("pair", "root", "status", "date"):
        print(f"{field:8}", *(f"{sum(r[who + field] == 'y' for r in rows) / n:.3f}" for who in ("a_", "b_")))
    right = [[r[w + "pair"] == r[w + "root"] == "y" for w in ("a_", "b_")] for r in rows]
    a, b = (sum(x[k] for x in right) / n for k in (0, 1))
    same = sum(x[0] == x[1] for x in right) / n
    chance = a * b + (1 - a) * (1 - b)
    print(f"both     {a:.3f} {b:.3f}; the same of {same:.3f}, kappa {(same - chance) / (1 - chance):.3f}")
    mean, said = [sum(x) / 2 for x in right], [float(r["confidence"]) for r in rows]
    share = lambda ks: f"{sum(mean[k] for k in ks) / len(ks):.3f} ({len(ks)})"
    for least in (.5, .7):
        print(f"both, confidence from {least} on: {share([k for k in range(n) if said[k] >= least])}")
    for way in sorted({r["way"] for r in rows}):
        print(f"both, {way}: {share([k for k in range(n) if rows[k]['way'] == way])}")
    error = 0.0
    for low in range(10):
        ks = [k for k in range(n) if min(int(said[k] * 10 + 1e-9), 9) == low]
        if ks:
            error += abs(sum(said[k] - mean[k] for k in ks)) / n
    print(f"expected calibration error {error:.3f}")


if __name__ == "__main__":
    {"draw": draw, "tally": tally}[sys.argv[1]](*sys.argv[2:])
