"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const $ = (id) => document.getElementById(id);
  const make = (tag, props, ...children) => {
    const node = Object.assign(document.createElement(tag), props);
    node.append(...children);
    return node;
  };
  const code = (text) => make("code", {}, text);
  const FIRST = 60; // groups that are there at once; the rest follow while the reader looks at these
  const filters = { severity: new Set(), certainty: new Set(), status: new Set(), additions: false, rule: "", home: "", words: [] };
  const groups = [];
  const cards = [];
  let at = -1;

  // --- cards: the sentence at once, the details when they are opened

  function sentence(finding) {
    const summary = make("summary", {});
    for (const [text, isCode] of finding.message) summary.append(isCode ? code(text) : text);
    const tag = (text, kind = "") => summary.append(" ", make("span", { className: `tag ${kind}` }, text));
    tag(finding.severity, `severity ${finding.severity}`);
    tag(finding.rule);
    if (finding.certainty !== "certain") tag(finding.certainty);
    if (finding.status && finding.status !== "introduced") tag(finding.status);
    if (finding.action === "allow") tag("allowed");
    return summary;
  }

  function side(name, shown) {
    const box = make("div", { className: `side ${name}` }, make("div", { className: "where" }, name, shown.where ? ` · ${shown.where}` : ""));
    if (shown.value) {
      box.append(make("div", { className: "value" }, ...shown.value.map(([text, differs]) => (differs ? make("mark", {}, text) : text))));
    }
    if (shown.lines) {
      const lines = shown.lines.map((line, index) => {
        const number = shown.first + index;
        const row = make("span", { className: number === shown.at ? "here" : "" }, line);
        row.dataset.line = number;
        return row;
      });
      box.append(make("pre", {}, ...lines));
    }
    return box;
  }

  function details(finding) {
    const parts = [];
    const sides = ["old", "new", "code"].filter((name) => finding[name]).map((name) => side(name, finding[name]));
    if (sides.length) parts.push(make("div", { className: "sides" }, ...sides));
    const list = make("dl", {});
    const row = (name, ...values) => list.append(make("dt", {}, name), make("dd", {}, ...values));
    if (finding.breaks) row("breaks", finding.breaks.join(", "));
    if (finding.when) row("only when", code(finding.when));
    if (finding.deprecated) row("was deprecated", finding.deprecated);
    if (finding.hint) row("try", finding.hint);
    if (finding.also) row("also", ...finding.also.flatMap((path, index) => [index ? ", " : "", code(path)]));
    const link = make("a", { href: `#${finding.id}`, className: "link", title: "Link to this finding" }, `#${finding.id}`);
    row("link", link);
    parts.push(list);
    if (finding.client) parts.push(make("div", {}, "Works with the old version only:"), make("pre", { className: "client" }, finding.client.join("\n")));
    return parts;
  }

  function open(card) {
    if (!card.filled) {
      card.node.append(...details(card.finding));
      card.filled = true;
    }
  }

  function build(group) {
    if (group.built) return;
    group.built = true;
    for (const card of group.cards) {
      const node = make("details", { className: `finding ${card.finding.severity}`, id: card.finding.id }, sentence(card.finding));
      node.hidden = !card.shown;
      node.addEventListener("toggle", () => node.open && open(card));
      card.node = node;
    }
    group.node.append(...group.cards.map((card) => card.node));
  }

  // --- filters

  const text = (finding) =>
    [finding.rule, finding.home, ...finding.message.map(([part]) => part), ...(finding.also || []), finding.hint || ""].join(" ").toLowerCase();

  function wanted(card) {
    const finding = card.finding;
    if (!filters.additions && finding.addition) return false;
    for (const key of ["severity", "certainty", "status"]) if (filters[key].size && !filters[key].has(finding[key])) return false;
    if (filters.rule && finding.rule !== filters.rule) return false;
    if (filters.home && finding.home !== filters.home && !finding.home.startsWith(`${filters.home}.`)) return false;
    return filters.words.every((word) => card.text.includes(word));
  }

  function apply() {
    let count = 0;
    for (const group of groups) {
      let any = false;
      for (const card of group.cards) {
        card.shown = wanted(card);
        if (card.node && card.node.hidden === card.shown) card.node.hidden = !card.shown;
        if (card.shown) { any = true; count += 1; }
      }
      if (group.node.hidden === any) group.node.hidden = !any;
    }
    $("count").textContent = `${count.toLocaleString("en")} of ${cards.length.toLocaleString("en")}`;
    $("nothing").hidden = count > 0 || !cards.length;
    at = -1;
  }

  function chip(label, pressed, press) {
    const node = make("button", { type: "button", className: "chip" }, label);
    node.setAttribute("aria-pressed", pressed());
    node.addEventListener("click", () => {
      press();
      node.setAttribute("aria-pressed", pressed());
      apply();
    });
    node.refresh = () => node.setAttribute("aria-pressed", pressed());
    $("chips").append(node);
  }

  function chips() {
    const counted = (key, value) => data.findings.filter((finding) => finding[key] === value && !finding.addition).length;
    const known = { severity: ["major", "minor", "patch"], certainty: ["certain", "likely", "possible"], status: ["introduced", "base", "unreleased", "accepted"] };
    for (const [key, values] of Object.entries(known)) {
      const there = values.map((value) => [value, counted(key, value)]).filter(([, number]) => number);
      if (key !== "severity" && there.length < 2) continue;
      for (const [value, number] of there) {
        const set = filters[key];
        chip(`${value} ${number.toLocaleString("en")}`, () => set.has(value), () => (set.has(value) ? set.delete(value) : set.add(value)));
      }
    }
    const additions = data.findings.filter((finding) => finding.addition).length;
    if (additions) chip(`additions ${additions.toLocaleString("en")}`, () => filters.additions, () => (filters.additions = !filters.additions));
  }

  function select(id, all, values) {
    $(id).append(make("option", { value: "" }, all), ...values.map(([value, number]) => make("option", { value }, `${value} (${number})`)));
    $(id).addEventListener("change", () => {
      filters[id] = $(id).value;
      apply();
    });
  }

  function counts(key) {
    const found = new Map();
    for (const finding of data.findings) found.set(finding[key], (found.get(finding[key]) || 0) + 1);
    return [...found].sort(([one], [other]) => (one < other ? -1 : one > other ? 1 : 0));
  }

  function reset() {
    for (const key of ["severity", "certainty", "status"]) filters[key].clear();
    Object.assign(filters, { additions: false, rule: "", home: "", words: [] });
    if (data.findings.every((finding) => finding.addition)) filters.additions = true;
    for (const id of ["search", "rule", "home"]) $(id).value = "";
    for (const node of $("chips").children) node.refresh();
    apply();
  }

  // --- moving about

  function show(card, opened) {
    const group = groups.find((each) => each.cards.includes(card));
    build(group);
    if (!card.shown) { reset(); if (card.finding.addition) { filters.additions = true; for (const node of $("chips").children) node.refresh(); apply(); } }
    for (const node of document.querySelectorAll(".finding.at")) node.classList.remove("at");
    card.node.classList.add("at");
    if (opened) { open(card); card.node.open = true; }
    card.node.scrollIntoView({ block: "nearest" });
    card.node.querySelector("summary").focus({ preventScroll: true });
  }

  function step(by) {
    const shown = cards.filter((card) => card.shown);
    if (!shown.length) return;
    const now = shown.findIndex((card) => card === cards[at]);
    const next = shown[Math.min(Math.max(now + by, 0), shown.length - 1)];
    at = cards.indexOf(next);
    show(next, false);
  }

  function linked() {
    const card = cards.find((each) => `#${each.finding.id}` === location.hash);
    if (card) { show(card, true); card.node.scrollIntoView({ block: "start" }); }
  }

  document.addEventListener("keydown", (event) => {
    const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(document.activeElement.tagName);
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") { reset(); document.activeElement.blur(); }
    else if (typing) return;
    else if (event.key === "/") { event.preventDefault(); $("search").focus(); }
    else if (event.key === "j") step(1);
    else if (event.key === "k") step(-1);
  });
  $("filters").addEventListener("submit", (event) => event.preventDefault());
  $("search").addEventListener("input", () => {
    filters.words = $("search").value.toLowerCase().split(/\s+/).filter(Boolean);
    apply();
  });
  $("reset").addEventListener("click", reset);
  $("again").addEventListener("click", reset);
  const dark = (on) => document.documentElement.classList.toggle("dark", on);
  dark(matchMedia("(prefers-color-scheme: dark)").matches);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", (event) => dark(event.matches));
  $("theme").addEventListener("click", () => dark());
  window.addEventListener("hashchange", linked);
  window.addEventListener("beforeprint", () => {
    for (const group of groups) build(group);
    for (const card of cards) if (card.shown) { open(card); card.node.open = true; }
  });

  // --- the page

  const byHome = new Map();
  for (const finding of data.findings) {
    if (!byHome.has(finding.home)) byHome.set(finding.home, []);
    const card = { finding, text: text(finding), shown: false, node: null, filled: false };
    byHome.get(finding.home).push(card);
  }
  for (const home of [...byHome.keys()].sort()) {
    const node = make("section", { className: "group" }, make("h2", { className: "path" }, home));
    const group = { cards: byHome.get(home), node, built: false };
    groups.push(group);
    cards.push(...group.cards);
  }
  chips();
  select("rule", "All rules", counts("rule"));
  select("home", "All modules", counts("home"));
  reset();
  groups.slice(0, FIRST).forEach(build);
  $("findings").append(...groups.map((group) => group.node));
  for (const gap of data.gaps) {
    $("gaps").hidden = false;
    $("gaps").querySelector("ul").append(make("li", {}, gap.reason, make("details", {}, make("summary", {}, `${gap.places.length} places`), ...gap.places.map((place) => make("div", {}, code(place))))));
  }
  if (!cards.length) $("findings").append("Nothing was found.");
  linked();
  let next = FIRST;
  const later = window.requestIdleCallback || ((work) => setTimeout(() => work({ timeRemaining: () => 8 }), 0));
  const rest = (deadline) => {
    do build(groups[next++]); while (next < groups.length && deadline.timeRemaining() > 2);
    if (next < groups.length) later(rest);
    else document.documentElement.dataset.ready = "true";
  };
  if (next < groups.length) later(rest);
  else document.documentElement.dataset.ready = "true";
})();
