/**
 * Which column a cell stands in. Every cell may carry its column's name; one without counts by its place in the row.
 * Edits made at the same time leave rows that lack a column or have one too many: names tell where each cell belongs.
 */

/** A cell as far as its place matters. */
export type PlacedCell = { column: string | null; isBlank: boolean };

/** The columns in their order and, for each row kept, which of its cells stand in each column. */
export type Grid = {
  columns: readonly string[];
  /** `row` is its place among the given rows; `cells[c]` lists places in that row: none is missing, several are doubled */
  rows: readonly { row: number; cells: readonly (readonly number[])[] }[];
};

/** Whether this may name a column. */
export function isColumn(value: unknown): value is string {
  return typeof value === 'string' && /^[a-z0-9]{1,12}$/.test(value);
}

/** The name of a cell's column: its own, or its place. */
export function columnAt(column: string | null, place: number): string {
  return column ?? String(place);
}

/** What laying out may cost, as cells to fill and as names to look at; no table that people make comes near. */
const MOST_PLACES = 20_000;
const MOST_LOOKS = 2_000_000;

/**
 * Whether a table is so wide and long, or its columns so many, that laying it out would hold everybody up. Only a client
 * of somebody's own can make one; it is shown row by row as it stands, and nobody repairs it.
 */
export function isBeyondGrid(rows: readonly (readonly PlacedCell[])[]): boolean {
  const columns = new Set<string>();
  let cells = 0;
  for (const row of rows) {
    cells += row.length;
    row.forEach((cell, place) => columns.add(columnAt(cell.column, place)));
  }
  return rows.length * columns.size > MOST_PLACES || cells * columns.size > MOST_LOOKS;
}

/**
 * Lays rows out as a grid, the same for everybody who sees the same rows. A column stays when any of its cells holds
 * something or at least half of the rows have it; a row stays unless it is empty and lacks more than half of the columns.
 * So a cell that holds anything is always in the grid. Ask {@link isBeyondGrid} before.
 */
export function gridOf(rows: readonly (readonly PlacedCell[])[]): Grid {
  const named = rows.map((cells) => cells.map((cell, place) => columnAt(cell.column, place)));
  const columns = orderOf(named).filter((column) => {
    const having = named.filter((names) => names.includes(column)).length;
    return having * 2 >= rows.length || rows.some((cells, row) => holdsAny(cells, named[row]!, column));
  });
  const kept = rows.flatMap((cells, row) => {
    const lacks = columns.filter((column) => !named[row]!.includes(column)).length;
    const isRest = lacks * 2 > columns.length && cells.every((cell) => cell.isBlank);
    return isRest ? [] : [row];
  });
  return {
    columns,
    rows: kept.map((row) => ({ row, cells: columns.map((column) => placesOf(named[row]!, column)) }))
  };
}

/** Whether the rows already are the grid: every row has every column once, in one order. */
export function isEven(rows: readonly (readonly PlacedCell[])[]): boolean {
  const first = rows[0]?.map((cell, place) => columnAt(cell.column, place)) ?? [];
  return (
    first.length > 0 &&
    new Set(first).size === first.length &&
    rows.every(
      (cells) =>
        cells.length === first.length &&
        cells.every((cell, place) => columnAt(cell.column, place) === first[place])
    )
  );
}

// The fullest row begins; each further column goes right behind the one before it in its own row.
function orderOf(named: readonly (readonly string[])[]): string[] {
  const fullest = named.reduce((most, names) => (names.length > most.length ? names : most), named[0] ?? []);
  const order = [...new Set(fullest)];
  for (const names of named) {
    names.forEach((name, place) => {
      if (order.includes(name)) return;
      order.splice(place === 0 ? 0 : order.indexOf(names[place - 1]!) + 1, 0, name);
    });
  }
  return order;
}

function holdsAny(cells: readonly PlacedCell[], names: readonly string[], column: string): boolean {
  return cells.some((cell, place) => names[place] === column && !cell.isBlank);
}

function placesOf(names: readonly string[], column: string): number[] {
  return names.flatMap((name, place) => (name === column ? [place] : []));
}
