#!/usr/bin/env python3
"""Turns the collections of text into stories that `entente read` takes.

stories.py TEXTS OUT writes OUT/SOURCE.jsonl for each source below. Only paragraphs that
name two of the three states are kept, with the date of their document; all others could
tell of no pair of them. What is named is told by the words below, generously: whether a
sentence tells of an act is for entente to say.
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


SOURCES = {
    "current": ("wikipedia_current_events.jsonl.gz", current_events),
    "kremlin": ("kremlin_news.jsonl.gz", kremlin),
    "press": ("wh_press_2009_2017_intl.jsonl.gz", briefing),
    "whitehouse": ("whitehouse_intl.jsonl.gz", white_house),
}


def named(paragraph):
    text = OTHERS.sub(" ", paragraph)
    return sum(bool(words.search(text)) for words in NAMED.values())


def stories(rows, whence):
    """Yields the stories of a collection, each with the paragraphs that tell of a pair."""
    for row in rows:
        date = day(row["date"])
        if not FIRST <= date <= LAST:
            continue
        kept = [p for p in row["text"].split("\n") if named(p) >= 2]
        if not kept:
            continue
        title = row["title"] if not row["title"].startswith("Portal:") else ""
        yield {"id": row["source"], "title": title, "published": date, "language": "en",
               **whence(row), "text": "\n\n".join(kept)}


def main(texts, out):
    out = pathlib.Path(out)
    out.mkdir(parents=True, exist_ok=True)
    for name, (file, whence) in SOURCES.items():
        with gzip.open(pathlib.Path(texts) / file, "rt", encoding="utf-8") as lines, \
                open(out / (name + ".jsonl"), "w", encoding="utf-8") as to:
            n = paragraphs = 0
            for story in stories(map(json.loads, lines), whence):
                to.write(json.dumps(story, ensure_ascii=False) + "\n")
                n += 1
                paragraphs += story["text"].count("\n\n") + 1
        print(f"{name}: {n} stories, {paragraphs} paragraphs", file=sys.stderr)


if __name__ == "__main__":
    main(*sys.argv[1:])
