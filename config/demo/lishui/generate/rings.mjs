// Rings of the chart map. Its coordinates are multiples of 1/1024 degree, so everything here is exact in doubles.
// A ring is a list of points [lon, lat], not closed, with the interior on its left (holes run clockwise).

const STEP = 1024;

export const keyOf = (p) => `${p[0]},${p[1]}`;
export const edgeKey = (a, b) => (keyOf(a) < keyOf(b) ? `${keyOf(a)};${keyOf(b)}` : `${keyOf(b)};${keyOf(a)}`);

export function signedArea(ring) {
  let sum = 0;
  ring.forEach((p, i) => {
    const q = ring[(i + 1) % ring.length];
    sum += (p[0] - ring[0][0]) * (q[1] - ring[0][1]) - (q[0] - ring[0][0]) * (p[1] - ring[0][1]);
  });
  return sum / 2;
}

export function contains(ring, [x, y]) {
  let inside = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [xi, yi] = ring[i];
    const [xj, yj] = ring[j];
    if ((yi > y) !== (yj > y) && x < xi + ((y - yi) * (xj - xi)) / (yj - yi)) inside = !inside;
  }
  return inside;
}

const gcd = (a, b) => (b ? gcd(b, a % b) : Math.abs(a));

// The ring cut at every lattice point on it, as directed edges; an edge walked there and back is a spike and cancels.
function primitiveEdges(ring) {
  const edges = new Map();
  const points = ring.map(([x, y]) => [Math.round(x * STEP), Math.round(y * STEP)]);
  points.forEach((a, i) => {
    const b = points[(i + 1) % points.length];
    const n = gcd(b[0] - a[0], b[1] - a[1]);
    for (let k = 0; k < n; k++) {
      const at = (t) => [(a[0] + ((b[0] - a[0]) / n) * t) / STEP, (a[1] + ((b[1] - a[1]) / n) * t) / STEP];
      const [p, q] = [at(k), at(k + 1)];
      const back = `${keyOf(q)};${keyOf(p)}`;
      if (!edges.delete(back)) edges.set(`${keyOf(p)};${keyOf(q)}`, [p, q]);
    }
  });
  return edges;
}

// The sharpest left turn after a -> b keeps to one connected piece of the interior where a ring touches itself.
function leftmost(a, b, choices) {
  const back = Math.atan2(a[1] - b[1], a[0] - b[0]);
  const clockwise = (c) => (back - Math.atan2(c[1] - b[1], c[0] - b[0]) + 4 * Math.PI) % (2 * Math.PI);
  return choices.reduce((best, c) => (clockwise(c) < clockwise(best) ? c : best));
}

// Closed walks along the edges, each round one connected piece of the interior or one hole.
function walks(edges) {
  const from = new Map();
  for (const [p, q] of edges.values()) from.set(keyOf(p), [...(from.get(keyOf(p)) ?? []), q]);
  const out = [];
  for (const [key, [first, second]] of edges) {
    if (!edges.has(key)) continue;
    const walk = [];
    for (let [p, q] = [first, second]; edges.delete(`${keyOf(p)};${keyOf(q)}`);) {
      walk.push(p);
      [p, q] = [q, leftmost(p, q, from.get(keyOf(q)))];
    }
    out.push(walk);
  }
  return out;
}

// Where a walk comes back to one of its own points, the loop between becomes a ring of its own.
function simpleLoops(walk) {
  const loops = [];
  const path = [];
  const place = new Map();
  for (const at of [...walk, walk[0]]) {
    if (place.has(keyOf(at))) {
      const loop = path.splice(place.get(keyOf(at)));
      loop.forEach((point) => place.delete(keyOf(point)));
      loops.push(loop);
    }
    place.set(keyOf(at), path.length);
    path.push(at);
  }
  return loops;
}

// The simple rings of one chart ring: no repeated point, no spike, shells counter-clockwise and holes clockwise.
export function cleanRing(ring) {
  const counterClockwise = signedArea(ring) > 0 ? ring : [...ring].reverse();
  return walks(primitiveEdges(counterClockwise)).flatMap(simpleLoops);
}

// Polygons [shell, hole, ...] from loose rings.
export function groupRings(rings) {
  const shells = rings.filter((ring) => signedArea(ring) > 0).map((ring) => [ring]);
  for (const hole of rings.filter((ring) => signedArea(ring) < 0)) {
    const [a, b] = hole;
    const middle = [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
    const owner = shells.filter(([shell]) => contains(shell, middle))
        .reduce((best, shell) => (best && signedArea(best[0]) < signedArea(shell[0]) ? best : shell), null);
    if (!owner) throw new Error(`Expected each hole inside a polygon, but the one at ${keyOf(a)} is not.`);
    owner.push(hole);
  }
  return shells;
}

// Which points a set of adjoining rings must keep: those where any ring turns or where rings part. Returns a predicate.
export function isTurn(rings) {
  const neighbours = new Map();
  const turns = new Set();
  for (const ring of rings) {
    ring.forEach((p, i) => {
      const [a, b] = [ring[(i + ring.length - 1) % ring.length], ring[(i + 1) % ring.length]];
      const pair = edgeKey(a, b);
      const straight = (p[0] - a[0]) * (b[1] - p[1]) === (p[1] - a[1]) * (b[0] - p[0]);
      const known = neighbours.get(keyOf(p)) ?? pair;
      neighbours.set(keyOf(p), pair);
      if (!straight || known !== pair) turns.add(keyOf(p));
    });
  }
  return (p) => turns.has(keyOf(p));
}
