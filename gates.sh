#!/usr/bin/env bash
# Measures every gate and writes docs/gates.md: what is required, what was measured,
# and the command that gives it.
#
#   ./gates.sh              all gates; measurements of this very program are kept in
#                           out/gates and not made twice; what it has not been measured
#                           by yet is told of the latest program that was
#   ./gates.sh speed demo   these gates alone, measured anew
#   ./gates.sh --list       their names
#   MEGABYTES=5 ./gates.sh speed     a shorter run to try it; ROWS=200000 ./gates.sh import
#
# What cannot be measured here is said to be skipped, with the reason. The exit code
# is 1 if a gate is missed.
set -uo pipefail
export LC_ALL=C
cd "$(dirname "$0")"

bin=bin/entente
shared=../shared/data
seed=$shared/seed
gates=(seed-code seed-brief demo-gold plv rounds lexicon syntax raw-text weights pages archive balance breaks levels triangle case votes ach speed one-file import questions forecast mentions beside crash start demo fresh coverage tkg prob desk server readers queue workers fleet shards)

if [ "${1:-}" = --list ]; then
  printf '%s\n' "${gates[@]}"
  exit 0
fi
[ -x "$bin" ] || { echo "gates: error: there is no $bin; run make build" >&2; exit 2; }
mark=$(sha256sum "$bin" | cut -c1-12)
keep=out/gates/$mark
mkdir -p "$keep"
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

# row NAME REQUIRED MEASURED COMMAND files one line; REQUIRED is ">= N", "<= N",
# "= N", a word, or "" for a figure without a floor.
row() {
  local verdict=missed
  [[ $3 =~ ^-?[0-9]*\.[0-9]{4,}$ ]] && set -- "$1" "$2" "$(printf '%.3f' "$3")" "$4"
  case $2 in
    '') verdict=figure ;;
    '>='*) awk "BEGIN{exit !(\"$3\" != \"\" && \"$3\" != \"null\" && $(num "$3") >= ${2#>= })}" && verdict=met ;;
    '<='*) awk "BEGIN{exit !(\"$3\" != \"\" && \"$3\" != \"null\" && $(num "$3") <= ${2#<= })}" && verdict=met ;;
    *) [ "${2#= }" = "$3" ] && verdict=met ;;
  esac
  printf '%s\t%s\t%s\t%s\t%s\n' "$1" "$2" "$3" "$verdict" "$4" >>"$out"
}
num() { case $1 in '' | *[!0-9.-]*) echo 0 ;; *) echo "$1" ;; esac; }
skip() { printf '%s\t%s\t%s\tskipped\t%s\n' "$1" "-" "$2" "$3" >>"$out"; }

# field FILE KEY gives the first number under a key of indented JSON.
field() { grep -m1 "\"$2\":" "$1" | sed 's/.*: *//; s/[,"]//g'; }

# measured FILE COMMAND… runs a command, and files seconds and peak memory in KB.
measured() {
  local file=$1
  shift
  if [ -x /usr/bin/time ]; then
    /usr/bin/time -f '%e %M' -o "$file" "$@"
    return
  fi
  local start peak=0 kb
  start=$(date +%s.%N)
  "$@" &
  while kill -0 $! 2>/dev/null; do
    kb=$(awk '/VmHWM/{print $2}' "/proc/$!/status" 2>/dev/null)
    [ "${kb:-0}" -gt "$peak" ] && peak=$kb
    sleep .2
  done
  wait $!
  local code=$?
  echo "$(awk "BEGIN{print $(date +%s.%N) - $start}") $peak" >"$file"
  return $code
}

seed_here() {
  command -v python3 >/dev/null || { skip "$1" "python3 is not here" "$2"; return 1; }
  [ -f $seed/score.py ] || { skip "$1" "the seed page is not here" "$2"; return 1; }
}

gate_seed-code() {
  local how="entente code --published 2021-07-15 --json article.txt > out.jsonl; score.py out.jsonl"
  seed_here "seed page" "$how" || return 0
  $bin -q code --published 2021-07-15 --json $seed/article.txt >"$tmp/seed.jsonl"
  python3 $seed/score.py "$tmp/seed.jsonl" >"$tmp/seed.json" || { skip "seed page" "score.py failed" "$how"; return 0; }
  cp "$tmp/seed.jsonl" "$tmp/seed.json" "$keep/"
  row "seed page: required recall" ">= .80" "$(field "$tmp/seed.json" required_recall)" "$how"
  row "seed page: precision" ">= .70" "$(field "$tmp/seed.json" precision)" "$how"
  row "seed page: forbidden codings" "= 0" "$(field "$tmp/seed.json" must_not_violations)" "$how"
  row "seed page: furniture as body" "= 0" "$(field "$tmp/seed.json" furniture_as_body)" "$how"
  row "seed page: quotes in the text" ">= 1" "$(field "$tmp/seed.json" citations_in_text)" "$how"
  row "seed page: plans, claims and denials with their status" ">= 2" \
    "$(python3 -c 'import json, sys; print(len(json.load(open(sys.argv[1]))["mode_found"]))' "$tmp/seed.json")" "$how"
}

gate_plv() {
  local file=$shared/coding/plv/train.tsv
  [ -f "$file" ] || { skip "marked sentences" "plv/train.tsv is not here" "entente score plv train.tsv"; return 0; }
  plv() { # NAME BINARY QUAD ROOT OPTION...
    local name=$1 binary=$2 quad=$3 root=$4
    shift 4
    $bin score plv "$@" "$file" >"$tmp/plv.json"
    local how="entente score plv $* plv/train.tsv"
    row "marked sentences, $name: binary macro F1" "$binary" "$(field "$tmp/plv.json" binary)" "$how"
    row "marked sentences, $name: quad macro F1" "$quad" "$(field "$tmp/plv.json" quad)" "$how"
    row "marked sentences, $name: root macro F1" "$root" "$(field "$tmp/plv.json" root)" "$how"
  }
  plv "five folds" ">= 94" ">= 89" ">= 79" --folds 5
  plv "five folds, without the rows kept apart" "" "" "" --folds 5 --apart 5
  plv "rows kept apart" ">= 92" ">= 85" "" --apart 5
  plv "nothing trained on them" ">= 90" ">= 81" ">= 65" --untrained
}

gate_rounds() {
  local how="entente code --json of the sentences that nobody in relevant_r2 to r5 marks as relevant"
  command -v python3 >/dev/null && [ -d "$shared/coding/rounds" ] || { skip "irrelevant sentences" "rounds are not here" "$how"; return 0; }
  python3 - "$shared/coding/rounds" >"$tmp/rounds.jsonl" <<'P'
import csv, glob, json, sys
marks = {}
for f in sorted(glob.glob(sys.argv[1] + "/r[2-5]/relevant_r[2-5].csv")):
    for r in csv.DictReader(open(f, encoding="utf-8", errors="replace")):
        marks.setdefault(r["sentences"], []).extend(v.strip().upper() for c, v in r.items() if c.startswith("rater"))
for i, (text, v) in enumerate(marks.items()):
    if not {"TRUE", "1"} & set(v):
        print(json.dumps({"id": "r%d" % i, "text": text}))
P
  $bin -q code --json "$tmp/rounds.jsonl" >"$tmp/rounds.out"
  row "irrelevant sentences: with an event between two states" "<= 1" "$(python3 - "$tmp/rounds.out" <<'P'
import json, sys
rows = [json.loads(l) for l in open(sys.argv[1])]
print(len({r["story"] for r in rows if r["source"]["code"] and r["target"]["code"] and r["source"]["code"] != r["target"]["code"]}))
P
)" "$how"
}

