// The three layers as GeoJSON features, and their files: one feature a line, gzip without a time stamp.
import { writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { UNIT } from './blocks.mjs';
import { groupRings, isTurn, keyOf } from './rings.mjs';

const NOTICE = '示意数据，非法定界线 · Illustrative: not a legal boundary';
const SEQUENCE_MAX = 999;

const degrees = (v) => Math.round(v * 1e7) / 1e7;
const close = (ring) => [...ring, ring[0]].map((p) => [degrees(p[0]), degrees(p[1])]);

function feature(properties, polygons) {
  const coordinates = polygons.map((rings) => rings.map(close));
  const geometry = coordinates.length === 1 ? { type: 'Polygon', coordinates: coordinates[0] }
    : { type: 'MultiPolygon', coordinates };
  return { type: 'Feature', properties: { ...properties, illustrative: true }, geometry };
}

const thin = (rings, keep) => rings.map((ring) => ring.filter(keep));

export function countyFeatures(counties) {
  const keep = isTurn(counties.flatMap((county) => county.rings));
  return counties.map((county) =>
    feature({ adcode: county.code, name: county.name }, groupRings(thin(county.rings, keep))));
}

export function streetFeatures(counties) {
  const leaves = counties.flatMap((county) => county.leaves);
  const keep = isTurn(leaves.flatMap((leaf) => leaf.rings));
  return leaves.sort((a, b) => (a.street.code < b.street.code ? -1 : 1)).map(({ street, rings }) =>
    feature({ code: street.code, name: street.name }, groupRings(thin(rings, keep))));
}

// Corners of other cells on a cell's edge become its vertices too: larger and smaller neighbours share every vertex.
function cellRing({ x, y, size }, corners) {
  const side = (at) => Array.from({ length: size }, (_, n) => at(n));
  const walk = [
    ...side((n) => [x + n, y]), ...side((n) => [x + size, y + n]),
    ...side((n) => [x + size - n, y + size]), ...side((n) => [x, y + size - n]),
  ];
  return walk.filter((p) => corners.has(keyOf(p))).map((p) => [p[0] / UNIT, p[1] / UNIT]);
}

function gridName(village, sequence) {
  return `${village.name.replace(/(社区|村)(居委会|村委会|委会)$/, '$1')} ${sequence}（示意）`;
}

export function gridFeatures(counties) {
  const communities = counties.flatMap((county) => county.leaves.flatMap((leaf) => leaf.communities))
      .sort((a, b) => (a.village.code < b.village.code ? -1 : 1));
  const corners = new Set(communities.flatMap(({ cells }) => cells.flatMap(({ x, y, size }) =>
    [[x, y], [x + size, y], [x + size, y + size], [x, y + size]].map(keyOf))));
  return communities.flatMap(({ village, cells }) => cells.map((cell, n) => {
    if (n >= SEQUENCE_MAX) throw new Error(`Expected at most ${SEQUENCE_MAX} grids, but ${village.code} has more.`);
    const sequence = String(n + 1).padStart(3, '0');
    return feature({ code: village.code + sequence, name: gridName(village, sequence) }, [[cellRing(cell, corners)]]);
  }));
}

// Returns the size of the file in bytes.
export function writeLayer(path, name, features) {
  const text = `{"type":"FeatureCollection","name":"${name}","description":"${NOTICE}","features":[\n`
    + `${features.map((one) => JSON.stringify(one)).join(',\n')}\n]}\n`;
  const bytes = gzipSync(text, { level: 9 });
  bytes[9] = 255;  // operating system "unknown", wherever the file is made; the time is 0 already
  writeFileSync(path, bytes);
  return bytes.length;
}
