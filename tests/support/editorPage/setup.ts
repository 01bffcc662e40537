import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Once a test run: the folder in which the first test that opens the editor's page builds it, for all. */
export default async function setup(): Promise<(() => Promise<void>) | undefined> {
  // Every project of a run comes by here.
  if (process.env.GROUNDWORK_EDITOR_PAGE) return undefined;
  const folder = await mkdtemp(join(tmpdir(), 'groundwork-editor-'));
  process.env.GROUNDWORK_EDITOR_PAGE = folder;
  return () => rm(folder, { recursive: true, force: true });
}
