#!/usr/bin/env python3
"""How well acts tell friend from foe, by the weights of their classes.

standing.py DATA WORK reads WORK/icews2014.csv and WORK/icews2021.csv, which make.sh makes of
two benchmarks of ICEWS events, and takes of them the pairs of states with eight acts or more
whose standing is known from elsewhere: strategic rivals of that year by Thompson and Dreyer's
list (DATA/triangle/peacesciencer/tss_rivalries.csv), and as friends the pairs within the
alliances below that are no rivals. The three pairs of the case are left out. It prints, for
several ways to count, the table in docs/methods.md, and the likeliest weights of a grid.
"""

import collections
import csv
import itertools
import math
import pathlib
import sys

ALLIANCES = [set(members.split()) for members in (
    "USA CAN GBR FRA DEU ITA ESP PRT BEL NLD LUX DNK NOR ISL GRC TUR POL CZE HUN SVK SVN EST LVA LTU ROU BGR HRV ALB",
    "FRA DEU ITA ESP PRT BEL NLD LUX DNK GRC POL CZE HUN SVK SVN EST LVA LTU ROU BGR HRV AUT SWE FIN IRL CYP MLT GBR",
    "IDN MYS SGP THA PHL VNM LAO MMR KHM BRN", "SAU ARE KWT BHR OMN", "RUS BLR KAZ KGZ TJK ARM", "USA GBR CAN AUS NZL",
    "USA JPN", "USA KOR", "USA PHL", "USA ISR")]
CASE = {("CHN", "RUS"), ("CHN", "USA"), ("RUS", "USA")}
YEARS = (2014, 2021)
LEAST = 8
ROOTS = ["AGREE CONSULT SUPPORT CONCEDE", "COOPERATE AID RETREAT", "REQUEST ACCUSE REJECT THREATEN", "PROTEST SANCTION MOBILIZE COERCE ASSAULT"]
COPDAB = dict(AGREE=10, CONSULT=6, SUPPORT=10, CONCEDE=14, COOPERATE=27, AID=31, RETREAT=14, REQUEST=-6, ACCUSE=-16, REJECT=-16,
              THREATEN=-16, PROTEST=-16, SANCTION=-29, MOBILIZE=-44, COERCE=-29, ASSAULT=-50)


def codebook():
    """Root and Goldstein's points (as ICEWS prints them) by CAMEO code."""
    out = {}
    file = pathlib.Path(__file__).parents[2] / "codebook" / "cameo.tsv"
    for row in csv.DictReader((l for l in file.open(encoding="utf-8") if not l.startswith("#")), delimiter="\t"):
        out[row["code"]] = row["root"], float(row["goldstein-icews"] or 0)
    return out


def states(data):
    """ISO codes by the numbers of the Correlates of War, through the dictionaries' table."""
    out = {}
    for row in csv.DictReader((data / "triangle/peacesciencer/cow_states.csv").open(encoding="utf-8")):
        out[int(row["ccode"])] = ISO.get(row["stateabb"], row["stateabb"])
    return out


# Where the abbreviation of the Correlates of War is not the code of ISO 3166.
ISO = dict(p.split("=") for p in (
    "UKG=GBR GMY=DEU GFR=DEU FRN=FRA SPN=ESP POR=PRT ROK=KOR TAW=TWN LEB=LBN SUD=SDN MOR=MAR ALG=DZA DRC=COD NIG=NGA CAO=CMR CHA=TCD "
    "BUI=BDI COS=CRI HON=HND SAL=SLV BAH=BHR DRV=VNM CAM=KHM PHI=PHL MAL=MYS SIN=SGP BNG=BGD GRG=GEO LIT=LTU LAT=LVA KYR=KGZ "
    "TAJ=TJK KZK=KAZ BUL=BGR RUM=ROU YUG=SRB CRO=HRV BOS=BIH MAC=MKD SLV=SVN AUS=AUT AUL=AUS NEW=NZL SWD=SWE DEN=DNK NTH=NLD "
    "SWZ=CHE CZR=CZE SLO=SVK KUW=KWT UAE=ARE OMA=OMN MYA=MMR SRI=LKA NEP=NPL CON=COG ANG=AGO TAZ=TZA ZAM=ZMB ZIM=ZWE BOT=BWA "
    "LIB=LBY MAA=MRT GAM=GMB BFO=BFA GUI=GIN IVO=CIV TOG=TGO NIR=NER CEN=CAF PAR=PRY URU=URY MLD=MDA GUA=GTM HAI=HTI INS=IDN "
    "ETM=TLS MON=MNG").split())


def known(data, year):
    """The rivals and the friends of a year. The list of rivals ends with 2020."""
    name = states(data)
    rivals = set()
    for row in csv.DictReader((data / "triangle/peacesciencer/tss_rivalries.csv").open(encoding="utf-8")):
        if int(row["start"]) <= year and int(row["end"]) >= min(year, 2020):
            rivals.add(tuple(sorted((name[int(row["ccode1"])], name[int(row["ccode2"])]))))
    friends = {tuple(sorted(p)) for group in ALLIANCES for p in itertools.combinations(group, 2)}
    return rivals - CASE, friends - rivals - CASE


