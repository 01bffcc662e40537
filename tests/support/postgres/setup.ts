import { openCluster } from './cluster.ts';
import { prepareTemplate } from './databases.ts';

/** Once a test run: a PostgreSQL server, whose address the tests find in GROUNDWORK_TEST_POSTGRES. */
export default async function setup(): Promise<(() => Promise<void>) | undefined> {
  // Every project of a run that is about PostgreSQL comes by here.
  if (process.env.GROUNDWORK_TEST_POSTGRES) return undefined;
  const cluster = await openCluster();
  try {
    await prepareTemplate(cluster.url);
  } catch (error) {
    await cluster.close();
    throw error;
  }
  process.env.GROUNDWORK_TEST_POSTGRES = cluster.url('postgres');
  return () => cluster.close();
}