gate_seed-brief() {
  local how="entente brief --published 2021-07-15 --json article.txt"
  seed_here "brief of the seed page" "$how" || return 0
  $bin -q brief --published 2021-07-15 --json $seed/article.txt >"$tmp/brief.json"
  python3 - "$tmp/brief.json" >"$tmp/brief.txt" <<'P'
import json, sys
b = json.load(open(sys.argv[1]))
level = {frozenset((d["a"], d["b"])): d for d in b["dyads"]}
for x, y in (("RUS", "USA"), ("CHN", "RUS"), ("CHN", "USA")):
    d = level.get(frozenset((x, y)), {})
    print(d.get("level"), sep="")
t = b["triangles"][0] if b["triangles"] else {}
print(t.get("type"))
print(t.get("roles", {}).get("USA"))
p = t.get("p", {})
print(round(sum(p.values()), 6), len(p))
cited = all(d["acts"].get("cites") or d["assessed"].get("cites") for d in list(level.values())[:3])
print("yes" if cited else "no")
P
  mapfile -t got <"$tmp/brief.txt"
  row "seed page: Russia and the United States" "= -1" "${got[0]:-}" "$how"
  row "seed page: China and Russia" "= 1" "${got[1]:-}" "$how"
  row "seed page: China and the United States" "= -1" "${got[2]:-}" "$how"
  row "seed page: type of the triangle" "= stable marriage" "${got[3]:-}" "$how"
  row "seed page: the United States' role" "= outcast" "${got[4]:-}" "$how"
  row "seed page: mass and number of types printed" "= 1.0 5" "${got[5]:-}" "$how"
  row "seed page: the three sides cited" "= yes" "${got[6]:-}" "$how"
}

gate_demo-gold() {
  local how="entente code --assessments --json --published DAY of each story; entente score gold --stories corpus/demo corpus/gold.jsonl out.jsonl"
  local stories
  stories=$(grep -o '"story": *"[^"]*"' corpus/gold.jsonl | sort -u | cut -d'"' -f4)
  : >"$tmp/demo.jsonl"
  local files=()
  while read -r line; do
    local id file day
    id=$(sed 's/.*"id": *"\([^"]*\)".*/\1/' <<<"$line")
    file=corpus/demo/$(sed 's/.*"file": *"\([^"]*\)".*/\1/' <<<"$line")
    day=$(sed 's/.*"published": *"\([^"]*\)".*/\1/' <<<"$line")
    grep -qx "$id" <<<"$stories" || continue
    files+=(--stories "$file")
    $bin -q code --assessments --json --published "$day" "$file" >>"$tmp/demo.jsonl"
  done <corpus/demo/manifest.jsonl
  $bin -q score gold "${files[@]}" corpus/gold.jsonl "$tmp/demo.jsonl" >"$tmp/gold.json" || { skip "demonstration gold" "score gold failed" "$how"; return 0; }
  cp "$tmp/gold.json" "$keep/gold.json"
  row "demonstration gold: stories" ">= 40" "$(field "$tmp/gold.json" stories)" "$how"
  row "demonstration gold: required recall" ">= .80" "$(field "$tmp/gold.json" required_recall)" "$how"
  row "demonstration gold: precision" ">= .70" "$(field "$tmp/gold.json" precision)" "$how"
  row "demonstration gold: forbidden codings" "= 0" "$(field "$tmp/gold.json" must_not_violations)" "$how"
  row "demonstration gold: furniture as body" "= 0" "$(field "$tmp/gold.json" furniture_as_body)" "$how"
  row "demonstration gold: quotes in the text" ">= 1" "$(field "$tmp/gold.json" citations_in_text)" "$how"
  row "demonstration gold: status right" "" "$(field "$tmp/gold.json" status_accuracy)" "$how"
  row "demonstration gold: date met" "" "$(field "$tmp/gold.json" date_hit)" "$how"
  row "demonstration gold: stories without events that were coded" "" "$(field "$tmp/gold.json" empty_stories_coded) of $(field "$tmp/gold.json" empty_stories)" "$how"
}

gate_lexicon() {
  local how="entente lexicon check" census
  if census=$($bin lexicon check 2>&1 >"$tmp/lexicon.txt"); then
    row "dictionaries: entries that miss their sentences" "= 0" 0 "$how"
  else
    row "dictionaries: entries that miss their sentences" "= 0" "$(wc -l <"$tmp/lexicon.txt")" "$how"
  fi
  $bin doctor >"$tmp/doctor.txt"
  row "dictionaries: event patterns" ">= 4000" "$(grep -o '[0-9]* event patterns' "$tmp/doctor.txt" | tr -dc 0-9)" "entente doctor"
  row "dictionaries: assessment patterns" ">= 200" "$(grep -o '[0-9]* assessment patterns' "$tmp/doctor.txt" | tr -dc 0-9)" "entente doctor"
  row "dictionaries: organisations" ">= 600" "$(grep -o '[0-9]* organisations' "$tmp/doctor.txt" | tr -dc 0-9)" "entente doctor"
  row "dictionaries: agents" ">= 1500" "$(grep -o '[0-9]* agents' "$tmp/doctor.txt" | tr -dc 0-9)" "entente doctor"
  row "dictionaries: terms of office" ">= 150" "$(grep -o '[0-9]* terms' "$tmp/doctor.txt" | tr -dc 0-9)" "entente doctor"
}

banks=../shared/data/treebanks

gate_syntax() {
  local part how="entente score syntax --gold PART.conllu"
  [ -d $banks ] || { skip "syntax" "the treebanks are not here" "$how"; return 0; }
  for part in EWT PUD GUM; do
    $bin -q score syntax --gold $banks/$part/test.conllu >"$tmp/$part.json" || { skip "syntax, $part test" "score syntax failed" "$how"; continue; }
    local upos=">= 95.2" uas=">= 86.0" las=">= 83.0"
    [ $part = GUM ] && upos= uas= las=
    row "syntax, $part test: UPOS" "$upos" "$(field "$tmp/$part.json" upos)" "$how"
    row "syntax, $part test: UAS" "$uas" "$(field "$tmp/$part.json" uas)" "$how"
    row "syntax, $part test: LAS" "$las" "$(field "$tmp/$part.json" las)" "$how"
  done
  row "syntax, PUD test: core arguments, precision" ">= 88" "$(field "$tmp/PUD.json" core_p)" "$how"
  row "syntax, PUD test: core arguments, recall" ">= 88" "$(field "$tmp/PUD.json" core_r)" "$how"
  row "syntax, GUM test: entities, F1" ">= 70" "$(field "$tmp/GUM.json" entity_f1)" "$how"
  row "syntax, EWT test, $(nproc) cores: sentences a second" ">= 3500" "$(field "$tmp/EWT.json" sentences_per_s)" "$how"
}

gate_raw-text() {
  local how="entente score syntax --raw --gold EWT/test.conllu"
  [ -d $banks ] || { skip "syntax from raw text" "the treebanks are not here" "$how"; return 0; }
  $bin -q score syntax --raw --gold $banks/EWT/test.conllu >"$tmp/raw.json" || { skip "syntax from raw text" "score syntax failed" "$how"; return 0; }
  row "syntax, EWT test from raw text: tokens, F1" ">= 99.0" "$(field "$tmp/raw.json" tokens)" "$how"
  row "syntax, EWT test from raw text: sentences, F1" ">= 80" "$(field "$tmp/raw.json" sentences)" "$how"
}

gate_desk() {
  local how="go test -count 1 -timeout 30m -run 'PagesAreWalked|ReachedByKeyboard|PagesArePrinted|Palette|FirstLoad' -v ./web"
  go test -count 1 -timeout 30m -run 'PagesAreWalked|ReachedByKeyboard|PagesArePrinted|Palette|FirstLoad' -v ./web >"$tmp/desk.txt" 2>&1
  row "desk: first load of a pair's page, KB compressed" "<= 500" "$(awk '/first load:/{printf "%.0f", $4 / 1e3}' "$tmp/desk.txt")" "$how"
  if ! grep -q -- '--- PASS: TestPagesAreWalked/.*/axe' "$tmp/desk.txt"; then
    skip "desk: pages held to axe-core" "Chromium or npm's axe-core is not here" "$how"
    return 0
  fi
  row "desk: pages by look that were held to axe-core" "" "$(grep -c -- '--- [A-Z]*: TestPagesAreWalked/.*/axe' "$tmp/desk.txt")" "$how"
  row "desk: with a serious or critical violation" "= 0" "$(grep -c -- '--- FAIL: TestPagesAreWalked/.*/axe' "$tmp/desk.txt")" "$how"
  row "desk: with any fault, of words, width, console and requests too" "= 0" "$(grep -c -- '--- FAIL: TestPagesAreWalked/[^/]*/[^/]* ' "$tmp/desk.txt")" "$how"
  row "desk: pages with something out of reach of the keyboard" "= 0" "$(grep -c -- '--- FAIL: TestEverythingIsReachedByKeyboard/' "$tmp/desk.txt")" "$how"
}

