import { briefText } from '#lib/briefs/index.server.ts';
import type { DocumentKind } from '#lib/sync/index.ts';

/** Every kind of document the rooms know. */
export const documentKinds: readonly DocumentKind[] = [briefText];
