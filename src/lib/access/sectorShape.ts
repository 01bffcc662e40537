import type { Sector } from './sector.ts';

/**
 * The outline of each sector's mark in a 16 × 16 box, of about equal weight to the eye.
 * The resident's is a ring: drawn by its outline even when "filled".
 */
export const sectorShapes: Record<Sector, string> = {
  government: 'M2.5 2.5h11v11h-11z',
  civil_society: 'M8 1.6a6.4 6.4 0 1 1 0 12.8A6.4 6.4 0 1 1 8 1.6z',
  technology: 'M8 1.5 15 14H1z',
  business: 'M8 .8 15.2 8 8 15.2.8 8z',
  academia: 'M4.4 1.8h7.2L15.2 8l-3.6 6.2H4.4L.8 8z',
  resident: 'M8 2.6a5.4 5.4 0 1 1 0 10.8A5.4 5.4 0 1 1 8 2.6z'
};

/** The CSS colour of a sector; follows theme, contrast and print. */
export const sectorColour = (sector: Sector): string => `var(--sector-${sector})`;