gate_weights() {
  local how="go test -run '^\$' -bench Load -benchmem ./syntax"
  go test -run '^$' -bench 'Load$' -benchmem ./syntax >"$tmp/load.txt" 2>&1
  row "syntax: milliseconds to load" "<= 400" "$(awk '/BenchmarkLoad/{printf "%.0f", $3 / 1e6}' "$tmp/load.txt")" "$how"
  row "syntax: memory while loading, MB" "<= 200" "$(awk '/BenchmarkLoad/{printf "%.0f", $5 / 1e6}' "$tmp/load.txt")" "$how"
  row "syntax: weights, MB" "<= 16" "$(wc -c lexica/en/syntax.model syntax/boundary.weights | awk 'END{printf "%.1f", $1 / 1e6}')" "wc -c lexica/en/syntax.model syntax/boundary.weights"
}

gate_pages() {
  local how="go test -count 1 -run TestCorpus -v ./news"
  if ! go test -count 1 -run 'TestCorpus$' -v ./news >"$tmp/pages.txt" 2>&1; then
    row "labelled pages: the test's floors" "= met" missed "$how"
  elif grep -q SKIP "$tmp/pages.txt"; then
    skip "labelled pages" "they are not in the module cache" "$how"
    return 0
  else
    row "labelled pages: the test's floors" "= met" met "$how"
  fi
  cp "$tmp/pages.txt" "$keep/pages.txt"
  row "labelled pages: text F1" ">= .90" "$(sed -n 's/.*canonical text: .*F1 \([0-9.]*\).*/\1/p' "$tmp/pages.txt")" "$how"
  row "labelled pages: date exact" ">= .85" "$(sed -n 's/.*date [0-9]*\/[0-9]* (\([0-9.]*\)).*/\1/p' "$tmp/pages.txt")" "$how"
  row "labelled pages: pages a second" ">= 50" "$(sed -n 's/.* pages, \([0-9.]*\) a second.*/\1/p' "$tmp/pages.txt")" "$how"
}

gate_archive() {
  local how="go test ./cmd/entente -run TestWriteArchive -archive crawl.warc.gz; entente text --json crawl.warc.gz" n=${PAGES:-5000} seconds kb
  go test -count 1 ./cmd/entente -run 'TestWriteArchive$' -archive "$tmp/crawl.warc.gz" -archivepages "$n" >/dev/null || { skip "web archive" "it could not be written" "$how"; return 0; }
  measured "$tmp/time" "$bin" -q text --json "$tmp/crawl.warc.gz" >"$tmp/crawl.jsonl" || { skip "web archive" "entente text failed" "$how"; return 0; }
  read -r seconds kb <"$tmp/time"
  row "web archive of $n pages: stories" "= $n" "$(wc -l <"$tmp/crawl.jsonl")" "$how"
  row "web archive, $(nproc) cores: pages a second, read and extracted" ">= 80" "$(awk "BEGIN{printf \"%.0f\", $n / $seconds}")" "$how"
  row "web archive: peak memory, MB" "" "$(awk "BEGIN{printf \"%.0f\", $kb / 1024}")" "$how"
  rm -f "$tmp/crawl.warc.gz" "$tmp/crawl.jsonl"
}

# within FILE OBJECT KEY gives the number under a key of one object inside the JSON.
within() { sed -n "/\"$2\": {/,/}/p" "$1" | sed -n "s/.*\"$3\": *\([0-9.]*\).*/\1/p" | head -1; }
# places N X rounds a share to so many places, without the zero before the point.
places() { awk "BEGIN{printf \"%.$1f\", $(num "$2")}" | sed 's/^0//'; }

gate_balance() {
  local how="entente score balance signnet" dir=$shared/triangle/signnet file=$tmp/balance.json
  [ -d "$dir" ] || { skip "signed networks" "the published networks are not here" "$how"; return 0; }
  $bin -q score balance "$dir" >"$file" || { skip "signed networks" "score balance failed" "$how"; return 0; }
  row "tribes: balanced triangles, walk index" "= .8676471 .3575761" \
    "$(places 7 "$(within "$file" tribes triangle)") $(places 7 "$(within "$file" tribes walk)")" "$how"
  row "tribes: frustrated ties, of ties" "= 7 58" "$(within "$file" tribes frustration) $(within "$file" tribes ties)" "$how"
  local of=51 what
  row "international system: windows" "= $of" "$(within "$file" windows of)" "$how"
  for what in census indices frustration; do
    row "international system: windows with $what as published" "= $of" "$(within "$file" windows $what)" "$how"
  done
  row "international system: windows with the frustration index proven" "= $of" "$(within "$file" windows proven)" "$how"
  row "international system: sum of the frustration indices" "= 1777" "$(within "$file" windows frustration_sum)" "$how"
  row "international system: seconds for all windows, $(nproc) cores" "<= 600" "$(within "$file" windows seconds)" "$how"
  row "USA, Russia, China: unit veto, stable marriage, incomplete" "= 18 5 28" \
    "$(within "$file" types unit_veto) $(within "$file" types stable_marriage) $(within "$file" types incomplete)" "$how"
}

gate_breaks() {
  local how="entente score breaks forecast" file=$tmp/breaks.json
  [ -f "$shared/forecast/dyads_daily.csv" ] || { skip "breaks" "dyads_daily.csv is not here" "$how"; return 0; }
  $bin -q score breaks "$shared/forecast" >"$file" || { skip "breaks" "score breaks failed" "$how"; return 0; }
  row "breaks afterwards: of four known, found within 3 days" "= 4" "$(within "$file" afterwards found)" "$how"
  row "breaks afterwards: others a series-year" "<= 1" "$(within "$file" afterwards extra_per_series_year)" "$how"
  row "breaks online: of four known, found within 7 days" ">= 3" "$(within "$file" online found)" "$how"
  row "breaks online: false alarms a series-year" "<= 2" "$(within "$file" online extra_per_series_year)" "$how"
  row "breaks afterwards, simulated: false a series-year" "" "$(within "$file" simulated false_afterwards)" "$how"
  row "breaks online, simulated: false alarms a series-year" "" "$(within "$file" simulated false_online)" "$how"
}

gate_levels() {
  local how="entente score levels" file=$tmp/levels.json
  $bin -q score levels >"$file" || { skip "levels" "score levels failed" "$how"; return 0; }
  row "levels: within intervals of 90 %, simulated" ">= .86" "$(field "$file" covered)" "$how"
  row "levels: the same, at most" "<= .94" "$(field "$file" covered)" "$how"
  row "levels: in the last period" "" "$(field "$file" last_period)" "$how"
  row "levels: in gaps" "" "$(field "$file" gaps)" "$how"
}

gate_triangle() {
  local how="entente score triangle" file=$tmp/triangle.json
  $bin -q score triangle >"$file" || { skip "types of triangle" "score triangle failed" "$how"; return 0; }
  local of
  of="$(within "$file" stated triangles) invented triangles"
  row "$of, acts and views as stated: ECE of the printed type" "<= .05" "$(within "$file" stated ece)" "$how"
  row "the same: mean ECE of each type" "<= .05" "$(within "$file" stated ece_each_type)" "$how"
  row "$of, levels that move and acts in bouts: ECE of the printed type" "<= .05" "$(within "$file" moving ece)" "$how"
  row "the same: mean ECE of each type" "<= .05" "$(within "$file" moving ece_each_type)" "$how"
  of="$(within "$file" junior pairs) invented pairs"
  row "$of without asymmetry: called junior" "<= .05" "$(within "$file" junior false_positive)" "$how"
  row "the same, figures all leaning to one side: called junior" "<= .05" "$(within "$file" junior false_positive_with_structure)" "$how"
  row "the same, one begins more and the other yields more: called junior" "<= .05" "$(within "$file" junior false_positive_opposed)" "$how"
  row "$of with a junior: found" "" "$(within "$file" junior found)" "$how"
  row "the same: the other called so" "<= .05" "$(within "$file" junior found_wrong)" "$how"
}

# The case of docs/case-triangle.md, read anew; the signs of four half-years, and how alike
# coded and imported events count.
gate_case() {
  local how="WORK=folder docs/case/make.sh" work=$tmp/case
  [ -d "$shared/text" ] || { skip "the case of USA, Russia and China" "the texts are not here" "$how"; return 0; }
  command -v python3 >/dev/null || { skip "the case of USA, Russia and China" "python3 is not here" "$how"; return 0; }
  cp docs/case-triangle.md "$tmp/case.md"
  DOCUMENT=$tmp/case.md ENTENTE=$bin WORK=$work docs/case/make.sh 2>"$tmp/case.log" || { skip "the case of USA, Russia and China" "$(tail -1 "$tmp/case.log")" "$how"; return 0; }
  local name value required
  while IFS=$'\037' read -r name required value; do # a tab would swallow an empty field
    row "$name" "$required" "$value" "$how"
  done < <(python3 docs/case/write.py --gates "$work" | tr '\t' '\037')
}

