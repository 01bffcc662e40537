import type { MailStats } from '#lib/mail/index.ts';
import type { SyncStats } from '#lib/sync/index.server.ts';
import type { Metric } from './metrics.ts';

/** What this process tells Prometheus: writing together first, then mail, then the process itself. */
export function engineMetrics(
  { sync: stats, mail }: { sync: SyncStats; mail: MailStats },
  memory: NodeJS.MemoryUsage,
  uptime: number
): Metric[] {
  const gauge = (name: string, help: string, value: number): Metric => ({
    name,
    help,
    type: 'gauge',
    values: [{ value }]
  });
  const counter = (name: string, help: string, value: number): Metric =>
    ({ ...gauge(name, help, value), type: 'counter' }) as Metric;
  const { commitMs } = stats;
  return [
    gauge('groundwork_sockets', 'Open sockets of documents.', stats.sockets),
    gauge('groundwork_documents_open', 'Documents in memory.', stats.documents),
    counter('groundwork_updates_committed_total', 'Edits stored, fsynced.', stats.updatesCommitted),
    counter('groundwork_commits_total', 'Group commits.', stats.commits),
    {
      name: 'groundwork_commit_seconds',
      help: 'Time from the start of a group commit until it is on disk.',
      type: 'histogram',
      buckets: commitMs.buckets.map(({ le, count }) => ({ le: le / 1000, count })),
      sum: commitMs.sum / 1000,
      count: commitMs.count
    },
    {
      name: 'groundwork_refusals_total',
      help: 'Sockets ended or not opened, by close code or HTTP status.',
      type: 'counter',
      values: Object.entries(stats.refusals).map(([code, value]) => ({ labels: { code }, value }))
    },
    counter('groundwork_slow_sockets_total', 'Sockets cut off because they did not read.', stats.slowSockets),
    gauge('groundwork_mail_waiting', 'Letters waiting to be sent.', mail.waiting),
    gauge('groundwork_mail_given_up', 'Letters that could not be sent, kept for a month.', mail.givenUp),
    counter('groundwork_mail_sent_total', 'Letters that a mail server took.', mail.sent),
    {
      name: 'groundwork_mail_failures_total',
      help: 'Tries to send a letter that failed, by reason.',
      type: 'counter',
      values: Object.entries(mail.failures).map(([reason, value]) => ({ labels: { reason }, value }))
    },
    gauge('process_resident_memory_bytes', 'Resident memory.', memory.rss),
    gauge('nodejs_heap_used_bytes', 'Used heap.', memory.heapUsed),
    gauge('process_uptime_seconds', 'Time since the process started.', uptime)
  ];
}
