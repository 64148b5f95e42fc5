// The lattice of one county: blocks of 0.004 degree (about 390 m x 440 m), each one unit grid or divided into 2 x 2 or
// 4 x 4. Indices are integers (block = 4 units, unit = 0.001 degree), so shared corners are identical.

export const UNIT = 1000;           // units in a degree
export const BLOCK = 250;           // blocks in a degree
const LON_WEIGHT = 0.88;            // a degree of longitude against one of latitude at 28.2 N
const CORE_SHARES = [[4, 0.75], [2, 0.2], [1, 0.05]];  // divisions of a block, share of the core's cells, inner first

const distance = (block, [x, y]) =>
  Math.hypot(((block.i + 0.5) / BLOCK - x) * LON_WEIGHT, (block.j + 0.5) / BLOCK - y);

export class Blocks {
  // Blocks that the border touches are known (`whole` false) but never divided into unit grids.
  constructor(rings, seat) {
    this.seat = seat;
    this.byPlace = new Map();
    this.#markBorder(rings);
    this.#markInside(rings);
    this.all = [...this.byPlace.values()].sort((a, b) => a.j - b.j || a.i - b.i);
  }

  at(i, j) { return this.byPlace.get(`${i},${j}`); }

  #add(i, j, whole) {
    if (!this.at(i, j)) this.byPlace.set(`${i},${j}`, { i, j, whole, divisions: 0, weight: 0 });
  }

  #markBorder(rings) {
    for (const ring of rings) {
      ring.forEach((a, n) => {
        const b = ring[(n + 1) % ring.length];
        const line = (v) => Math.floor(v * BLOCK);
        const range = (axis) => [line(Math.min(a[axis], b[axis])), line(Math.max(a[axis], b[axis]))];
        const [[i0, i1], [j0, j1]] = [range(0), range(1)];
        for (let i = i0; i <= i1; i++) for (let j = j0; j <= j1; j++) this.#add(i, j, false);
      });
    }
  }

  #markInside(rings) {
    const rows = [...this.byPlace.values()].map((block) => block.j);
    for (let j = rows.reduce((a, b) => Math.min(a, b)); j <= rows.reduce((a, b) => Math.max(a, b)); j++) {
      const y = (j + 0.5) / BLOCK;
      const cuts = rings.flatMap((ring) => ring.flatMap((a, n) => {
        const b = ring[(n + 1) % ring.length];
        return (a[1] > y) === (b[1] > y) ? [] : [a[0] + ((y - a[1]) * (b[0] - a[0])) / (b[1] - a[1])];
      })).sort((a, b) => a - b);
      for (let k = 0; k + 1 < cuts.length; k += 2) {
        for (let i = Math.ceil(cuts[k] * BLOCK - 0.5); i + 0.5 < cuts[k + 1] * BLOCK; i++) this.#add(i, j, true);
      }
    }
  }

  // Takes blocks one by one, always the nearest to `from` beside those already taken, while `take` asks for more.
  #grow(allowed, started, from, take) {
    const nearest = (list) => list.reduce((a, b) => (distance(b, from) < distance(a, from) ? b : a));
    const seen = new Set(started);
    const frontier = new Set();
    const look = (block) => {
      for (const [di, dj] of [[1, 0], [-1, 0], [0, 1], [0, -1]]) {
        const next = this.at(block.i + di, block.j + dj);
        if (next && next.whole && !seen.has(next) && allowed.has(next)) frontier.add(next);
      }
    };
    started.forEach(look);
    if (!started.length) frontier.add(nearest([...allowed].filter((block) => block.whole)));
    while (frontier.size) {
      const block = nearest([...frontier]);
      if (!take(block)) return;
      frontier.delete(block);
      seen.add(block);
      look(block);
    }
  }

  // The built-up centre: small cells around the seat, larger ones outward.
  growCore(cells) {
    const plan = CORE_SHARES.flatMap(([divisions, share]) =>
      Array(Math.round((cells * share) / divisions ** 2)).fill(divisions));
    let taken = 0;
    this.#grow(new Set(this.all), [], this.seat, (block) => {
      if (taken === plan.length) return false;
      block.divisions = plan[taken++];
      return true;
    });
  }

  // Weight by unit grids plus a share for open country, so that the urban streets lie in the core and the rest around.
  weigh(streets, urban) {
    const core = this.all.reduce((sum, block) => sum + block.divisions ** 2, 0);
    const open = (core * (streets - urban)) / urban / this.all.length;
    for (const block of this.all) block.weight = block.divisions ** 2 + open * (block.whole ? 1 : 0.5);
  }

  // Extends the covered part of one street, or starts one in its middle, until it has at least `cells` unit grids.
  growLeaf(blocks, cells) {
    let count = blocks.reduce((sum, block) => sum + block.divisions ** 2, 0);
    const started = blocks.filter((block) => block.divisions);
    const mean = (axis) => blocks.reduce((sum, block) => sum + block[axis] + 0.5, 0) / blocks.length / BLOCK;
    this.#grow(new Set(blocks), started, started.length ? this.seat : [mean('i'), mean('j')], (block) => {
      if (count >= cells) return false;
      block.divisions = 2;
      count += 4;
      return true;
    });
  }

  // Unit grids of some blocks: west, south and size in units.
  cellsOf(blocks) {
    return blocks.filter((block) => block.divisions).flatMap(({ i, j, divisions }) => {
      const size = 4 / divisions;
      return Array.from({ length: divisions ** 2 }, (_, n) => ({
        x: 4 * i + size * (n % divisions), y: 4 * j + size * Math.floor(n / divisions), size,
      }));
    });
  }
}
