import { everyone, nobody, at, type Row } from '../row.ts';

/** Who may use what is asked of the server itself. */
export const service: Record<string, Row> = {
  'GET /healthz': { allow: everyone, ask: at('/healthz') },
  'GET /readyz': { allow: everyone, ask: at('/readyz') },
  // From this machine; from elsewhere only with the token.
  'GET /metrics': { allow: everyone, ask: at('/metrics') },
  // Only `npm run demo` opens it.
  'GET /demo': { allow: nobody, ask: at('/demo') },
  'POST /demo': { allow: nobody, ask: () => ({ path: '/demo', form: { persona: 'facilitator' } }) },
  // Only `npm run dev` shows it.
  'GET /gallery': { allow: nobody, ask: at('/gallery') },
  // Whatever may not be followed is told as ended in the stream itself.
  'GET /live': { allow: everyone, ask: ({ brief }) => ({ path: `/live?as=&t=text:${brief}@` }) },
  // Lists only what the asker may see.
  'GET /palette': { allow: everyone, ask: at('/palette') },
  // Finds only what the asker may see.
  'GET /search': { allow: everyone, ask: at('/search?q=ferry') },
  'POST /language': {
    allow: everyone,
    ask: () => ({ path: '/language', form: { locale: 'en', to: '/about' } })
  }
};