gate_votes() {
  local how="entente score votes unvotes" dir=$shared/triangle/unvotes file=$tmp/votes.json
  [ -d "$dir" ] || { skip "votes in the United Nations" "the published votes are not here" "$how"; return 0; }
  $bin -q score votes "$dir" >"$file" || { skip "votes in the United Nations" "score votes failed" "$how"; return 0; }
  row "votes in the United Nations: published values" "= 150" "$(field "$file" published)" "$how"
  row "votes in the United Nations: reproduced to 1e-6" "= 150" "$(field "$file" reproduced)" "$how"
  row "votes in the United Nations: of 870 further values" "= 870" "$(within "$file" further reproduced)" "$how"
}

# matrix FILE NAME KEY gives the text under a key of the matrix of that name.
matrix() { awk -v name="\"$2\"" -v key="\"$3\":" '/"name":/{here = index($0, name)} here && index($0, key){sub(/^[^:]*: *"?/, ""); sub(/"?,? *$/, ""); print; exit}' "$1"; }

gate_ach() {
  local how="entente score ach --published 2021-07-15 seed" file=$tmp/ach.json q
  [ -f "$seed/matrices.json" ] || { skip "competing hypotheses" "the published matrices are not here" "$how"; return 0; }
  $bin -q score ach --published 2021-07-15 "$seed" >"$file" || { skip "competing hypotheses" "score ach failed" "$how"; return 0; }
  cp "$file" "$keep/ach.json"
  local -A posterior=([Q1]="0.0429 0.5406 0.3830 0.0335" [Q2]="0.0099 0.7426 0.2475" [Q3]="0.1253 0.8056 0.0691" [Q4]="0.8077 0.1923" [Q5]="0.6622 0.3378")
  local -A inconsistency=([Q1]="3 1 2 2" [Q2]="5 0 1" [Q3]="3 1 4" [Q4]="0 1" [Q5]="0 0")
  local -A squared=([Q1]="5 1 2 2" [Q2]="9 0 1" [Q3]="5 1 6" [Q4]="0 1" [Q5]="0 0")
  local -A diagnostic=([Q1]="1.946 1.099 0.847" [Q2]="2.197 2.197 0.847" [Q3]="2.197 1.946 1.099" [Q4]="1.099 0.336 0.000" [Q5]="0.336 0.336")
  for q in Q1 Q2 Q3 Q4 Q5; do
    row "hypotheses, $q: posterior" "= ${posterior[$q]}" "$(matrix "$file" $q posterior)" "$how"
    row "hypotheses, $q: inconsistency, linear and squared" "= ${inconsistency[$q]}, ${squared[$q]}" "$(matrix "$file" $q inconsistency), $(matrix "$file" $q squared)" "$how"
    row "hypotheses, $q: most diagnostic" "= ${diagnostic[$q]}" "$(matrix "$file" $q diagnostic)" "$how"
  done
  row "hypotheses, Q1: turned without one item, by which" "= E10: H3" "$(matrix "$file" Q1 flips | cut -d" " -f1): $(matrix "$file" Q1 without)" "$how"
  row "hypotheses, Q1: the two that go together" "= 0.92" "$(matrix "$file" Q1 union)" "$how"
  row "hypotheses, Q1: the null, which explains nothing, is level with" "= H3 at 0.00" "$(matrix "$file" Q1 null_level) at $(matrix "$file" Q1 null_reach)" "$how"
  row "hypotheses, Q2: turned without one item, by which" "= C20: J2 J3" "$(matrix "$file" Q2 flips | cut -d" " -f1): $(matrix "$file" Q2 without)" "$how"
  row "hypotheses, Q3 to Q5: turned without one item" "= none" "$(matrix "$file" Q3 flips)$(matrix "$file" Q4 flips)$(matrix "$file" Q5 flips)none" "$how"
  row "hypotheses, Q4: without the circular item, and with it" "= 0.5833 0.4167, 0.8077 0.1923" "$(matrix "$file" Q4 without_circular), $(matrix "$file" Q4 with_circular)" "$how"
  row "hypotheses, Q2: items of the joint statement, counting as" "= 5, 1" "$(matrix "$file" Q2 rows), $(matrix "$file" Q2 count)" "$how"
  row "hypotheses on the seed page: share of items bound to events or assessments" ">= .70" "$(field "$file" share)" "$how"
  row "hypotheses on the seed page: of 28 items, bound to words of their own lines" ">= 20" "$(field "$file" right)" "$how"
  row "hypotheses on the seed page: questions with the preferred answer first" "= 5" "$(field "$file" first)" "$how"
  row "hypotheses on the seed page: questions that print what overturns them" "= 5" "$(field "$file" fragile)" "$how"
  row "seed page alone: kind of holder of wedge, of its denial, of stabilisation" "= unnamed author author" "$(for q in "wedge asserted" "wedge denied" "stabilise asserted"; do
    sed -n "s/.*\"$q by \([a-z]*\) [^\"]\+\".*/\1/p" "$file" | head -1
  done | tr '\n' ' ' | sed 's/ $//')" "$how"
}

# mixed writes the demonstration stories and as many bytes without events, once, as
# JSON lines; TEXT is the bytes of their text, SENTENCES how many there are.
mixed() {
  local i quiet stories
  $bin -q text --json --published 2021-07-15 corpus/demo/d*.txt >"$tmp/unit.jsonl"
  stories=$(cat corpus/demo/d*.txt | wc -c)
  quiet=$(wc -c <corpus/quiet.txt)
  for ((i = 0; i * quiet < stories; i++)); do
    sed 's/$/\n/' corpus/quiet.txt >"$tmp/quiet$i.txt"
    $bin -q text --json --published 2021-07-15 "$tmp/quiet$i.txt" >>"$tmp/unit.jsonl"
  done
  TEXT=$((stories + i * quiet))
  SENTENCES=$($bin -q explain --json "$tmp/unit.jsonl" | sed 's/,"start".*//' | sort -u | wc -l)
  REPEATS=$(((${MEGABYTES:-50} * 1000 * 1000 + TEXT - 1) / TEXT))
}

# speed_rows NAME FILE HOW measures one run.
speed_rows() {
  measured "$tmp/time" "$bin" -q code --json --published 2021-07-15 "$2" >"$tmp/speed.out" || { skip "$1" "entente code failed" "$3"; return 0; }
  local seconds kb
  read -r seconds kb <"$tmp/time"
  row "$1: sentences a second" ">= 3000" "$(awk "BEGIN{printf \"%.0f\", $SENTENCES * $REPEATS / $seconds}")" "$3"
  row "$1: peak memory, MB" "<= 500" "$(awk "BEGIN{printf \"%.0f\", $kb / 1024}")" "$3"
  row "$1: seconds for $((TEXT * REPEATS / 1000000)) MB" "" "$seconds" "$3"
}

gate_speed() {
  local how="entente code --json mixed.jsonl (the stories and as many bytes of corpus/quiet.txt, repeated to 50 MB)"
  mixed
  for ((i = 0; i < REPEATS; i++)); do cat "$tmp/unit.jsonl"; done >"$tmp/mixed.jsonl"
  speed_rows "coding, $(nproc) cores" "$tmp/mixed.jsonl" "$how"
  rm -f "$tmp/mixed.jsonl"
}

gate_one-file() {
  local how="entente code --json mixed.txt (the same as one plain text of 50 MB)"
  mixed
  for ((i = 0; i < REPEATS; i++)); do
    for f in corpus/demo/d*.txt "$tmp"/quiet*.txt; do
      cat "$f"
      echo
    done
  done >"$tmp/mixed.txt"
  speed_rows "coding one file, $(nproc) cores" "$tmp/mixed.txt" "$how"
  rm -f "$tmp/mixed.txt"
}

# export_file writes the invented export that imports are measured with, once.
export_file() {
  ROWS=${ROWS:-5000000}
  [ -f "$tmp/export.csv" ] || go run ./eventfiletest/write -rows "$ROWS" -export "$tmp/export.csv" >"$tmp/export.json"
}

