"use strict";
(() => {
  const pictures = JSON.parse(document.getElementById("data").textContent);
  const $ = (id) => document.getElementById(id);
  const make = (tag, props, ...children) => {
    const node = Object.assign(document.createElement(tag), props);
    node.append(...children);
    return node;
  };
  const MOST = 200; // names that a search shows
  const stage = $("stage");
  let now = 0; // the picture on the stage
  let chosen = -1; // the box that is looked at
  let view = null; // x, y and width, in the picture's own units
  let found = [];

  // --- where things are: the picture in which a name has a box of its own, else the box that holds it

  const places = new Map();
  const known = (id) => places.get(id);
  pictures.forEach((picture, number) => {
    picture.boxes.forEach((box, index) => {
      if (box.rest) return;
      const before = places.get(box.id);
      if (!before || (pictures[before[0]].boxes[before[1]].holds && !box.holds)) places.set(box.id, [number, index]);
    });
  });
  const parts = new Map(pictures.map((picture, number) => [picture.id, number]));
  const above = (number) => {
    for (let name = pictures[number].id; name; ) {
      name = name.includes(".") ? name.slice(0, name.lastIndexOf(".")) : "";
      if (parts.has(name) && parts.get(name) !== number) return parts.get(name);
    }
    return 0;
  };

  // --- the stage

  const drawing = () => stage.querySelector("svg");
  const boxes = () => drawing().querySelectorAll(".box");
  const size = () => ({ width: Number(drawing().dataset.width), height: Number(drawing().dataset.height) });

  function look() {
    const ratio = stage.clientHeight / Math.max(stage.clientWidth, 1);
    drawing().setAttribute("viewBox", `${view.x} ${view.y} ${view.width} ${view.width * ratio}`);
  }

  function fit() {
    const { width, height } = size();
    const ratio = stage.clientHeight / Math.max(stage.clientWidth, 1);
    // Small pictures are not blown up; large ones are shown whole.
    const wide = Math.max(width, height / ratio, stage.clientWidth / 1.6);
    view = { x: (width - wide) / 2, y: (height - wide * ratio) / 2, width: wide };
    look();
  }

  function zoom(by, x = 0.5, y = 0.5) {
    const ratio = stage.clientHeight / Math.max(stage.clientWidth, 1);
    const width = Math.min(Math.max(view.width * by, 120), 4 * Math.max(size().width, size().height / ratio, stage.clientWidth));
    view = { x: view.x + (view.width - width) * x, y: view.y + (view.width - width) * ratio * y, width };
    look();
  }

  function pan(right, down) {
    const scale = view.width / stage.clientWidth;
    view = { ...view, x: view.x + right * scale, y: view.y + down * scale };
    look();
  }

  function bringIntoSight(index) {
    const frame = boxes()[index].getBBox();
    const ratio = stage.clientHeight / stage.clientWidth;
    const x = frame.x + frame.width / 2 + 16, y = frame.y + frame.height / 2 + 16;
    if (view.width > 3 * stage.clientWidth) view.width = 1.5 * stage.clientWidth;
    const inside = x > view.x + 40 && x < view.x + view.width - 40 && y > view.y + 20 && y < view.y + view.width * ratio - 20;
    if (!inside) view = { x: x - view.width / 2, y: y - (view.width * ratio) / 2, width: view.width };
    look();
  }

  // --- showing

  function show(number, index = -1) {
    now = number;
    stage.replaceChildren($(`picture-${number}`).content.cloneNode(true));
    const crumbs = [];
    for (let at = number; ; at = above(at)) {
      const said = pictures[at].id || "all";
      const go = at;
      crumbs.unshift(at === number ? make("span", {}, said) : make("button", { type: "button", onclick: () => show(go) }, said));
      if (at === 0) break;
      crumbs.unshift(" › ");
    }
    $("trail").replaceChildren(...crumbs);
    fit();
    choose(index, index >= 0);
  }

  function choose(index, move = false) {
    chosen = index;
    const svg = drawing(), all = boxes();
    svg.classList.toggle("chosen", index >= 0 && !pictures[now].tree); // in a tree what is near is in sight anyway
    const near = new Set([index]);
    for (const arrow of svg.querySelectorAll(".arrow")) {
      const from = Number(arrow.dataset.from), to = Number(arrow.dataset.to);
      const lit = index >= 0 && (from === index || to === index);
      arrow.classList.toggle("lit", lit);
      if (lit) { near.add(from); near.add(to); }
    }
    all.forEach((node, number) => {
      node.classList.toggle("lit", index >= 0 && near.has(number));
      node.classList.toggle("at", number === index);
    });
    if (index >= 0 && move) bringIntoSight(index);
    tell();
  }

  const name = (text) => {
    const place = known(text.split(" (")[0]);
    return place ? make("button", { type: "button", className: "name", onclick: () => go(place) }, text) : document.createTextNode(text);
  };

  function go([number, index]) {
    if (number !== now) show(number, index);
    else choose(index, true);
  }

  function tell() {
    const picture = pictures[now], panel = $("told"), out = [];
    const heading = (text) => out.push(make("h3", {}, text));
    const list = (items) => out.push(make("ul", {}, ...items.map((item) => make("li", {}, item))));
    if (chosen >= 0) {
      const box = picture.boxes[chosen];
      out.push(make("h2", {}, (box.sign ? `${box.sign === "-" ? "−" : box.sign} ` : "") + box.id));
      if (box.opens) out.push(make("button", { type: "button", onclick: () => open(chosen) }, `Open (${box.holds})`));
      for (const [title, lines] of box.details || []) { heading(title); list(lines.map(name)); }
    } else {
      out.push(make("h2", {}, picture.title));
      if (picture.legend.length) list(picture.legend.map(([sign, text]) => make("span", {}, make("span", { className: `legend ${sign}` }), text)));
      if (picture.remarks.length) { heading("About this picture"); list(picture.remarks); }
      heading("Click a box to see more of it.");
    }
    panel.replaceChildren(...out);
    panel.scrollTop = 0;
  }

  function open(index) {
    const box = pictures[now].boxes[index];
    if (box && box.opens && parts.has(box.id)) show(parts.get(box.id));
  }

  const back = () => {
    if (now === 0) return;
    const from = pictures[now].id, to = above(now);
    show(to, pictures[to].boxes.findIndex((box) => box.id === from));
  };

  function step(by) {
    const count = pictures[now].boxes.length;
    if (!count) return;
    choose((chosen + by + count) % count, true);
    boxes()[chosen].focus({ preventScroll: true });
  }

  // --- searching: by all words, the shortest names first

  function search(text) {
    const words = text.toLowerCase().split(/\s+/).filter(Boolean);
    if (!words.length) { found = []; tell(); return; }
    found = [...places.keys()].filter((id) => words.every((word) => id.toLowerCase().includes(word)));
    found.sort((one, other) => one.length - other.length || (one < other ? -1 : 1));
    const shown = found.slice(0, MOST).map((id) => make("li", {}, name(id)));
    const more = found.length > MOST ? [make("li", {}, `… and ${found.length - MOST} more`)] : [];
    $("told").replaceChildren(make("h2", {}, `${found.length} found`), make("ul", {}, ...shown, ...more));
  }

  // --- hands

  let held = null;
  const pointers = new Map();
  stage.addEventListener("pointerdown", (event) => {
    pointers.set(event.pointerId, event);
    held = { x: event.clientX, y: event.clientY, moved: 0, target: event.target };
  });
  stage.addEventListener("pointermove", (event) => {
    if (!pointers.has(event.pointerId)) return;
    const before = pointers.get(event.pointerId);
    if (pointers.size === 2) {
      const other = [...pointers.entries()].find(([id]) => id !== event.pointerId)[1];
      const gap = (one) => Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY) || 1;
      zoom(gap(before) / gap(event));
      held.moved = 99;
    } else {
      held.moved += Math.abs(event.clientX - before.clientX) + Math.abs(event.clientY - before.clientY);
      if (held.moved > 4) { stage.classList.add("held"); pan(before.clientX - event.clientX, before.clientY - event.clientY); }
    }
    pointers.set(event.pointerId, event);
  });
  const letGo = (event) => {
    if (!pointers.delete(event.pointerId) || !held) return;
    stage.classList.remove("held");
    if (event.type === "pointerup" && held.moved <= 4) {
      const node = held.target.closest(".box");
      const index = node ? [...boxes()].indexOf(node) : -1;
      choose(index === chosen ? -1 : index);
    }
    if (!pointers.size) held = null;
  };
  for (const type of ["pointerup", "pointercancel", "pointerleave"]) stage.addEventListener(type, letGo);
  stage.addEventListener("dblclick", (event) => {
    const node = event.target.closest(".box");
    if (node) open([...boxes()].indexOf(node));
  });
  stage.addEventListener("wheel", (event) => {
    event.preventDefault();
    const frame = stage.getBoundingClientRect();
    zoom(Math.exp(Math.max(-60, Math.min(60, event.deltaY)) / 250), (event.clientX - frame.left) / frame.width, (event.clientY - frame.top) / frame.height);
  }, { passive: false });

  document.addEventListener("keydown", (event) => {
    const typing = document.activeElement.tagName === "INPUT";
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") { $("search").value = ""; document.activeElement.blur(); choose(-1); }
    else if (typing) { if (event.key === "Enter" && found.length) { go(known(found[0])); stage.focus(); } }
    else if (event.key === "/") { event.preventDefault(); $("search").focus(); }
    else if (event.key === "j") step(1);
    else if (event.key === "k") step(chosen < 0 ? 0 : -1);
    else if (event.key === "Enter" && chosen >= 0 && document.activeElement.tagName !== "BUTTON") open(chosen);
    else if (event.key === "Backspace") back();
    else if (event.key === "+" || event.key === "=") zoom(0.8);
    else if (event.key === "-") zoom(1.25);
    else if (event.key === "0") fit();
    else if (event.key === "ArrowLeft") pan(-60, 0);
    else if (event.key === "ArrowRight") pan(60, 0);
    else if (event.key === "ArrowUp" && document.activeElement !== $("told")) pan(0, -60);
    else if (event.key === "ArrowDown" && document.activeElement !== $("told")) pan(0, 60);
  });
  $("tools").addEventListener("submit", (event) => event.preventDefault());
  $("search").addEventListener("input", () => search($("search").value));
  $("closer").addEventListener("click", () => zoom(0.8));
  $("farther").addEventListener("click", () => zoom(1.25));
  $("fit").addEventListener("click", fit);
  const dark = (on) => document.documentElement.classList.toggle("dark", on);
  dark(matchMedia("(prefers-color-scheme: dark)").matches);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", (event) => dark(event.matches));
  $("theme").addEventListener("click", () => dark());
  window.addEventListener("resize", () => view && look());
  show(0);
})();
