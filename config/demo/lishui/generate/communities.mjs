// Allots the unit grids of one street to its real communities and villages: contiguous groups, communities nearest to
// the seat first. Illustrative.
import { UNIT } from './blocks.mjs';

const LON_WEIGHT = 0.88;

const middle = (cell) => [cell.x + cell.size / 2, cell.y + cell.size / 2];

function divide(cells, count) {
  if (count === 1) return [cells];
  const extent = (axis) => {
    const values = cells.map((cell) => middle(cell)[axis]);
    return Math.max(...values) - Math.min(...values);
  };
  const axis = extent(0) * LON_WEIGHT > extent(1) ? 0 : 1;
  const order = (a, b, by) => middle(a)[by] - middle(b)[by];
  const sorted = [...cells].sort((a, b) => order(a, b, axis) || order(a, b, 1 - axis));
  const low = Math.floor(count / 2);
  const cut = Math.round((sorted.length * low) / count);
  return [...divide(sorted.slice(0, cut), low), ...divide(sorted.slice(cut), count - low)];
}

const touch = (a, b) => {
  const overlap = (p, q) => Math.min(a[p] + a.size, b[p] + b.size) - Math.max(a[p], b[p]);
  const [x, y] = [overlap('x'), overlap('y')];
  return (x === 0 && y > 0) || (y === 0 && x > 0);
};

function components(cells) {
  const left = new Set(cells);
  const out = [];
  for (const first of cells) {
    if (!left.delete(first)) continue;
    const part = [first];
    for (const cell of part) for (const next of left) if (touch(cell, next) && left.delete(next)) part.push(next);
    out.push(part);
  }
  return out.sort((a, b) => b.length - a.length);
}

// Hands cut-off parts of a group to a group they touch, until every group is in one piece or touches no other.
function joinUp(groups) {
  for (let changed = true; changed;) {
    changed = false;
    for (const group of groups) {
      for (const part of components(group).slice(1)) {
        const shared = (other) => part.reduce((n, cell) => n + other.filter((next) => touch(cell, next)).length, 0);
        const host = groups.filter((other) => other !== group && shared(other) > 0)
            .reduce((best, other) => (best && shared(best) >= shared(other) ? best : other), null);
        if (!host) continue;
        part.forEach((cell) => group.splice(group.indexOf(cell), 1));
        host.push(...part);
        changed = true;
      }
    }
  }
  return groups;
}

// [{village, cells}], the cells in reading order: north row first, west to east.
export function communityCells(cells, villages, seat) {
  const count = Math.max(1, Math.min(villages.length, Math.floor(cells.length / 2)));
  const groups = joinUp(divide(cells, count)).map((group) => {
    const mean = (axis) => group.reduce((sum, cell) => sum + middle(cell)[axis], 0) / group.length / UNIT;
    return { group, distance: Math.hypot((mean(0) - seat[0]) * LON_WEIGHT, mean(1) - seat[1]) };
  });
  groups.sort((a, b) => a.distance - b.distance);
  return groups.map(({ group }, n) => ({
    village: villages[n],
    cells: group.sort((a, b) => (b.y + b.size) - (a.y + a.size) || a.x - b.x),
  }));
}