# export_store imports it into a store, once, and files seconds and peak memory.
export_store() {
  export_file || return 1
  [ -f "$tmp/export.duckdb" ] && return 0
  measured "$tmp/import.time" "$bin" -q --store "$tmp/export.duckdb" import gdelt2 --json --rejects "$tmp/export.rejects" "$tmp/export.csv" >"$tmp/import.json" 2>/dev/null
}

millions() { awk "BEGIN{printf \"%.3f\", $1 / 1000000}"; }

gate_import() {
  local how="go run ./eventfiletest/write -rows ${ROWS:-5000000} -export export.csv; time -v entente --store new.duckdb import gdelt2 export.csv"
  rm -f "$tmp/export.duckdb"
  export_store || { skip "import" "the import failed" "$how"; return 0; }
  local seconds kb
  read -r seconds kb <"$tmp/import.time"
  row "import of $(millions "$ROWS") million invented lines of GDELT 2.0, $(nproc) cores: lines a second" ">= 120000" "$(awk "BEGIN{printf \"%.0f\", $ROWS / $seconds}")" "$how"
  row "import: peak memory, MB" "<= 1500" "$(awk "BEGIN{printf \"%.0f\", $kb / 1024}")" "$how"
  local events
  events=$(tr , '\n' <"$tmp/import.json" | field /dev/stdin events)
  row "import: events kept" "= $(tr ,{} '\n' <"$tmp/export.json" | field /dev/stdin Events)" "$events" "$how --json"
  row "import: lines that cannot be used" "= $(tr ,{} '\n' <"$tmp/export.json" | field /dev/stdin Malformed)" "$(tr , '\n' <"$tmp/import.json" | field /dev/stdin bad)" "$how --json"
  row "store, MB per million events with their citations" "<= 120" "$(awk "BEGIN{printf \"%.1f\", $(stat -c %s "$tmp/export.duckdb") / $events}")" "ls -l new.duckdb"
  measured "$tmp/again.time" "$bin" -q --store "$tmp/export.duckdb" import gdelt2 --json --rejects "$tmp/export.rejects" "$tmp/export.csv" >"$tmp/again.json" 2>/dev/null
  row "import of the same file again: events added" "= 0" "$(tr , '\n' <"$tmp/again.json" | field /dev/stdin events)" "$how, twice"
  row "import of the same file again: lines a second" "" "$(awk "BEGIN{printf \"%.0f\", $ROWS / $(cut -d' ' -f1 "$tmp/again.time")}")" "$how, twice"
}

gate_questions() {
  local how="ENTENTE_STORE=new.duckdb go test ./cmd/entente -run '^\$' -bench Question -benchtime 20x"
  export_store || { skip "questions" "the import failed" "$how"; return 0; }
  ENTENTE_STORE=$tmp/export.duckdb go test ./cmd/entente -run '^$' -bench Question -benchtime 20x >"$tmp/questions.txt" 2>&1 || { skip "questions" "the benchmark failed" "$how"; return 0; }
  took() { awk -v of="BenchmarkQuestion/$1" -v per="$2" 'index($1, of) == 1 {printf "%.3g", $3 / per}' "$tmp/questions.txt"; }
  local of
  of="$(millions "$ROWS") million events"
  row "$of: one dyad's weekly series, ms" "<= 60" "$(took week 1e6)" "$how"
  row "$of: all dyads by month, s" "<= 3" "$(took months 1e9)" "$how"
  row "$of: triangle with its movers, ms" "<= 150" "$(took triangle 1e6)" "$how"
  row "$of: triangle with its history, ms" "<= 300" "$(took history 1e6)" "$how"
}

gate_forecast() {
  local how="entente --store new.duckdb forecast --source gdelt2 --json RUS USA" of warm
  export_store || { skip "forecasts" "the import failed" "$how"; return 0; }
  of="$(millions "$ROWS") million events"
  measured "$tmp/forecast.time" "$bin" -q --store "$tmp/export.duckdb" forecast --source gdelt2 --json RUS USA >"$tmp/forecast.json" || { skip "forecasts" "the forecast failed" "$how"; return 0; }
  row "$of: one pair's forecasts with reasons, cold, s" "<= 3" "$(cut -d' ' -f1 "$tmp/forecast.time")" "$how"
  row "$of: the same, peak memory, MB" "" "$(awk '{printf "%.0f", $2 / 1024}' "$tmp/forecast.time")" "$how"
  warm="ENTENTE_STORE=new.duckdb go test ./cmd/entente -run '^\$' -bench Forecast/warm -benchtime 20x"
  ENTENTE_STORE=$tmp/export.duckdb go test ./cmd/entente -run '^$' -bench Forecast/warm -benchtime 20x >"$tmp/warm.txt" 2>&1 || { skip "forecasts, warm" "the benchmark failed" "$warm"; return 0; }
  row "$of: one pair's forecasts with reasons, warm, ms" "<= 200" "$(awk 'index($1, "BenchmarkForecast/warm") == 1 {printf "%.3g", $3 / 1e6}' "$tmp/warm.txt")" "$warm"
}

