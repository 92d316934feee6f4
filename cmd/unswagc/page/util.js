const data = JSON.parse(document.getElementById("data").textContent);
const report = data.report, names = data.names;
const byId = (id) => document.getElementById(id);

const units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"];
// size rounds halves to even, as the text report does.
const size = (n) => {
  let k = 0;
  while (n >= 1024 && k < units.length - 1) { n /= 1024; k++; }
  if (!k) return n + " B";
  const floor = Math.floor(n * 100), rest = n * 100 - floor;
  const cents = floor + (rest > 0.5 || (rest === 0.5 && floor % 2 === 1) ? 1 : 0);
  return (cents / 100).toFixed(2) + " " + units[k];
};
const figure = (f) => (f ? (f.value === null ? f.expr : size(f.value)) : "unknown");

const count = (n) => String(n).replace(/\B(?=(\d{3})+$)/g, ",");
const plural = (n, what) => `${count(n)} ${what}${n === 1 ? "" : "s"}`;

const el = (tag, text, cls) => {
  const e = document.createElement(tag);
  if (text !== undefined) e.textContent = text;
  if (cls) e.className = cls;
  return e;
};
const svg = (tag, attrs, text) => {
  const e = document.createElementNS(byId("svg").namespaceURI, tag);
  for (const k in attrs) e.setAttribute(k, attrs[k]);
  if (text !== undefined) e.textContent = text;
  return e;
};

// some gives the first few of a list, one to a line, and counts the others.
const some = (list, most) => list.slice(0, most).join("\n") + (list.length > most ? `\nand ${count(list.length - most)} more` : "");

// A life is four numbers in t.lives: name, bytes, first and last position.
const NAME = 0, BYTES = 1, FROM = 2, TO = 3, LIFE = 4;

// live adds up the bytes alive at each position.
const live = (t) => {
  const d = new Float64Array(t.nodes.length + 1);
  for (let i = 0; i < t.lives.length; i += LIFE) {
    if (t.lives[i + TO] < t.lives[i + FROM]) continue;
    d[t.lives[i + FROM]] += t.lives[i + BYTES];
    d[t.lives[i + TO] + 1] -= t.lives[i + BYTES];
  }
  for (let i = 1; i < d.length; i++) d[i] += d[i - 1];
  return d.subarray(0, t.nodes.length);
};
for (const t of [...data.before, ...data.after]) {
  t.live = live(t);
  t.peakAt = t.live.reduce((at, v, i) => (v > t.live[at] ? i : at), 0);
  t.peak = t.nodes.length ? t.live[t.peakAt] : 0;
}
const nodeName = (t, i) => names[t.nodes[i]];

// lifeOf finds the life of the tensor of that name, -1 where it has none of its own.
const lifeOf = (t, name) => {
  if (!t.byName) {
    t.byName = new Map();
    for (let i = 0; i < t.lives.length; i += LIFE) t.byName.set(t.lives[i + NAME], i);
  }
  return t.byName.get(name) ?? -1;
};
