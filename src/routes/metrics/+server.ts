import { engineMetrics } from '#server/http/engineMetrics.ts';
import { mayReadMetrics, prometheusText } from '#server/http/metrics.ts';
import type { RequestHandler } from './$types';

// Decided by address or METRICS_TOKEN, not by role: for the host's monitoring, whoever is signed in.
export const _access = { GET: 'anyone' };

/** Counters for Prometheus; elsewhere than here it does not exist. */
export const GET: RequestHandler = async ({ request, getClientAddress, locals: { engine } }) => {
  if (!mayReadMetrics(request.headers, getClientAddress(), engine.config))
    return new Response('Not found.\n', { status: 404 });
  const metrics = engineMetrics(
    { sync: engine.sync.stats(), mail: await engine.mail.stats() },
    process.memoryUsage(),
    process.uptime()
  );
  return new Response(prometheusText(metrics), {
    headers: { 'content-type': 'text/plain; version=0.0.4; charset=utf-8', 'cache-control': 'no-store' }
  });
};