gate_mentions() {
  local rows=$((${ROWS:-5000000} / 5)) how
  how="go run ./eventfiletest/write -rows $rows -slices folder; time -v entente --store new.duckdb import gdelt2 folder/*.zip"
  mkdir -p "$tmp/slices"
  go run ./eventfiletest/write -rows "$rows" -slices "$tmp/slices" >"$tmp/slices.json" || { skip "mentions" "no slices were written" "$how"; return 0; }
  measured "$tmp/slices.time" "$bin" -q --store "$tmp/slices.duckdb" import gdelt2 --json --rejects "$tmp/slices.rejects" "$tmp"/slices/*.zip >"$tmp/mentions.json" 2>/dev/null || { skip "mentions" "the import failed" "$how"; return 0; }
  local seconds kb all
  read -r seconds kb <"$tmp/slices.time"
  all=$(tr , '\n' <"$tmp/mentions.json" | tr -d '{' | field /dev/stdin rows)
  row "import of $(find "$tmp/slices" -name '*.zip' | wc -l) zips, exports and mentions: lines a second" "" "$(awk "BEGIN{printf \"%.0f\", $all / $seconds}")" "$how"
  row "the same: peak memory, MB" "<= 1500" "$(awk "BEGIN{printf \"%.0f\", $kb / 1024}")" "$how"
  row "the same: store, MB per million events with all their mentions" "" "$(awk "BEGIN{printf \"%.1f\", $(stat -c %s "$tmp/slices.duckdb") / $(tr , '\n' <"$tmp/mentions.json" | field /dev/stdin events)}")" "ls -l new.duckdb"
  rm -rf "$tmp/slices" "$tmp/slices.duckdb"
}

gate_beside() {
  local how="go test ./duckdb -run '^\$' -bench Raw -benchtime 1x -eventfile export.csv"
  export_file || { skip "beside" "no export was written" "$how"; return 0; }
  go test ./duckdb -run '^$' -bench Raw -benchtime 1x -timeout 1h -eventfile "$tmp/export.csv" >"$tmp/raw.txt" 2>&1 || { skip "the engine's own reader" "the benchmark failed" "$how"; return 0; }
  local way unit
  for way in as-it-is each-id-once; do
    for unit in rows/s MB/million week-ms months-s; do
      row "the engine's own CSV reader and SQL, $way: $unit" "" "$(awk -v way="Raw/$way" -v unit="$unit" 'index($1, way) {for (i = 2; i <= NF; i++) if ($i == unit) print $(i-1)}' "$tmp/raw.txt")" "$how"
    done
  done
  local python=/usr/bin/python3
  how="python3 eventfiletest/beside.py --with WAY --lines 1000000 export.csv"
  [ -x $python ] || { skip "a script" "python3 is not here" "$how"; return 0; }
  for way in csv pandas; do
    $python eventfiletest/beside.py --with $way --lines 1000000 "$tmp/export.csv" >"$tmp/$way.json" 2>/dev/null || { skip "a script with $way" "it is not here" "$how"; continue; }
    row "a script with $way, $(millions "$(field "$tmp/$way.json" rows)") million rows: rows/s" "" "$(field "$tmp/$way.json" rows_per_s)" "$how"
    row "a script with $way: week-ms" "" "$(field "$tmp/$way.json" week_ms)" "$how"
    row "a script with $way: months-s" "" "$(field "$tmp/$way.json" months_s)" "$how"
    row "a script with $way: peak memory, MB" "" "$(field "$tmp/$way.json" peak_mb)" "$how"
  done
}

# spent FILE COMMAND… runs a command and files its processor time in seconds.
spent() {
  local file=$1 TIMEFORMAT='%U %S'
  shift
  { time "$@" >/dev/null 2>"$file.err"; } 2>"$file" || { tail -3 "$file.err" >&2; return 1; }
  awk '{print $1 + $2}' "$file" >"$file.sum" && mv "$file.sum" "$file"
}

# exported STORE gives the sum of all that a store exports of what was coded.
exported() {
  local what
  for what in events reports assessments; do "$bin" --store "$1" export "$what" --format jsonl || return 1; done | sha256sum | cut -c1-16
}

# desk_store makes the store that the server is asked about: the invented events, and
# stories that were read: some of those beside the project, else the demonstration's.
desk_store() {
  export_store || return 1
  [ -s "$tmp/desk.duckdb" ] && return 0
  cp "$tmp/export.duckdb" "$tmp/made.duckdb"
  if [ -d "$shared/text" ] && python3 docs/case/stories.py "$shared/text" "$tmp" >/dev/null 2>&1; then
    cat "$tmp/current.jsonl" <(head -648 "$tmp/press.jsonl") >"$tmp/desk.jsonl"
  else
    "$bin" text --json corpus/demo/d* >"$tmp/desk.jsonl" 2>/dev/null
  fi
  "$bin" -q --store "$tmp/made.duckdb" read "$tmp/desk.jsonl" >/dev/null && mv "$tmp/made.duckdb" "$tmp/desk.duckdb"
}
gate_server() {
  local how="ENTENTE_STORE=desk.duckdb go test ./web -run TestServerTimes -trials 60 -v"
  desk_store || { skip "server" "the store could not be made" "$how"; return 0; }
  ENTENTE_STORE=$tmp/desk.duckdb go test ./web -run TestServerTimes -timeout 0 -trials 60 -v >"$tmp/server.txt" 2>&1 || row "server: every question is answered" "= yes" no "$how"
  slowest() { sed -n "s/.*: $1 *n [0-9]*, clock: median [0-9]*, 95 % \([0-9]*\),.*/\1/p" "$tmp/server.txt" | sort -n | tail -1; }
  local of
  of="$(millions "$ROWS") million events and $(wc -l <"$tmp/desk.jsonl") stories, server's time at the 95th percentile, ms"
  row "$of: a pair, all sources" "<= 150" "$(slowest 'dyad')" "$how"
  row "$of: a pair, coded from news" "<= 150" "$(slowest 'dyad, coded')" "$how"
  row "$of: a triangle, all sources" "<= 300" "$(slowest 'triangle')" "$how"
  row "$of: a triangle, coded from news" "<= 300" "$(slowest 'triangle, coded')" "$how"
  row "$of: search" "<= 200" "$(slowest 'search')" "$how"
  row "$of: events of a pair" "<= 500" "$(slowest 'events')" "$how"
  row "$of: the slowest of the other pages" "<= 500" "$(slowest 'page [^ ]*')" "$how"
}
gate_readers() {
  local long=${READING:-10m} how="ENTENTE_STORE=desk.duckdb go test ./web -run TestReadersAndImport -readers 50 -time ${READING:-10m} -timeout 0 -v"
  desk_store || { skip "readers" "the store could not be made" "$how"; return 0; }
  ENTENTE_STORE=$tmp/desk.duckdb go test ./web -run TestReadersAndImport -readers 50 -time "$long" -timeout 0 -v >"$tmp/readers.txt" 2>&1
  row "fifty readers and an import together for $long: without an error, and nothing lost" "= yes" "$(grep -q -- '--- PASS: TestReadersAndImport' "$tmp/readers.txt" && echo yes || echo no)" "$how"
  row "fifty readers: answers" "" "$(sed -n 's/.*: \([0-9]*\) answers.*/\1/p' "$tmp/readers.txt")" "$how"
  row "fifty readers: events imported beside" "" "$(sed -n 's/.*; \([0-9]*\) events imported.*/\1/p' "$tmp/readers.txt")" "$how"
}
# demo_stories N FILE makes so many stories, or a few more, of the demonstration's, each copy
# with an id of its own.
demo_stories() {
  local copy=0
  "$bin" text --json corpus/demo/d* >"$tmp/once.jsonl" 2>/dev/null
  : >"$2"
  while [ "$(wc -l <"$2")" -lt "$1" ]; do
    sed "s/\"id\":\"\([^\"]*\)\"/\"id\":\"\1-$copy\"/" "$tmp/once.jsonl" >>"$2"
    copy=$((copy + 1))
  done
}
gate_queue() {
  local how="./gates.sh queue" n=${STORIES:-20000} port=${QUEUE_PORT:-14222} server
  local at=nats://127.0.0.1:$port in=$tmp/queue.jsonl
  demo_stories "$n" "$in"
  n=$(wc -l <"$in")
  spent "$tmp/one.time" "$bin" -q --store "$tmp/one.duckdb" read "$in" || { skip "the queue" "one process failed" "$how"; return 0; }
  "$bin" queue --data "$tmp/queue" --listen "127.0.0.1:$port" >"$tmp/server.log" 2>&1 &
  server=$!
  for _ in $(seq 100); do "$bin" queue status --queue "$at" >/dev/null 2>&1 && break; sleep .2; done
  spent "$tmp/publish.time" "$bin" -q read --queue "$at" "$in" && spent "$tmp/work.time" "$bin" -q --store "$tmp/fleet.duckdb" work --queue "$at" --until-empty
  local code=$? ticks
  ticks=$(awk '{print $14 + $15}' "/proc/$server/stat" 2>/dev/null)
  kill "$server" 2>/dev/null
  wait "$server"
  [ $code = 0 ] || { skip "the queue" "publisher or worker failed" "$how"; return 0; }
  local one publish work
  one=$(cat "$tmp/one.time") publish=$(cat "$tmp/publish.time") work=$(cat "$tmp/work.time")
  row "the queue: processor time of publisher and worker by that of one process, of $n stories" "<= 1.10" "$(awk "BEGIN{print ($publish + $work) / $one}")" "$how"
  row "the queue: the same, by the worker alone" "" "$(awk "BEGIN{print $work / $one}")" "$how"
  row "the queue: processor time of the server by that of one process" "" "$(awk "BEGIN{print $ticks / $(getconf CLK_TCK) / $one}")" "$how"
  row "the queue: milliseconds of processor time a story, one process" "" "$(awk "BEGIN{print 1000 * $one / $n}")" "$how"
  row "the queue: exports the same as of one process" "= yes" "$([ "$(exported "$tmp/one.duckdb")" = "$(exported "$tmp/fleet.duckdb")" ] && echo yes || echo no)" "$how"
}

# serve_shards FOLDER [TASKSET…] starts two shards, and gives the address of a store on them
# in $shards_at; rest_shards ends them and gives their seconds of processor time.
serve_shards() {
  local dir=$1
  shift
  mkdir -p "$dir"
  go build -o "$tmp/serve" ./clickhousetest/serve || return 1
  coproc SHARDS { exec "$@" "$tmp/serve" -dir "$dir"; }
  read -r -u "${SHARDS[0]}" shards_at
}
rest_shards() {
  local from=${SHARDS[0]} to=${SHARDS[1]} pid=$SHARDS_PID
  exec {to}>&-
  read -r -u "$from" shards_cpu
  wait "$pid"
}

