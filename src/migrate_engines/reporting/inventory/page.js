"use strict";
(() => {
  const graphs = [...document.querySelectorAll("svg.graph")];
  const panel = document.getElementById("panel");
  if (!panel) return;
  const relations = [...document.querySelectorAll(".relations li")];
  const boxes = [...document.querySelectorAll(".filters input")];
  let chosen = null;

  const near = (id) => new Set(relations.flatMap((line) =>
    line.dataset.from === id ? [line.dataset.to] : line.dataset.to === id ? [line.dataset.from] : []));

  function mark(id) {
    const others = id ? near(id) : new Set();
    for (const graph of graphs) {
      graph.classList.toggle("chosen", Boolean(id));
      for (const node of graph.querySelectorAll(".node")) {
        node.classList.toggle("here", node.dataset.id === id);
        node.classList.toggle("near", others.has(node.dataset.id));
      }
      for (const edge of graph.querySelectorAll(".edge")) {
        edge.classList.toggle("near", edge.dataset.from === id || edge.dataset.to === id);
      }
    }
  }

  function part(title, lines) {
    const found = document.createElement("div");
    if (!lines.length) return found;
    const heading = document.createElement("strong");
    heading.textContent = title;
    const list = document.createElement("ul");
    for (const line of lines) list.append(line.cloneNode(true));
    found.append(heading, list);
    return found;
  }

  function choose(id) {
    chosen = id;
    mark(id);
    for (const node of document.querySelectorAll(".node")) {
      node.setAttribute("aria-pressed", String(node.dataset.id === id));
    }
    panel.hidden = !id;
    panel.replaceChildren();
    if (!id) return;
    const card = document.getElementById(id);
    const close = document.createElement("button");
    close.type = "button";
    close.className = "close";
    close.textContent = "×";
    close.setAttribute("aria-label", "Let go");
    close.addEventListener("click", () => choose(null));
    const title = document.createElement("h3");
    title.textContent = card.querySelector("h3").textContent;
    const more = document.createElement("a");
    more.href = `#${id}`;
    more.textContent = " everything about it";
    panel.append(
      close, title, more, card.querySelector(".evidence").cloneNode(true),
      part("What it depends on", relations.filter((line) => line.dataset.from === id)),
      part("What depends on it", relations.filter((line) => line.dataset.to === id)),
    );
  }

  for (const node of document.querySelectorAll(".node")) {
    node.addEventListener("click", () => choose(chosen === node.dataset.id ? null : node.dataset.id));
    node.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      choose(chosen === node.dataset.id ? null : node.dataset.id);
    });
    node.addEventListener("mouseenter", () => { if (!chosen) mark(node.dataset.id); });
    node.addEventListener("mouseleave", () => { if (!chosen) mark(null); });
    node.addEventListener("focus", () => { if (!chosen) mark(node.dataset.id); });
    node.addEventListener("blur", () => { if (!chosen) mark(null); });
  }
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") choose(null); });

  function filter() {
    const shown = new Set(boxes.filter((box) => box.checked).map((box) => box.value));
    for (const graph of graphs) {
      const away = new Set();
      for (const node of graph.querySelectorAll(".node")) {
        const hidden = !shown.has(node.dataset.group);
        node.classList.toggle("away", hidden);
        if (hidden) away.add(node.dataset.id);
      }
      for (const edge of graph.querySelectorAll(".edge")) {
        edge.classList.toggle("away", away.has(edge.dataset.from) || away.has(edge.dataset.to));
      }
    }
  }
  for (const box of boxes) box.addEventListener("change", filter);
  filter();
})();
