import { withSnapshot } from '#db/snapshot.server.ts';
import { isSound, type LogReport } from '#lib/export/index.ts';
import { verifyArchive, verifyDatabase } from '#lib/export/index.server.ts';
import type { Fault, PublishedHead, Verdict } from '#lib/journal/index.ts';
import type { Config } from '../config.ts';
import { RefusedError } from '../stop.ts';
import { withDatabase, type Command } from './command.ts';

export const verifyLogCommand: Command = {
  usage: 'verify-log [FILE] [--head SEQ:HASH …] [--json]',
  does: 'checks the record of the database, or of a backup or programme archive; --head: whether it still holds an entry published earlier',
  options: { head: { type: 'string', multiple: true } },
  operand: { file: 'optional' },
  async run(values, config) {
    const heads = ((values.head as string[] | undefined) ?? []).map(readHead);
    const report = await check(values.file as string | undefined, heads, config);
    if (!isSound(report)) throw new RefusedError(firstFault(report));
    const json = report.verdicts.flatMap((verdict) =>
      verdict.ok
        ? [
            {
              chain: verdict.head.chain,
              entries: verdict.head.seq,
              head: verdict.head.hash,
              backDated: verdict.timeWentBackAt
            }
          ]
        : []
    );
    const lines = json.map(({ chain, entries, head, backDated }) => {
      const dated =
        backDated.length > 0 ? `; dated before the entry they follow: ${backDated.join(', ')}` : '';
      return `${chain}: ${entries} ${entries === 1 ? 'entry' : 'entries'}, head ${entries}:${head}${dated}`;
    });
    const text = json.length > 0 ? lines.join('\n') : 'There is no record yet.';
    return { text, json: { ok: true, chains: json } };
  }
};

async function check(file: string | undefined, heads: PublishedHead[], config: Config): Promise<LogReport> {
  if (file) return verifyArchive(file, heads);
  return withDatabase(config, ({ readerDb }) =>
    withSnapshot(readerDb, (snapshot) => verifyDatabase(snapshot, heads))
  );
}

function readHead(text: string): PublishedHead {
  const match = /^(?:([A-Za-z0-9_-]+):)?([1-9][0-9]{0,8}):([0-9a-f]{64})$/.exec(text);
  if (!match) throw new RefusedError(`--head takes SEQ:HASH as printed with the record, not "${text}".`);
  const [, chain, seq, hash] = match;
  return { ...(chain ? { chain } : {}), seq: Number(seq), hash: hash! };
}

const words: Record<Fault, (seq: number) => string> = {
  gap: () => 'it is missing, or others were put in its place',
  prev_differs: (seq) =>
    `it does not follow the entry before it: ${seq > 1 ? `entry ${seq - 1} or ` : ''}this one was changed, removed or moved`,
  hash_differs: () => 'its text or its hash was changed',
  not_canonical: () => 'its text was changed',
  body_differs: () => 'what is stored beside its text says something else',
  opening_differs: () => 'words that belong to it were changed',
  opening_missing: () => 'words that belong to it are gone, and no redaction is recorded',
  head_differs: () => 'it is not the end that was recorded: entries were changed, added or cut off here'
};

function firstFault({ verdicts, chainless, missing, damage }: LogReport): string {
  const bad = verdicts.find((verdict): verdict is Verdict & { ok: false } => !verdict.ok);
  if (bad) return `Entry ${bad.seq} of ${bad.chain} is not as it was recorded: ${words[bad.fault](bad.seq)}.`;
  if (chainless.length > 0)
    return `Entry 1 of ${chainless[0]!} is missing, with the whole record of that programme.`;
  const [head] = missing;
  if (head)
    return `Entry ${head.seq} with the published hash ${head.hash} is in no record any more: it was changed or cut off.`;
  return damage!;
}
