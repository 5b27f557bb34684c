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

// Charts as files: the drawing with its title, key and colours, as SVG and as PNG of twice the size.
const styled = (figure) => {
  const drawn = figure.querySelector("svg");
  const copy = drawn.cloneNode(true);
  const keys = [...figure.querySelectorAll(".nb-key span")];
  const names = keys.map((span) => span.textContent);
  const title = figure.querySelector("figcaption").firstChild.textContent.trim();
  const top = 34 + 20 * Math.ceil(names.length / 3);
  const [, , width, height] = drawn.getAttribute("viewBox").split(" ").map(Number);
  const from = drawn.querySelectorAll("*");
  copy.querySelectorAll("*").forEach((node, index) => {
    const style = getComputedStyle(from[index]);
    for (const name of ["fill", "fill-opacity", "stroke", "stroke-width", "stroke-dasharray", "font-family", "text-anchor"]) {
      node.setAttribute(name, style.getPropertyValue(name));
    }
    if (node.tagName === "text") node.setAttribute("font-size", "14");
  });
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  copy.setAttribute("viewBox", `0 ${-top} ${width} ${height + top}`);
  copy.setAttribute("width", width);
  copy.setAttribute("height", height + top);
  const page = getComputedStyle(document.body);
  const write = (text, x, y, size, fill) => {
    const node = document.createElementNS("http://www.w3.org/2000/svg", "text");
    for (const [name, value] of Object.entries({ x, y, fill, "font-size": size, "font-family": page.fontFamily })) node.setAttribute(name, value);
    node.textContent = text;
    copy.append(node);
  };
  const ground = document.createElementNS("http://www.w3.org/2000/svg", "rect");
  for (const [name, value] of Object.entries({ x: 0, y: -top, width, height: height + top, fill: getComputedStyle(figure.closest(".nb-card") ?? document.body).backgroundColor })) ground.setAttribute(name, value);
  copy.prepend(ground);
  write(title, 12, 22 - top, 16, page.color);
  names.forEach((name, index) => {
    const [x, y] = [12 + (index % 3) * (width / 3), 44 - top + 20 * Math.floor(index / 3)];
    const square = document.createElementNS("http://www.w3.org/2000/svg", "rect");
    const { backgroundColor, opacity } = getComputedStyle(keys[index], "::before");
    for (const [attribute, value] of Object.entries({ x, y: y - 10, width: 10, height: 10, fill: backgroundColor, "fill-opacity": opacity })) square.setAttribute(attribute, value);
    copy.append(square);
    write(name, x + 15, y, 12, page.color);
  });
  return { text: new XMLSerializer().serializeToString(copy), title, width, height: height + top };
};
const save = (address, name) => Object.assign(document.createElement("a"), { href: address, download: name }).click();
const encoded = (text) => `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
for (const button of document.querySelectorAll("[data-chart]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    const { text, title, width, height } = styled(button.closest("figure"));
    if (button.dataset.chart === "svg") return save(encoded(text), `${title}.svg`);
    const image = new Image();
    image.onload = () => {
      const canvas = Object.assign(document.createElement("canvas"), { width: 2 * width, height: 2 * height });
      canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
      save(canvas.toDataURL("image/png"), `${title}.png`);
    };
    image.src = encoded(text);
  });
}
