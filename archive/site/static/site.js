// Light or dark, filters and sorting of tables that are already on the page. Everything works without it.
"use strict";

const root = document.documentElement;
const kept = localStorage.getItem("theme");
if (kept === "light" || kept === "dark") root.dataset.theme = kept;

for (const button of document.querySelectorAll("[data-theme-toggle]")) {
  button.addEventListener("click", () => {
    const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
    localStorage.setItem("theme", root.dataset.theme);
  });
}

for (const input of document.querySelectorAll("[data-filter]")) {
  const rows = document.querySelectorAll(`${input.dataset.filter} tbody tr`);
  input.addEventListener("input", () => {
    const wanted = input.value.trim().toLowerCase();
    for (const row of rows) row.hidden = wanted !== "" && !row.textContent.toLowerCase().includes(wanted);
  });
}

const told = (cell) => [...cell.childNodes].filter((node) => !node.classList?.contains("nb-base"));
const numberOf = (cell) => Number(told(cell).map((node) => node.textContent).join("").replace(/[,%\s]/g, "") || NaN);
for (const table of document.querySelectorAll("table[data-sortable]")) {
  table.querySelectorAll("thead th").forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "nb-sort";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const down = head.getAttribute("aria-sort") !== "descending";
      for (const other of table.querySelectorAll("thead th")) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      const rows = [...table.tBodies[0].rows];
      const numeric = head.classList.contains("num");
      rows.sort((a, b) => {
        const [x, y] = [a.cells[column], b.cells[column]];
        if (!numeric) return x.textContent.localeCompare(y.textContent, "zh") * (down ? -1 : 1);
        const [m, n] = [numberOf(x), numberOf(y)];
        if (Number.isNaN(m) || Number.isNaN(n)) return Number.isNaN(m) - Number.isNaN(n);
        return (m - n) * (down ? -1 : 1);
      });
      table.tBodies[0].append(...rows);
    });
  });
}
