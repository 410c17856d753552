// The marks of a drawing are one stop of Tab; arrows walk from mark to mark, and what a
// mark is of is shown while it has the focus.
import { moved } from "./places";

/** step is the mark that is gone to from one by a key; the same where the key is none. */
export function step(at: number, key: string, count: number): number {
  switch (key) {
    case "ArrowRight":
      return moved(at, "ArrowDown", count);
    case "ArrowLeft":
      return moved(at, "ArrowUp", count);
    case "Home":
      return 0;
    case "End":
      return count - 1;
  }
  return moved(at, key, count);
}

export function setMarks(doc: Document): void {
  const tip = doc.createElement("div");
  tip.className = "tip";
  tip.hidden = true;
  tip.setAttribute("aria-hidden", "true"); // the mark itself says it
  doc.body.append(tip);
  for (const svg of doc.querySelectorAll<SVGSVGElement>("main svg")) {
    const marks = [...svg.querySelectorAll<SVGAElement>("a[tabindex='-1']")];
    if (marks.length > 0) walk(svg, marks, tip);
  }
}

function walk(svg: SVGSVGElement, marks: SVGAElement[], tip: HTMLElement): void {
  let at = 0;
  marks[0]?.setAttribute("tabindex", "0");
  svg.addEventListener("keydown", (e) => {
    if (e.ctrlKey || e.metaKey || e.altKey || e.shiftKey || !marks.includes(e.target as SVGAElement)) return;
    const next = step(at, e.key, marks.length);
    if (next === at) return;
    e.preventDefault();
    marks[next]?.focus();
  });
  svg.addEventListener("focusin", (e) => {
    const now = marks.indexOf(e.target as SVGAElement);
    if (now < 0) return;
    marks[at]?.setAttribute("tabindex", "-1");
    at = now;
    marks[at]?.setAttribute("tabindex", "0");
    show(marks[at]!, tip);
  });
  svg.addEventListener("focusout", () => {
    tip.hidden = true;
  });
}

function show(mark: SVGAElement, tip: HTMLElement): void {
  if (!mark.matches(":focus-visible")) return;
  tip.textContent = mark.getAttribute("aria-label") ?? mark.querySelector("title")?.textContent ?? "";
  tip.hidden = tip.textContent === "";
  const box = mark.getBoundingClientRect();
  const wide = document.documentElement.clientWidth;
  tip.style.left = `${Math.max(8, Math.min(box.left + box.width / 2 - tip.offsetWidth / 2, wide - tip.offsetWidth - 8)) + scrollX}px`;
  tip.style.top = `${Math.max(8, box.top - tip.offsetHeight - 8) + scrollY}px`;
}
