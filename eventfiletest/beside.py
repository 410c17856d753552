#!/usr/bin/env python3
"""What a script does with an export of GDELT 2.0, to hold entente beside it.

    beside.py [--with csv|pandas] [--lines N] FILE

It reads the lines, leaves out those that cannot be used and those whose id came before,
and keeps of each what is asked about; then it makes one pair's series by week and all
pairs' counts by month. It resolves no actor, keeps no place and no address, and stores
nothing. Last it prints seconds and peak memory as JSON.
"""
import argparse
import collections
import csv
import datetime
import itertools
import json
import resource
import sys
import time

WANTED = [0, 1, 7, 17, 26, 30]  # id, day, countries of both actors, code, Goldstein's scale


def with_csv(path, lines):
    csv.field_size_limit(1 << 20)
    seen, rows = set(), []
    with open(path, encoding="utf-8", errors="replace", newline="") as f:
        clean = (line.replace("\0", "") for line in itertools.islice(f, lines))
        for r in csv.reader(clean, delimiter="\t", quoting=csv.QUOTE_NONE):
            if len(r) != 61 or r[0] in seen:
                continue
            try:
                day = datetime.date(int(r[1][:4]), int(r[1][4:6]), int(r[1][6:8]))
                scale = float(r[30])
            except ValueError:
                continue
            seen.add(r[0])
            rows.append((day, r[7], r[17], r[26], scale))
    return rows


def week_of_csv(rows, a, b):
    out = collections.defaultdict(lambda: [0, 0.0])
    for day, s, t, _, scale in rows:
        if (s, t) == (a, b) or (s, t) == (b, a):
            cell = out[s, day - datetime.timedelta(day.weekday())]
            cell[0] += 1
            cell[1] += scale
    return len(out)


def months_of_csv(rows):
    out = collections.defaultdict(lambda: [0, 0.0])
    for day, s, t, _, scale in rows:
        if s and t:
            cell = out[s, t, day.year, day.month]
            cell[0] += 1
            cell[1] += scale
    return len(out)


def with_pandas(path, lines):
    import pandas
    d = pandas.read_csv(
        path, sep="\t", header=None, usecols=WANTED, names=[str(i) for i in range(61)], dtype=str, nrows=lines, quoting=csv.QUOTE_NONE,
        on_bad_lines="skip", encoding="latin-1", keep_default_na=False, low_memory=False)
    d.columns = ["id", "day", "source", "target", "code", "scale"]
    d["day"] = pandas.to_datetime(d["day"], format="%Y%m%d", errors="coerce")
    d["scale"] = pandas.to_numeric(d["scale"], errors="coerce")
    return d.dropna().drop_duplicates("id")


def week_of_pandas(d, a, b):
    some = d[(d.source == a) & (d.target == b) | (d.source == b) & (d.target == a)]
    return len(some.groupby(["source", some.day.dt.to_period("W")]).scale.agg(["count", "sum"]))


def months_of_pandas(d):
    some = d[(d.source != "") & (d.target != "")]
    return len(some.groupby(["source", "target", some.day.dt.to_period("M")]).scale.agg(["count", "sum"]))


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--with", dest="how", choices=["csv", "pandas"], default="csv")
    p.add_argument("--lines", type=int, default=None)
    p.add_argument("file")
    a = p.parse_args()
    read, week, months = (with_csv, week_of_csv, months_of_csv) if a.how == "csv" else (with_pandas, week_of_pandas, months_of_pandas)
    t0 = time.perf_counter()
    rows = read(a.file, a.lines)
    t1 = time.perf_counter()
    weeks = week(rows, "USA", "RUS")
    t2 = time.perf_counter()
    cells = months(rows)
    t3 = time.perf_counter()
    json.dump({
        "with": a.how, "rows": len(rows), "read_s": round(t1 - t0, 3), "rows_per_s": round(len(rows) / (t1 - t0)), "weeks": weeks, "week_ms": round(1000 * (t2 - t1), 1),
        "cells": cells, "months_s": round(t3 - t2, 3), "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }, sys.stdout, indent=1)
    print()


main()
