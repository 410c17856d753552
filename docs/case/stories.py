#!/usr/bin/env python3
"""Turns the collections of text into stories that `entente read` takes.

stories.py TEXTS OUT writes OUT/SOURCE.jsonl for each source below. Only paragraphs that
name two of the three states are kept, with the date and title of their document; all
others could tell of no pair of them. Paragraphs that stood apart are stories apart, so
that "they" is not taken for somebody of whom a paragraph spoke that was left out. What is
named is told by the words below, generously: whether a sentence tells of an act is for
entente to say.

stories.py TEXTS OUT whole writes OUT/whole.jsonl: all items of the current events of the
years below, whomever they name, for the comparison with the events of others, which wants
weeks of which all was read.
"""

import datetime
import gzip
import json
import pathlib
import re
import sys

NAMES = {
    "USA": r"United States|U\.S\.A?|USA|US|Americans?|Washington|Pentagon|White House|State Department"
           r"|George W\. Bush|President Bush|Obama|Trump|Biden|Condoleezza Rice|Colin Powell|Kerry"
           r"|Clinton|Tillerson|Pompeo|Blinken|Rumsfeld|Gates|Congress",
    "RUS": r"Russias?|Russians?|Moscow|Kremlin|Putin|Medvedev|Lavrov|Shoigu|Gazprom|Ivanov",
    "CHN": r"China|Chinese|Beijing|PRC|Hu Jintao|Jiang Zemin|Wen Jiabao|Xi Jinping|Li Keqiang|Wang Yi"
           r"|Yang Jiechi|Li Zhaoxing|Huawei",
}
NAMED = {code: re.compile(r"\b(?:" + words + r")(?!\w)") for code, words in NAMES.items()}
# Not the state: these words are taken out before the count.
OTHERS = re.compile(r"Latin Americ\w+|South Americ\w+|Central Americ\w+|North Americ\w+|African.Americ\w+"
                    r"|South China Sea|East China Sea|Indochina|Republic of China|Washington Post")

FIRST, LAST = "2002-01-01", "2022-12-31"
WHOLE = ("2014", "2021")


def day(text):
    """The day as ISO 8601, or "" where there is none."""
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        return text
    american = re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{2,4})", text.strip())
    if not american:
        return ""
    month, date, year = (int(n) for n in american.groups())
    try:
        return datetime.date(year + 2000 if year < 100 else year, month, date).isoformat()
    except ValueError:
        return ""


def current_events(row):
    page = row["title"].replace(" ", "_")
    return {"publisher": "Wikipedia, Current events", "url": "https://en.wikipedia.org/wiki/" + page}


def kremlin(row):
    number = row["source"].split(":")[1]
    return {"publisher": "Kremlin", "url": "http://en.kremlin.ru/d/" + number}


def briefing(_):
    """The briefings of 2009 to 2016 came without their addresses."""
    return {"publisher": "White House, briefings"}


def white_house(row):
    """The address in the archive of that White House, from section, day and slug."""
    path = re.sub(r"\d{4}-\d\d/(\d{4})-(\d\d)-(\d\d)-", r"\1/\2/\3/", row["source"].split(":", 1)[1])
    return {"publisher": "White House", "url": f"https://bidenwhitehouse.archives.gov/briefing-room/{path}/"}


# Each source: its file, how a document is cited, and whether its items tell nothing of one
# another, as those of a day do.
SOURCES = {
    "current": ("wikipedia_current_events.jsonl.gz", current_events, True),
    "kremlin": ("kremlin_news.jsonl.gz", kremlin, False),
    "press": ("wh_press_2009_2017_intl.jsonl.gz", briefing, False),
    "whitehouse": ("whitehouse_intl.jsonl.gz", white_house, False),
}


def named(paragraph):
    text = OTHERS.sub(" ", paragraph)
    return sum(bool(words.search(text)) for words in NAMED.values())


def passages(paragraphs, alone):
    """Yields the runs of paragraphs that name two states, each with its number in the
    document; where items stand alone, each by itself."""
    run = []
    for n, paragraph in enumerate(paragraphs):
        if named(paragraph) < 2 or alone:
            if run:
                yield run
            run = []
        if named(paragraph) >= 2:
            run.append((n, paragraph))
    if run:
        yield run


def stories(rows, whence, alone):
    """Yields the passages of a collection as stories."""
    for row in rows:
        date = day(row["date"])
        if not FIRST <= date <= LAST:
            continue
        title = "" if alone else row["title"]
        for run in passages(row["text"].split("\n"), alone):
            yield {"id": f"{row['source']}#{run[0][0] + 1}", "title": title, "published": date, "language": "en",
                   **whence(row), "text": "\n\n".join(p for _, p in run)}


def whole(rows):
    """Yields every item of the current events of some years as a story."""
    for row in rows:
        if row["date"][:4] not in WHOLE:
            continue
        for n, text in enumerate(row["text"].split("\n")):
            yield {"id": f"{row['source']}#{n + 1}", "published": row["date"], "language": "en", **current_events(row), "text": text}


def collection(texts, file):
    with gzip.open(pathlib.Path(texts) / file, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def write(out, name, found):
    n = 0
    with open(pathlib.Path(out) / (name + ".jsonl"), "w", encoding="utf-8") as to:
        for n, story in enumerate(found, 1):
            to.write(json.dumps(story, ensure_ascii=False) + "\n")
    print(f"{name}: {n} stories", file=sys.stderr)


def main(texts, out, what=""):
    pathlib.Path(out).mkdir(parents=True, exist_ok=True)
    if what == "whole":
        write(out, "whole", whole(collection(texts, SOURCES["current"][0])))
        return
    for name, (file, whence, alone) in SOURCES.items():
        write(out, name, stories(collection(texts, file), whence, alone))


if __name__ == "__main__":
    main(*sys.argv[1:])
