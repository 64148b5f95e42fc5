// Partition of a county into its streets and townships by repeated straight cuts along block lines. The cuts are ours:
// real codes and names, illustrative shapes.
import { BLOCK } from './blocks.mjs';
import { edgeKey, keyOf } from './rings.mjs';

const DECIMALS = 1e7;
const LON_WEIGHT = 0.88;

const round = (v) => Math.round(v * DECIMALS) / DECIMALS;

// The part of `rings` below or above `cut` on `axis` (0 = longitude). Each point carries `source`, the border edge that
// starts there (null on a cut); crossings are noted by source so that the neighbour county gets the same points.
function clip(rings, axis, cut, low, crossings) {
  const inside = (p) => (low ? p[axis] < cut : p[axis] > cut);
  const whole = [];
  const chains = [];
  for (const ring of rings) {
    const start = ring.findIndex((p, i) => inside(p) && !inside(ring[(i + ring.length - 1) % ring.length]));
    if (start < 0) {
      if (inside(ring[0])) whole.push(ring);
      continue;
    }
    let chain = null;
    for (let n = 0; n < ring.length; n++) {
      const at = (k) => ring[(start + k + ring.length) % ring.length];
      const [before, p, after] = [at(n - 1), at(n), at(n + 1)];
      if (!inside(p)) continue;
      if (!inside(before)) chains.push(chain = [cross(before, p, axis, cut, before.source, crossings)]);
      chain.push(p);
      if (!inside(after)) chain.push(Object.assign(cross(p, after, axis, cut, p.source, crossings), { source: null }));
    }
  }
  return [...whole, ...joinChains(chains, axis, low)];
}

function cross(a, b, axis, cut, source, crossings) {
  const other = 1 - axis;
  const p = [];
  p[axis] = cut;
  // Ordered ends: the same edge gives the same bits in both directions.
  const [s, e] = a[axis] < b[axis] ? [a, b] : [b, a];
  p[other] = round(s[other] + ((cut - s[axis]) * (e[other] - s[other])) / (e[axis] - s[axis]));
  if (source) crossings.set(source, [...(crossings.get(source) ?? []), [p[0], p[1]]]);
  return Object.assign(p, { source });
}

// From the end of a chain the ring goes on along the cut, interior on its left, to the next start of a chain.
function joinChains(chains, axis, low) {
  const other = 1 - axis;
  const sign = (axis === 0) === low ? 1 : -1;
  const starts = [...chains].sort((a, b) => sign * (a[0][other] - b[0][other]));
  const left = new Set(chains);
  const rings = [];
  for (const first of chains) {
    const ring = [];
    for (let chain = first; left.delete(chain);) {
      ring.push(...chain);
      const end = chain.at(-1)[other];
      chain = starts.find((next) => sign * (next[0][other] - end) > 0);
      if (!chain) throw new Error('Expected each cut to close its rings, but one stays open.');
    }
    if (ring.length) rings.push(ring);
  }
  return rings;
}

// The block line on `axis` that leaves about `share` of the weight below. Lines on half degrees run through points of
// the chart lattice and are passed over.
function chooseCut(blocks, axis, share) {
  const name = axis === 0 ? 'i' : 'j';
  const total = blocks.reduce((sum, block) => sum + block.weight, 0);
  const byLine = new Map();
  for (const block of blocks) byLine.set(block[name], (byLine.get(block[name]) ?? 0) + block.weight);
  const lines = [...byLine.keys()].sort((a, b) => a - b);
  let below = 0;
  let best = null;
  for (const line of lines) {
    const miss = Math.abs(below - share * total);
    if (line !== lines[0] && line % (BLOCK / 2) !== 0 && (!best || miss < best.miss)) best = { line, miss };
    below += byLine.get(line);
  }
  return best.line;
}

function divide(rings, blocks, count, crossings) {
  if (count === 1) return [{ rings, blocks }];
  const extent = (name) => {
    const mean = blocks.reduce((s, b) => s + b[name] * b.weight, 0) / blocks.reduce((s, b) => s + b.weight, 0);
    return blocks.reduce((s, b) => s + b.weight * (b[name] - mean) ** 2, 0);
  };
  const axis = extent('i') * LON_WEIGHT ** 2 > extent('j') ? 0 : 1;
  const lowCount = Math.floor(count / 2);
  const line = chooseCut(blocks, axis, lowCount / count);
  const isLow = (block) => (axis === 0 ? block.i : block.j) < line;
  return [true, false].flatMap((low) => divide(
      clip(rings, axis, line / BLOCK, low, crossings), blocks.filter((block) => isLow(block) === low),
      low ? lowCount : count - lowCount, crossings));
}

// Leaves {street, rings, blocks}: urban streets (codes 0xx) take the parts nearest to the seat, townships the rest.
export function splitStreets(county, blocks) {
  const crossings = new Map();
  const rings = county.rings.map((ring) => ring.map((p, i) =>
    Object.assign([...p], { source: edgeKey(p, ring[(i + 1) % ring.length]) })));
  const leaves = divide(rings, blocks.all, county.streets.length, crossings);
  for (const leaf of leaves) {
    const weight = leaf.blocks.reduce((sum, block) => sum + block.weight, 0);
    const mean = (name) => leaf.blocks.reduce((sum, b) => sum + (b[name] + 0.5) * b.weight, 0) / weight / BLOCK;
    leaf.distance = Math.hypot((mean('i') - county.seat[0]) * LON_WEIGHT, mean('j') - county.seat[1]);
    leaf.crossings = crossings;
  }
  leaves.sort((a, b) => a.distance - b.distance);
  leaves.forEach((leaf, n) => { leaf.street = county.streets[n]; });
  return leaves;
}

// Gives adjoining streets identical vertices: crossings of the neighbour county, and corners that end on a cut.
export function stitch(leaves) {
  const onSource = new Map();
  for (const crossings of new Set(leaves.map((leaf) => leaf.crossings))) {
    for (const [source, points] of crossings) onSource.set(source, [...(onSource.get(source) ?? []), ...points]);
  }
  const onLine = [new Map(), new Map()];
  for (const p of leaves.flatMap((leaf) => leaf.rings.flat())) {
    for (const axis of [0, 1]) onLine[axis].set(p[axis], [...(onLine[axis].get(p[axis]) ?? []), p]);
  }
  for (const leaf of leaves) leaf.rings = leaf.rings.map((ring) => ring.flatMap((a, n) =>
    [a, ...between(a, ring[(n + 1) % ring.length], onSource, onLine)]));
}

function between(a, b, onSource, onLine) {
  const flat = a[0] === b[0] ? 0 : 1;
  const candidates = a.source ? onSource.get(a.source) : onLine[flat].get(a[flat]);
  if (!candidates) return [];
  const main = Math.abs(b[0] - a[0]) > Math.abs(b[1] - a[1]) ? 0 : 1;
  const sign = Math.sign(b[main] - a[main]);
  const seen = new Set();
  return candidates.filter((p) => sign * (p[main] - a[main]) > 0 && sign * (b[main] - p[main]) > 0)
      .filter((p) => !seen.has(keyOf(p)) && seen.add(keyOf(p)))
      .sort((p, q) => sign * (p[main] - q[main])).map((p) => [p[0], p[1]]);
}
