import type { Row } from './row.ts';
import { administration } from './rows/administration.ts';
import { api } from './rows/api.ts';
import { briefPages } from './rows/briefPages.ts';
import { joining } from './rows/joining.ts';
import { ownAffairs } from './rows/ownAffairs.ts';
import { programmePages } from './rows/programmePages.ts';
import { service } from './rows/service.ts';
import type { Role } from './world.ts';

export type { Row } from './row.ts';

/** Every entrance of the app. A page or endpoint without a line here fails the tests. */
export const expectations: Readonly<Record<string, Row>> = {
  ...service,
  ...ownAffairs,
  ...administration,
  ...joining,
  ...programmePages,
  ...briefPages,
  ...api
};

/** Who may use an entrance while the sample programme is public or private. */
export function allowedTo(row: Row, visibility: 'public' | 'private'): readonly Role[] {
  if (visibility === 'public' || !row.isInside) return row.allow;
  return row.allow.filter((role) => role !== 'anonymous' && role !== 'outsider');
}
