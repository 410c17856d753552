// Small comforts; every page works without them.
"use strict";
document.addEventListener("keydown", (e) => {
  if (e.ctrlKey || e.metaKey || e.altKey) return;
  const typing = e.target instanceof Element && e.target.matches("input, textarea, select");
  if (e.key === "/" && !typing) {
    const box = document.getElementById("q");
    if (box) { e.preventDefault(); box.focus(); box.select(); }
  }
});
