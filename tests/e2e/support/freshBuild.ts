import { ensureBuild } from '../../../src/server/build.ts';

/** Before the first story: a build of the source as it is now, unless `npm test` has just made one. */
export default async function freshBuild(): Promise<void> {
  if (process.env.GROUNDWORK_JUST_BUILT) return;
  await ensureBuild({ fresh: true, say: (line) => console.log(line) });
}