# gate_shards asks both kinds of store the same, of the same invented events.
gate_shards() {
  local how="ROWS=${ROWS:-5000000} ./gates.sh shards" shards_at shards_cpu
  command -v clickhouse-server >/dev/null || { skip "two shards" "clickhouse-server is not here" "$how"; return 0; }
  export_store || { skip "two shards" "the import failed" "$how"; return 0; }
  serve_shards "$tmp/shards" || { skip "two shards" "the servers do not start" "$how"; return 0; }
  measured "$tmp/copy.time" "$bin" copy "$tmp/export.duckdb" "$shards_at" >"$tmp/copy.txt" 2>&1
  local code=$? of slow=0 name one two
  of="$(millions "$ROWS") million events"
  row "$of: copied into two shards, count and sum of each kind the same: exit code" "= 0" "$code" "entente copy new.duckdb clickhouse://…"
  row "$of: seconds of that" "" "$(cut -d' ' -f1 "$tmp/copy.time")" "entente copy new.duckdb clickhouse://…"
  row "$of: on the disks of two shards, by that of a file" "" "$(awk "BEGIN{print $(du -sk "$tmp/shards" | cut -f1) * 1024 / $(stat -c %s "$tmp/export.duckdb")}")" "du -sk"
  go test -c -o "$tmp/questions.test" ./cmd/entente || { rest_shards; skip "two shards" "the benchmarks do not compile" "$how"; return 0; }
  for name in file shards; do
    one=$tmp/export.duckdb
    [ $name = shards ] && one=$shards_at
    ENTENTE_STORE=$one "$tmp/questions.test" -test.run '^$' -test.bench 'Question|Forecast' -test.benchtime "${TIMES:-10x}" >"$tmp/asked.$name" 2>"$tmp/asked.err" || cat "$tmp/asked.err" >&2
  done
  rest_shards
  while read -r name one two; do
    row "$of: $name, ms, of two shards" "" "$two" "$how"
    row "$of: $name, ms, of a file" "" "$one" "$how"
    awk "BEGIN{exit !($two > 2 * $one && $two > 500)}" && slow=$((slow + 1))
  done < <(awk '/^Benchmark/{sub(/^Benchmark/, "", $1); sub(/-[0-9]+$/, "", $1); if (FNR == NR) one[$1] = $3 / 1e6; else if ($1 in one) printf "%s %.1f %.1f\n", $1, one[$1], $3 / 1e6}' "$tmp/asked.file" "$tmp/asked.shards")
  row "$of: questions asked of both" ">= 6" "$(grep -c ^Benchmark "$tmp/asked.shards")" "$how"
  row "$of: questions that take two shards more than twice a file's time, and more than 500 ms" "= 0" "$slow" "$how"
  rm -rf "$tmp/shards"
}

# gate_workers has one archive coded by one worker on one core, and by two on one core
# each, with servers of the queue and shards on whatever cores there are.
gate_workers() {
  local how="STORIES=${STORIES:-20000} ./gates.sh workers" n=${STORIES:-20000} port=${QUEUE_PORT:-14222} many shards_at shards_cpu
  local at=nats://127.0.0.1:$port in=$tmp/workers.jsonl server ticks began code w pids
  command -v clickhouse-server >/dev/null && command -v taskset >/dev/null && [ "$(nproc)" -ge 2 ] || { skip "two workers" "clickhouse-server, taskset or a second core is not here" "$how"; return 0; }
  demo_stories "$n" "$in"
  n=$(wc -l <"$in")
  declare -A took spent_by
  for many in 1 2; do
    serve_shards "$tmp/shards$many" || { skip "two workers" "the servers do not start" "$how"; return 0; }
    "$bin" queue --data "$tmp/queue$many" --listen "127.0.0.1:$port" >"$tmp/server.log" 2>&1 &
    server=$!
    for _ in $(seq 100); do "$bin" queue status --queue "$at" >/dev/null 2>&1 && break; sleep .2; done
    "$bin" -q read --queue "$at" "$in" 2>/dev/null
    began=$(date +%s.%N) code=0 pids=()
    for ((w = 0; w < many; w++)); do
      GOMAXPROCS=1 taskset -c $w "$bin" --store "$shards_at" work --queue "$at" --until-empty --name "w$w" --json >"$tmp/work$w.json" 2>/dev/null &
      pids+=($!)
    done
    for w in "${pids[@]}"; do wait "$w" || code=1; done
    took[$many]=$(awk "BEGIN{print $(date +%s.%N) - $began}")
    spent_by[$many]=$(for ((w = 0; w < many; w++)); do tr , '\n' <"$tmp/work$w.json" | field /dev/stdin cpu_seconds | tr -d '}'; done | awk '{s += $1} END{print s}')
    ticks=$(awk '{print $14 + $15}' "/proc/$server/stat" 2>/dev/null)
    kill "$server"
    wait "$server"
    rest_shards
    rm -rf "$tmp/shards$many" "$tmp/queue$many"
    [ $code = 0 ] || { row "workers on one core each, $many: they end in order" "= yes" no "$how"; return 0; }
    row "$n stories, workers on one core each, $many: stories a second" "" "$(awk "BEGIN{printf \"%.0f\", $n / ${took[$many]}}")" "$how"
    row "the same: stories a second of the workers' own processor time, times $many" "" "$(awk "BEGIN{printf \"%.0f\", $many * $n / ${spent_by[$many]}}")" "$how"
    row "the same: seconds of processor time of workers, server of the queue, shards" "" "${spent_by[$many]}, $(awk "BEGIN{print $ticks / $(getconf CLK_TCK)}"), $shards_cpu" "$how"
  done
  local required=">= 1.7"
  [ "$(nproc)" -lt 4 ] && required= # servers and shards take from the cores of the second worker
  row "two workers by one, stories a second, $(nproc) cores for all" "$required" "$(awk "BEGIN{print ${took[1]} / ${took[2]}}")" "$how"
  row "two workers by one, by the workers' own processor time" ">= 1.7" "$(awk "BEGIN{print 2 * ${spent_by[1]} / ${spent_by[2]}}")" "$how"
}

# gate_fleet goes on where it was broken off: a run that is in fleet.runs is not made again.
gate_fleet() {
  local n=${FLEETS:-20} stories=${STORIES:-20000} runs=$keep/fleet-${STORIES:-20000}.runs
  local how="FLEETS=$n STORIES=$stories ./gates.sh fleet"
  command -v clickhouse-server >/dev/null || { skip "the fleet" "clickhouse-server is not here" "$how"; return 0; }
  [ "$(grep -c '^kills' "$runs" 2>/dev/null)" -ge "$n" ] 2>/dev/null && rm -f "$runs" # a whole one, asked for anew
  go test ./cmd/entente -count 1 -run '^TestShardsUnderKills$' -shardstories "$stories" -shardruns "$n" -shardlog "$PWD/$runs" -timeout 0 -v | tee "$tmp/fleet.txt" >&2
  row "one archive of $stories stories, two workers, three servers of a queue, two shards: exports the same as of one process" "= yes" "$(grep -q '^calm.*same' "$runs" && echo yes || echo no)" "$how"
  row "the same with a worker, the queue's leader and a shard killed at random moments and brought back, of $n runs" "= $n" "$(grep -c '^kills.*same' "$runs")" "$how"
  row "seconds of a run with kills, the middle one" "" "$(awk -F'\t' '/^kills/{print $3 + 0}' "$runs" | sort -n | awk '{v[NR] = $1} END{print v[int((NR + 1) / 2)]}')" "$how"
  row "seconds of the longest run with kills" "" "$(awk -F'\t' '/^kills/{print $3 + 0}' "$runs" | sort -n | tail -1)" "$how"
}

gate_start() {
  measured "$tmp/time" "$bin" version >/dev/null
  row "starting: seconds" "" "$(cut -d' ' -f1 "$tmp/time")" "entente version"
}

gate_demo() {
  measured "$tmp/time" make -s demo >"$tmp/demo.txt" 2>&1
  local code=$?
  row "make demo, built: exit code" "= 0" "$code" "make demo"
  row "make demo, built: seconds" "<= 60" "$(tail -1 "$tmp/time" | cut -d' ' -f1)" "make demo"
}

gate_fresh() {
  local how="git clone; make demo with an empty build cache and the modules at hand"
  git clone -q . "$tmp/clone" 2>/dev/null || { skip "make demo, fresh clone" "git clone failed" "$how"; return 0; }
  GOCACHE=$tmp/cache measured "$tmp/time" make -s -C "$tmp/clone" demo >"$tmp/fresh.txt" 2>&1
  local code=$?
  row "make demo, fresh clone: exit code" "= 0" "$code" "$how"
  row "make demo, fresh clone: seconds" "<= 300" "$(tail -1 "$tmp/time" | cut -d' ' -f1)" "$how"
}

forecasts=$shared/forecast

# tkg_rows NAME MRR HITS FOLDER OPTION... measures one benchmark of links into tkg.json.
tkg_rows() {
  local name=$1 mrr=$2 hits=$3 folder=$4
  shift 4
  local how="entente score tkg $* $folder"
  $bin score tkg "$@" "$forecasts/$folder" >"$tmp/tkg.json" || { skip "$name" "score tkg failed" "$how"; return 1; }
  row "$name: MRR" "$mrr" "$(field "$tmp/tkg.json" mrr)" "$how"
  row "$name: hits at 10" "$hits" "$(field "$tmp/tkg.json" hits10)" "$how"
  row "$name: seconds" "" "$(field "$tmp/tkg.json" seconds)" "$how"
  row "$name: peak memory, MB" "" "$(field "$tmp/tkg.json" peak_mb)" "$how"
}

