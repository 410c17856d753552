#!/usr/bin/env bash
# Writes the case of the triangle anew: reads collections of text into stores, asks for the
# triangle of the United States, Russia and China by half-year, with each source alone and
# without each, holds the coded events against imported ones, and puts tables and pictures
# into docs/case-triangle.md.
#
#   docs/case/make.sh                     all of it, work in out/case
#   DATA=folder ENTENTE=bin/entente WORK=folder docs/case/make.sh
#   KEEP=1 docs/case/make.sh              without reading: asks anew the stores that an
#                                         earlier run left in WORK, where coding is the same
#
# Nothing of the texts is kept in the project but the few sentences that the document quotes.
set -euo pipefail
export LC_ALL=C
cd "$(dirname "$0")/../.."
data=${DATA:-../shared/data}
entente=${ENTENTE:-bin/entente}
work=${WORK:-out/case}
document=${DOCUMENT:-docs/case-triangle.md}
sources=(current kremlin press whitehouse)
last=2022-12-31

[ -d "$data/text" ] || { echo "case: error: there is no $data/text" >&2; exit 2; }
[ -x "$entente" ] || { echo "case: error: there is no $entente; run make build" >&2; exit 2; }
mkdir -p "$work"
keep=${KEEP:-}
[ -n "$keep" ] || rm -f "$work"/*.duckdb*

# study NAME asks a store for the history of the triangle.
study() {
  "$entente" -q --store "$work/$1.duckdb" triangle --every half --as-of $last --json USA RUS CHN >"$work/$1.triangle.json"
}

python3 docs/case/stories.py "$data/text" "$work"
for s in "${sources[@]}"; do
  [ -n "$keep" ] || "$entente" -q --store "$work/$s.duckdb" read "$work/$s.jsonl"
  study "$s"
done
[ -n "$keep" ] || "$entente" -q --store "$work/all.duckdb" read "$work"/{current,kremlin,press,whitehouse}.jsonl
study all
"$entente" -q --store "$work/all.duckdb" events --json >"$work/all.events.jsonl"
for pair in "CHN RUS" "CHN USA" "RUS USA"; do
  # shellcheck disable=SC2086
  "$entente" -q --store "$work/current.duckdb" dyad --from 2002-01-01 --as-of $last --json $pair >"$work/current.${pair/ /-}.json"
done

# What the triangle is without a source: a copy of the store with its stories withdrawn, as
# if they had never been read.
for s in "${sources[@]}"; do
  if [ -z "$keep" ]; then
    cp "$work/all.duckdb" "$work/without-$s.duckdb"
    sed 's/^{"id": "\([^"]*\)".*/\1/' "$work/$s.jsonl" | xargs "$entente" -q --store "$work/without-$s.duckdb" withdraw --wholly --why "left out"
  fi
  study "without-$s"
done

# Weeks of which all current events were read, against benchmarks of ICEWS events.
if [ -d "$data/forecast/ICEWS14" ]; then
  python3 docs/case/stories.py "$data/text" "$work" whole
  codes=$data/coding/codes/icews_cameo_codes.csv
  python3 docs/case/icews.py "$data/forecast/ICEWS14" 2014-01-01 "$entente" "$codes" "$work/icews2014.csv"
  python3 docs/case/icews.py "$data/forecast/ICEWS21" 2021-01-01 "$entente" "$codes" "$work/icews2021.csv"
  if [ -z "$keep" ]; then
    "$entente" -q --store "$work/whole.duckdb" read "$work/whole.jsonl"
    "$entente" -q --store "$work/whole.duckdb" import custom --mapping docs/case/icews.yaml "$work"/icews20{14,21}.csv
  fi
  for year in 2014 2021; do
    compare=("$entente" -q --store "$work/whole.duckdb" compare --with icews-benchmark --from "$year-01-01" --to "$year-12-31" --json)
    "${compare[@]}" --least 1 USA RUS CHN >"$work/compare-$year.json"
    "${compare[@]}" --least 10 >"$work/compare-all-$year.json"
  done
  "$entente" -q --store "$work/whole.duckdb" triangle --source icews-benchmark --every half --as-of $last --json USA RUS CHN >"$work/icews.triangle.json"
fi

python3 docs/case/write.py "$work" "$document"
