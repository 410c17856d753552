// Where words may lead: what the desk answers, and which of it is chosen.

export interface Place {
  kind: string;
  name: string;
  more?: string;
  href: string;
}

/** address is the question that is put: the scope of the page is kept, so that every place
 * is of the same days and sources. */
export function address(here: string, words: string): string {
  const asked = new URLSearchParams({ q: words });
  for (const [name, value] of new URLSearchParams(here)) {
    if (["as_of", "from", "to", "source"].includes(name)) asked.append(name, value);
  }
  return "/api/v1/places?" + asked.toString();
}

/** placesOf reads an answer; what is no place of this house is left out. */
export function placesOf(answer: unknown): Place[] {
  const list = (answer as { places?: unknown } | null)?.places;
  if (!Array.isArray(list)) return [];
  return list.filter((p): p is Place => typeof p?.name === "string" && typeof p?.kind === "string" && typeof p?.href === "string" && /^\/(?![/\\])/.test(p.href));
}

/** moved is the place that is chosen after a key; -1 is none. It goes round. */
export function moved(chosen: number, key: string, count: number): number {
  if (count === 0) return -1;
  switch (key) {
    case "ArrowDown":
      return (chosen + 1) % count;
    case "ArrowUp":
      return chosen <= 0 ? count - 1 : chosen - 1;
    case "PageDown":
      return Math.min(Math.max(chosen, 0) + 5, count - 1);
    case "PageUp":
      return Math.max(chosen - 5, 0);
  }
  return chosen;
}