# above_alone gives, of tkg.json with --alone, the ranker's MRR in a stratum less that of the
# best method alone; or, if a method is named, the share by which it is above that one.
above_alone() {
  python3 - "$tmp/tkg.json" "$@" <<'PY'
import json, sys
out = json.load(open(sys.argv[1]))
if len(sys.argv) > 3:
    print(round(100 * (out["mrr"] / out["alone"][sys.argv[3]]["all"]["mrr"] - 1), 1))
else:
    stratum = sys.argv[2]
    print(round(out["strata"][stratum]["mrr"] - max(m[stratum]["mrr"] for m in out["alone"].values()), 4))
PY
}

gate_crash() {
  local n=${CRASHES:-200} how="make crash N=${CRASHES:-200}"
  go test ./cmd/entente -run '^TestCrash$' -crashes "$n" -timeout 0 -v >"$tmp/crash.txt" 2>&1
  go test ./cmd/entente -run "^TestCuts$" -cuts $((5 * n)) -timeout 0 -v >"$tmp/cuts.txt" 2>&1
  row "moments at which a power cut of an import lost nothing, of $((5 * n))" "= $((5 * n))" "$(grep -c -- "^    --- PASS: TestCuts/" "$tmp/cuts.txt")" "$how"
  row "runs ended at random moments that lost and doubled nothing, of $n" "= $n" "$(grep -c -- '^    --- PASS: TestCrash/' "$tmp/crash.txt")" "$how"
}

gate_tkg() {
  local how="entente score tkg --alone ICEWS14"
  [ -d "$forecasts" ] || { skip "links" "the benchmarks are not here" "$how"; return 0; }
  tkg_rows "links, ICEWS14" ">= .450" ">= .620" ICEWS14 || return 0
  row "links, ICEWS14: seconds for all of it" "<= 180" "$(field "$tmp/tkg.json" seconds)" "entente score tkg ICEWS14"
  row "links, ICEWS14: memory, MB" "<= 1500" "$(field "$tmp/tkg.json" peak_mb)" "entente score tkg ICEWS14"
  tkg_rows "links, ICEWS14-tlogic-split" ">= .440" ">= .620" ICEWS14-tlogic-split
  command -v python3 >/dev/null || { skip "links beside plain methods" "python3 is not here" "$how"; return 0; }
  $bin score tkg --alone $forecasts/ICEWS14 >"$tmp/tkg.json" || return 0
  row "links, ICEWS14, pair-known: MRR above the best method alone" ">= .01" "$(above_alone pair-known)" "$how"
  row "links, ICEWS14, cold: MRR above the best method alone" ">= .01" "$(above_alone cold)" "$how"
  tkg_rows "links, ICEWS21 by time" "" "" ICEWS21 --alone --split time:80,10,10 || return 0
  row "links, ICEWS21 by time: MRR above recurrency, per cent" ">= 12" "$(above_alone all recurrency)" "entente score tkg --alone --split time:80,10,10 ICEWS21"
}

gate_prob() {
  local class how="entente score prob --horizon 7 --split time:80,10,10 ICEWS21"
  [ -d "$forecasts" ] || { skip "probabilities" "the benchmarks are not here" "$how"; return 0; }
  command -v python3 >/dev/null || { skip "probabilities" "python3 is not here" "$how"; return 0; }
  $bin score prob --horizon 7 --split time:80,10,10 $forecasts/ICEWS21 >"$tmp/prob.json" || { skip "probabilities" "score prob failed" "$how"; return 0; }
  of() { python3 -c 'import json, sys; v = json.load(open(sys.argv[1]))["classes"][sys.argv[2]]; [v := v[int(k) if k.isdigit() else k] for k in sys.argv[3:]]; print(v)' "$tmp/prob.json" "$@"; }
  for class in verbal_cooperation material_cooperation verbal_conflict material_conflict; do
    row "probabilities, ${class/_/ }: skill" "" "$(of $class skill)" "$how"
    row "probabilities, ${class/_/ }: lower end of its interval" ">= .00001" "$(of $class interval 0)" "$how"
    row "probabilities, ${class/_/ }: ECE" "<= .025" "$(of $class ece)" "$how"
    row "probabilities, ${class/_/ }: counts within 90 % intervals" "" "$(of $class counts covered)" "$how"
    row "probabilities, ${class/_/ }: the same, by the part within" "" "$(of $class counts covered_randomised)" "$how"
    row "probabilities, ${class/_/ }: the likeliest count alone" "" "$(of $class counts covered_narrowest)" "$how"
  done
  row "probabilities, counts of any event within 90 % intervals" ">= .87" "$(of any counts covered)" "$how"
  row "probabilities, counts of any event within 90 % intervals" "<= .93" "$(of any counts covered)" "$how"
}

gate_coverage() {
  local how="go test -cover of each stage"
  local room share least=100 sum=0 n=0 worst=
  for room in . codebook news syntax lexicon coder dyad triangle balance hypothesis forecast graph boost link score report; do
    share=$(go test -cover "./$room" 2>/dev/null | grep -o 'coverage: [0-9.]*' | tr -dc 0-9.)
    row "coverage of $room, percent" "" "${share:-failed}" "go test -cover ./$room"
    awk "BEGIN{exit !($(num "$share") < $least)}" && least=$(num "$share") worst=$room
    sum=$(awk "BEGIN{print $sum + $(num "$share")}")
    n=$((n + 1))
  done
  row "coverage of the stages, mean percent" ">= 85" "$(awk "BEGIN{printf \"%.1f\", $sum / $n}")" "$how"
  row "coverage of the least covered stage ($worst), percent" "" "$least" "$how"
}

# table_of FOLDER prints what is kept there of each gate; without one, of each gate that a second
# folder lacks, what the latest program had.
table_of() {
  local g of
  echo "| gate | required | measured | | command |"
  echo "|---|---|---|---|---|"
  for g in "${gates[@]}"; do
    of=${1:+$1/$g.tsv}
    [ -z "$1" ] && [ ! -s "$2/$g.tsv" ] && of=$(ls -t out/gates/*/"$g.tsv" 2>/dev/null | head -1)
    [ -s "$of" ] || continue
    awk -F'\t' -v by="${1:+.}" -v of="$(basename "$(dirname "$of")")" '{gsub(/\|/, "\\|"); printf "| %s%s | %s | %s | %s | `%s` |\n", $1, by ? "" : " (program " of ")", $2, $3, $4, $5}' "$of"
  done
}

chosen=("$@")
if [ ${#chosen[@]} -eq 0 ]; then
  chosen=("${gates[@]}")
else
  for g in "${chosen[@]}"; do rm -f "$keep/$g.tsv"; done
fi
for g in "${chosen[@]}"; do
  [[ " ${gates[*]} " == *" $g "* ]] || { echo "gates: error: no gate is called $g; ./gates.sh --list names them" >&2; exit 2; }
  [ -s "$keep/$g.tsv" ] && continue
  echo "gates: measuring $g" >&2
  out=$tmp/$g.tsv
  : >"$out"
  "gate_$g"
  mv "$out" "$keep/$g.tsv"
done

{
  echo "# Gates"
  echo
  echo "Written by \`./gates.sh\`; do not edit."
  echo "Program $mark ($($bin version | head -1)), $(nproc) cores, $(uname -sm), $(date -u +%Y-%m-%d)."
  echo
  table_of "$keep"
  echo
  echo "What this program has not been measured by yet, as an earlier one of the same machine was:"
  echo
  table_of "" "$keep"
} >docs/gates.md

cat "$keep"/*.tsv | awk -F'\t' '{printf "%-9s %-62s %-18s %s\n", $4, $1, $2, $3}'
missed=$(cat "$keep"/*.tsv | awk -F'\t' '$4 == "missed"' | wc -l)
skipped=$(cat "$keep"/*.tsv | awk -F'\t' '$4 == "skipped"' | wc -l)
echo "gates: $missed missed, $skipped skipped; docs/gates.md has the commands" >&2
[ "$missed" -eq 0 ]
