const rowsAtOnce = 200, moreRows = 2000;
const bytes = (f) => (f && f.value !== null ? f.value : -1);
const heads = [
  { head: "Relu", cls: "relu", by: (s) => s.index, text: (s) => s.relu },
  { head: "Producer", cls: "producer", text: (s) => s.producer },
  { head: "Shape", cls: "shape", text: (s) => s.shape || "unknown" },
  { head: "Type", cls: "type", text: (s) => s.type || "unknown" },
  { head: "Strategy", cls: "strategy", by: (s) => s.strategy, text: (s) => s.strategy },
  { head: "Held before", cls: "size num", by: (s) => bytes(s.bytes_before), text: (s) => figure(s.bytes_before) },
  { head: "Held after", cls: "size num", by: (s) => bytes(s.bytes_after), text: (s) => figure(s.bytes_after) },
  { head: "Kept alive by", cls: "kept", text: (s) => s.kept_by.join(", ") || "its gradient only" },
  { head: "Why", cls: "why", text: (s) => s.reason },
];
report.sites.forEach((s, i) => { s.index = i; });

// lived tells how long the activation is alive in one graph.
const lived = (t, name) => {
  const k = lifeOf(t, name);
  if (k < 0) return "it has no buffer of its own";
  const from = t.lives[k + FROM], to = t.lives[k + TO];
  return `${size(t.lives[k + BYTES])}, from node ${count(from + 1)} (${nodeName(t, from)}) to node ${count(to + 1)} of ${count(t.nodes.length)} (${nodeName(t, to)})`;
};

const detail = (s) => {
  const tr = el("tr", undefined, "detail"), td = el("td"), dl = el("dl"), k = order(), name = data.stash[s.index];
  td.colSpan = heads.length;
  const add = (what, text) => dl.append(el("dt", what), el("dd", text));
  add("Activation", `${names[name]}, the Relu's ${s.reads === "X" ? "input" : "output"}`);
  add("Kept alive by", [...s.gradients.map((g) => `${g} (its gradient, ${s.form})`), ...s.kept_by].join(", "));
  add("Alive before", lived(data.before[k], name));
  add("Alive after", lived(data.after[k], name));
  td.append(dl);
  tr.append(td);
  return tr;
};

let chosen = null, sorted = { head: heads[0], up: true }, found = [], shown = 0;
const rowOf = (s) => byId("rows").querySelector(`[data-site="${s.index}"]`)?.closest("tr");

// choose opens the detail of a site, closes that of another, and marks the activation.
const choose = (s) => {
  const old = chosen;
  chosen = null;
  if (old) {
    byId("rows").querySelector(".detail")?.remove();
    rowOf(old)?.replaceWith(row(old));
  }
  if (old !== s) {
    chosen = s;
    rowOf(s).replaceWith(row(s), detail(s));
  }
  mark(chosen ? data.stash[chosen.index] : undefined);
  rowOf(s).querySelector("button").focus();
};

const row = (s) => {
  const tr = el("tr", undefined, s === chosen ? "chosen" : "");
  for (const h of heads) {
    const td = el("td", undefined, h.cls);
    td.dataset.label = h.head;
    if (h.head === "Relu") {
      const b = el("button", h.text(s));
      b.setAttribute("aria-expanded", s === chosen);
      b.addEventListener("click", () => choose(s));
      b.dataset.site = s.index;
      td.append(b);
    } else {
      const only = h.cls === "kept" && !s.kept_by.length;
      td.append(el("span", h.cls === "kept" && !only ? some(s.kept_by, 4) : h.text(s), h.head === "Strategy" ? s.strategy : only ? "only" : ""));
    }
    tr.append(td);
  }
  return tr;
};

// append shows so many more of the sites that were found.
const append = (more) => {
  const rows = document.createDocumentFragment();
  for (const s of found.slice(shown, shown + more)) {
    rows.append(row(s));
    if (s === chosen) rows.append(detail(s));
  }
  byId("rows").append(rows);
  shown = Math.min(shown + more, found.length);
  const all = report.sites.length;
  byId("count").textContent = (found.length < all ? `${count(found.length)} of ` : "") + plural(all, "site") +
    (found.length > shown ? `, the first ${count(shown)} shown` : "") + ". Choose one by its name to see who keeps its activation alive, and how long.";
  byId("more").hidden = found.length === shown;
  byId("more").textContent = `Show ${count(Math.min(found.length - shown, moreRows))} more`;
};

// fill finds and sorts the sites anew, and shows as many of them.
const fill = (rows) => {
  const want = byId("filter").value.toLowerCase();
  const match = (s) => (s.search ??= heads.map((h) => h.text(s)).join(" ").toLowerCase()).includes(want);
  const { head, up } = sorted;
  const compare = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
  found = report.sites.filter(match);
  found.sort((a, b) => (up ? 1 : -1) * compare(head.by(a), head.by(b)) || a.index - b.index);
  byId("rows").replaceChildren();
  shown = 0;
  append(rows);
};

for (const h of heads) {
  const th = el("th", undefined, h.cls);
  h.th = th;
  if (h.by) {
    const b = el("button", h.head);
    b.addEventListener("click", () => {
      // Sizes are looked at from the largest on.
      sorted = { head: h, up: sorted.head === h ? !sorted.up : !h.cls.endsWith("num") };
      for (const o of heads) o.th.removeAttribute("aria-sort");
      th.setAttribute("aria-sort", sorted.up ? "ascending" : "descending");
      fill(rowsAtOnce);
    });
    th.append(b);
  } else th.textContent = h.head;
  byId("heads").append(th);
}
byId("filter").addEventListener("input", () => fill(rowsAtOnce));
byId("more").addEventListener("click", () => append(moreRows));

// What is no site.
let skipsShown = 0;
const fillSkips = () => {
  const next = report.skipped.slice(skipsShown, skipsShown + (skipsShown ? moreRows : rowsAtOnce));
  for (const s of next) {
    const tr = el("tr");
    for (const [label, text] of [["Node", s.node], ["Rule", s.rule], ["Why", s.reason]]) {
      const td = el("td", undefined, label === "Why" ? "why" : "");
      td.dataset.label = label;
      td.append(el("span", text));
      tr.append(td);
    }
    byId("skiprows").append(tr);
  }
  skipsShown += next.length;
  byId("skips").hidden = !report.skipped.length;
  byId("moreskips").hidden = skipsShown === report.skipped.length;
  byId("moreskips").textContent = `Show ${count(Math.min(report.skipped.length - skipsShown, moreRows))} more`;
};
byId("moreskips").addEventListener("click", fillSkips);
