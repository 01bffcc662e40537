/** Stands in for `$app/environment` where hooks run outside Kit. */
export const building = false;
export const dev = false;
export const browser = false;
