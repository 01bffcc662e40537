import { describe, expect, it } from 'vitest';
import { mayReadMetrics, prometheusText } from './metrics.ts';

it('writes what Prometheus reads', () => {
  const text = prometheusText([
    { name: 'a_total', help: 'Things.', type: 'counter', values: [{ labels: { code: 'x"y\\z' }, value: 3 }] },
    {
      name: 'b_seconds',
      help: 'Times.',
      type: 'histogram',
      buckets: [{ le: 0.005, count: 2 }],
      sum: 0.5,
      count: 4
    }
  ]);
  expect(text.split('\n')).toEqual([
    '# HELP a_total Things.',
    '# TYPE a_total counter',
    'a_total{code="x\\"y\\\\z"} 3',
    '# HELP b_seconds Times.',
    '# TYPE b_seconds histogram',
    'b_seconds_bucket{le="0.005"} 2',
    'b_seconds_bucket{le="+Inf"} 4',
    'b_seconds_sum 0.5',
    'b_seconds_count 4',
    ''
  ]);
});

describe('metrics', () => {
  const token = '0123456789abcdef';
  const closed = { metricsToken: null, trustProxy: false };

  it('are open to this machine', () => {
    expect(mayReadMetrics(new Headers(), '127.0.0.1', closed)).toBe(true);
    expect(mayReadMetrics(new Headers(), '10.0.0.9', closed)).toBe(false);
  });

  it('are not open to everybody behind a proxy on this machine', () => {
    expect(mayReadMetrics(new Headers({ 'x-forwarded-for': '8.8.8.8' }), '127.0.0.1', closed)).toBe(false);
  });

  it('are open to whoever brings the token, and only the token', () => {
    const open = { metricsToken: token, trustProxy: false };
    const bringing = (bearer: string) => new Headers({ authorization: `Bearer ${bearer}` });
    expect(mayReadMetrics(bringing(token), '10.0.0.9', open)).toBe(true);
    expect(mayReadMetrics(bringing('wrong'), '10.0.0.9', open)).toBe(false);
    expect(mayReadMetrics(bringing('null'), '10.0.0.9', closed)).toBe(false);
  });
});
