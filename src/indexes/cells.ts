// Which cells of the grid of geohashes cover an area: https://redis.io/docs/latest/commands/geosearch/ describes the grid.
import { LIMITS } from '../types/geo.js';

/** Bits of a longitude, and of a latitude; as GEOADD and lib/layout/places.lua have them. */
const BITS = 26;
/** Cells that one query reads: more of them fit an area more closely, and each is a look of its own. */
const MOST = 32;

/** Degrees between which an area lies. */
export interface Extent {
  readonly west: number;
  readonly south: number;
  readonly east: number;
  readonly north: number;
}

/** The columns and rows of the finest grid that an extent has. */
type Window = readonly [west: number, south: number, east: number, north: number];

interface Cell {
  readonly x: number;
  readonly y: number;
  /** its place among the cells of its level */
  readonly z: number;
}

function lineOf(degrees: number, limit: number): number {
  const line = Math.floor(((degrees + limit) / (2 * limit)) * 2 ** BITS);
  return Math.min(Math.max(line, 0), 2 ** BITS - 1);
}

const windowOf = ({ west, south, east, north }: Extent): Window => [
  lineOf(west, LIMITS.longitude),
  lineOf(south, LIMITS.latitude),
  lineOf(east, LIMITS.longitude),
  lineOf(north, LIMITS.latitude),
];

const quarter = ({ x, y, z }: Cell): Cell[] => [
  { x: 2 * x, y: 2 * y, z: 4 * z },
  { x: 2 * x, y: 2 * y + 1, z: 4 * z + 1 },
  { x: 2 * x + 1, y: 2 * y, z: 4 * z + 2 },
  { x: 2 * x + 1, y: 2 * y + 1, z: 4 * z + 3 },
];

function meets({ x, y }: Cell, level: number, [west, south, east, north]: Window): boolean {
  const size = 2 ** (BITS - level);
  return x * size <= east && (x + 1) * size > west && y * size <= north && (y + 1) * size > south;
}

/** The smallest cells, all of one level, that cover some windows and are not too many. */
function cover(windows: readonly Window[]): {
  readonly cells: readonly Cell[];
  readonly level: number;
} {
  let cells: Cell[] = [{ x: 0, y: 0, z: 0 }];
  for (let level = 1; level <= BITS; level++) {
    const next = cells.flatMap(quarter).filter((cell) => windows.some((window) => meets(cell, level, window)));
    if (next.length > MOST) return { cells, level: level - 1 };
    cells = next;
  }
  return { cells, level: BITS };
}

/** The geohashes of some extents as ranges of scores, which have no score in common; others lie in them as well. */
export function rangesOf(extents: readonly Extent[]): readonly (readonly [min: string, max: string])[] {
  const { cells, level } = cover(extents.map(windowOf));
  const size = 4 ** (BITS - level);
  const ranges: [number, number][] = [];
  for (const { z } of cells) {
    const last = ranges.at(-1);
    if (last && last[1] === z) last[1] = z + 1;
    else ranges.push([z, z + 1]);
  }
  return ranges.map(([first, end]) => [String(first * size), String(end * size - 1)] as const);
}
