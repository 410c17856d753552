#!/usr/bin/env bash
# Reads the collections of text into stores, asks for the triangle of the United States,
# Russia and China by half-year, and writes the tables and pictures of
# docs/case-triangle.md anew.
#
#   docs/case/make.sh                    texts in ../shared/data/text, work in out/case
#   TEXTS=folder ENTENTE=bin/entente docs/case/make.sh
#
# A source is read into a store of its own, all of them into one, and all but each into
# others: who counts what a source does must see the triangle without it.
set -euo pipefail
export LC_ALL=C
cd "$(dirname "$0")/../.."
texts=${TEXTS:-../shared/data/text}
entente=${ENTENTE:-bin/entente}
work=${WORK:-out/case}
sources=(current kremlin press whitehouse)
last=2022-12-31

[ -d "$texts" ] || { echo "case: error: there is no $texts" >&2; exit 2; }
[ -x "$entente" ] || { echo "case: error: there is no $entente; run make build" >&2; exit 2; }
mkdir -p "$work"
[ -s "$work/whitehouse.jsonl" ] || python3 docs/case/stories.py "$texts" "$work"

# ask NAME FILE... reads files into a store and puts the questions to it.
ask() {
  local name=$1
  shift
  "$entente" -q --store "$work/$name.duckdb" read "$@"
  "$entente" -q --store "$work/$name.duckdb" triangle --every half --as-of $last --json USA RUS CHN >"$work/$name.triangle.json"
}
for s in "${sources[@]}"; do
  ask "$s" "$work/$s.jsonl"
done
ask all "${sources[@]/#/$work/}" 2>/dev/null || ask all "$work"/{current,kremlin,press,whitehouse}.jsonl
