import { timingSafeEqual, createHash } from 'node:crypto';
import type { Config } from '../config.ts';
import { isLoopback } from './address.ts';

/** One Prometheus metric. Histograms take their buckets cumulated, in seconds, without the last (+Inf). */
export type Metric = { name: string; help: string } & (
  | { type: 'counter' | 'gauge'; values: { labels?: Record<string, string | number>; value: number }[] }
  | { type: 'histogram'; buckets: { le: number; count: number }[]; sum: number; count: number }
);

/** Writes metrics in Prometheus' text format, version 0.0.4. */
export function prometheusText(metrics: readonly Metric[]): string {
  return metrics
    .flatMap((metric) => [
      `# HELP ${metric.name} ${metric.help}`,
      `# TYPE ${metric.name} ${metric.type}`,
      ...lines(metric)
    ])
    .join('\n')
    .concat('\n');
}

function lines(metric: Metric): string[] {
  const { name } = metric;
  if (metric.type !== 'histogram') {
    return metric.values.map(({ labels = {}, value }) => `${name}${braces(labels)} ${value}`);
  }
  const { buckets, sum, count } = metric;
  return [
    ...buckets.map(({ le, count: below }) => `${name}_bucket${braces({ le })} ${below}`),
    `${name}_bucket{le="+Inf"} ${count}`,
    `${name}_sum ${sum}`,
    `${name}_count ${count}`
  ];
}

function braces(labels: Record<string, string | number>): string {
  const pairs = Object.entries(labels).map(([key, value]) => `${key}="${escaped(String(value))}"`);
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}

const escaped = (value: string) =>
  value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');

/**
 * Whether a request may read the metrics: it brings the token, or it comes from this machine and through no proxy
 * (behind one that TRUST_PROXY does not name, everybody would seem to be local).
 */
export function mayReadMetrics(
  headers: Headers,
  client: string,
  config: Pick<Config, 'metricsToken' | 'trustProxy'>
): boolean {
  const bearer = /^Bearer\s+(\S+)$/i.exec(headers.get('authorization') ?? '')?.[1];
  if (config.metricsToken !== null && bearer !== undefined && isSame(bearer, config.metricsToken))
    return true;
  const isProxied = ['forwarded', 'x-forwarded-for', 'x-real-ip', 'via'].some((name) => headers.has(name));
  return isLoopback(client) && (config.trustProxy || !isProxied);
}

function isSame(given: string, wanted: string): boolean {
  const [a, b] = [given, wanted].map((text) => createHash('sha256').update(text).digest());
  return timingSafeEqual(a!, b!);
}
