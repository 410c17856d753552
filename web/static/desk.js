// Small comforts; every page works without them.
"use strict";
document.addEventListener("keydown", (e) => {
  if (e.ctrlKey || e.metaKey || e.altKey) return;
  if (e.target instanceof Element && e.target.matches("input, textarea, select")) {
    if (e.key === "Escape") e.target.blur();
    return;
  }
  if (e.key === "/") {
    const box = document.getElementById("q");
    if (box) { e.preventDefault(); box.focus(); box.select(); }
    return;
  }
  if (!/^[a-z]$/.test(e.key)) return;
  const act = document.querySelector('[data-key="' + e.key + '"]');
  const field = document.querySelector('[data-key-focus="' + e.key + '"]');
  if (act) { e.preventDefault(); act.click(); }
  else if (field) { e.preventDefault(); field.focus(); }
});