def acts(work, year):
    """The codes of what is told of each pair of states, each fact once."""
    pairs = collections.defaultdict(list)
    seen = set()
    for row in csv.DictReader((work / f"icews{year}.csv").open(encoding="utf-8")):
        fact = row["day"], row["source"], row["target"], row["code"]
        a, b = fact[1:3]
        if len(a) == len(b) == 3 and a != b and fact not in seen:
            seen.add(fact)
            pairs[tuple(sorted((a, b)))].append(row["code"])
    return pairs


def fraction(a, b, x):
    """The continued fraction of the incomplete beta function (Lentz)."""
    c, d = 1., 1 - (a + b) * x / (a + 1)
    d = 1 / d
    h = d
    for m in range(1, 300):
        for t in (m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)), -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))):
            d, c = 1 / (1 + t * d), 1 + t / c
            h *= c * d
        if abs(c * d - 1) < 1e-10:
            break
    return h


def below(a, b, x):
    """P(q < x), q ~ Beta(a, b)."""
    front = math.exp(math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log(1 - x))
    return front * fraction(a, b, x) / a if x < (a + 1) / (a + b + 2) else 1 - front * fraction(b, a, 1 - x) / b


def friendly(warm, cold):
    """P(q > 1/2) after acts alone."""
    return min(1 - 1e-6, max(1e-6, below(1 + cold, 1 + warm, .5)))


def likelihood(pairs, count):
    """Mean log likelihood of the standings, rivals and friends weighing alike in sum."""
    side = {1: [], -1: []}
    for friend, x in pairs:
        p = friendly(*count(x))
        side[friend].append(math.log(p if friend > 0 else 1 - p))
    return sum(sum(s) / len(s) for s in side.values()) / 2


def by_class(one, weights):
    weight = {r: w for roots, w in zip(ROOTS, weights) for r in roots.split()}
    return by_root(one, {r: w if r in ROOTS[0] or r in ROOTS[1] else -w for r, w in weight.items()})


def by_root(one, weight):
    def count(x):
        sums = [0, 0]
        for root, n in x[0].items():
            sums[weight[root] < 0] += one * abs(weight[root]) * n
        return sums
    return count


def row(name, pairs, count):
    stands = {1: [], -1: []}
    for friend, x in pairs:
        warm, cold = count(x)
        stands[friend].append((warm - cold) / (2 + warm + cold))
    friends, rivals = stands[1], stands[-1]
    better = sum((f > r) + .5 * (f == r) for f in friends for r in rivals) / len(friends) / len(rivals)
    print(f"{name:52} {likelihood(pairs, count):.3f}; {better:.3f}; {sum(f < -.1 for f in friends) / len(friends):.2f}; "
          f"{sum(r > .1 for r in rivals) / len(rivals):.2f}")


def main(data, work):
    data, work = pathlib.Path(data), pathlib.Path(work)
    code = codebook()
    sets = {}
    for year in YEARS:
        rivals, friends = known(data, year)
        sets[year] = []
        for pair, told in sorted(acts(work, year).items()):
            if len(told) >= LEAST and (pair in rivals or pair in friends):
                points = [code[c][1] for c in told]
                x = collections.Counter(code[c][0] for c in told if code[c][0]), sum(max(p, 0) for p in points), sum(max(-p, 0) for p in points)
                sets[year].append((1 if pair in friends else -1, x))
        print(f"{year}: {sum(f < 0 for f, _ in sets[year])} rivals, {sum(f > 0 for f, _ in sets[year])} friends")
        shares = {f: collections.Counter() for f in (1, -1)}
        for f, x in sets[year]:
            for root, n in x[0].items():
                shares[f][root] += n / sum(x[0].values()) / sum(g == f for g, _ in sets[year])
        print("  oftener among rivals: " + ", ".join(f"{r} {shares[-1][r] / max(shares[1][r], 1e-9):.1f}" for roots in ROOTS for r in roots.split()))
        row("  points of Goldstein's, conflict four times, .005", sets[year], lambda x: (.005 * x[1], .02 * x[2]))
        row("  by class, 1 2 4 6, .025", sets[year], by_class(.025, (1, 2, 4, 6)))
        row("  COPDAB's weights, .0042 of a point", sets[year], by_root(.025 / 6, COPDAB))
        row("  all alike, .025", sets[year], by_class(.025, (1, 1, 1, 1)))
    grid = []
    for one, deed, word, hostile in itertools.product((.01, .015, .02, .025, .03, .04), (1, 2, 3), (3, 4, 5, 6, 8, 10), (3, 4, 5, 6, 8, 10, 12)):
        count = by_class(one, (1, deed, word, hostile))
        each = [likelihood(sets[year], count) for year in YEARS]
        grid.append((sum(each) / 2, *each, one, 1, deed, word, hostile))
    for title, key in (("both", 0), ("2014", 1), ("2021", 2)):
        print(f"likeliest, {title}:", [round(x, 3) for x in max(grid, key=lambda g: g[key])])


if __name__ == "__main__":
    main(*sys.argv[1:])
