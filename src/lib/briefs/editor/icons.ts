/** Drawings of commands for which there is no sign: paths on a field of 20 by 20. */
export const icons = {
  link: 'M8.5 11.5l3-3M7 9l-2 2a3.2 3.2 0 0 0 4.5 4.5l2-2M13 11l2-2A3.2 3.2 0 0 0 10.5 4.5l-2 2',
  table: 'M3 4h14v12H3zM3 8h14M3 12h14M7.7 4v12M12.3 4v12',
  rowAbove: 'M3 10h14v6H3zM10 2.5v5M7.5 5h5',
  rowBelow: 'M3 4h14v6H3zM10 12.5v5M7.5 15h5',
  columnBefore: 'M10 3h6v14h-6zM5 7.5v5M2.5 10h5',
  columnAfter: 'M4 3h6v14H4zM15 7.5v5M12.5 10h5',
  headerRow: 'M3 4h14v12H3zM3 5.2h14M3 6.4h14M3 7.6h14M10 8v8',
  rowDelete: 'M3 3.5h14v5.5H3zM7.5 12l5 5M12.5 12l-5 5',
  columnDelete: 'M3.5 3h5.5v14H3.5zM12 7.5l5 5M17 7.5l-5 5',
  tableDelete: 'M3 4h14v12H3zM7 7l6 6M13 7l-6 6'
} as const;
