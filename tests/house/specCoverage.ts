import { readFileSync } from 'node:fs';
import { globSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(import.meta.dirname, '../..');
/** Every file of numbered rules, and where the tests that carry their numbers are. */
const specifications = [
  {
    spec: 'src/lib/sync/SPEC.md',
    tests: ['tests/sync/**/*.test.ts', 'src/lib/sync/**/*.test.ts', 'tests/e2e/*.spec.ts']
  }
];

/** One numbered rule and the titles of the tests that carry its number, as `file: title`. */
export type Rule = { spec: string; id: string; says: string; tests: string[] };

/** Every rule of every SPEC.md with its tests. */
export function rules(): Rule[] {
  return specifications.flatMap(({ spec, tests }) => {
    const titled = tests.flatMap((pattern) => globSync(pattern, { cwd: root })).flatMap(titlesIn);
    return rulesIn(readFileSync(join(root, spec), 'utf8')).map(({ id, says }) => ({
      ...{ spec, id, says },
      tests: titled.filter(({ title }) => carries(title, id)).map(({ file, title }) => `${file}: ${title}`)
    }));
  });
}

/** The numbered rules of a specification: `**J1** text`, several numbers may share one text. */
export function rulesIn(text: string): { id: string; says: string }[] {
  return [...text.matchAll(/(?<!\()\*\*([A-Z]\d+(?:, [A-Z]\d+)*)\*\*((?:(?!\*\*[A-Z]\d)[^\n])*)/g)].flatMap(
    ([, ids = '', says = '']) => ids.split(', ').map((id) => ({ id, says: says.trim() }))
  );
}

/** Whether a title names a rule: alone, in a list, or within a span such as `D3–D5`. */
export function carries(title: string, id: string): boolean {
  const [letter = '', number] = [id[0], Number(id.slice(1))];
  for (const [, first, from, , last, to] of title.matchAll(/\b([A-Z])(\d+)(\s?[–-]\s?([A-Z])?(\d+))?\b/g)) {
    if (first !== letter || (last !== undefined && last !== letter)) continue;
    if (number >= Number(from) && number <= Number(to ?? from)) return true;
  }
  return false;
}

function titlesIn(file: string): { file: string; title: string }[] {
  const source = readFileSync(join(root, file), 'utf8');
  // The first argument of a call, when it is a sentence, or of a row of a table: also that of `test.each(table)(…)`.
  const titles = source.matchAll(/[([]\s*(['"`])((?:(?!\1)[^\n]){8,300})\1,/g);
  return [...titles].map(([, , title = '']) => ({ file, title }));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const all = rules();
  for (const { id, says, tests } of all) {
    console.log(`${tests.length > 0 ? '✔' : '✘'} ${id} ${says.slice(0, 90)}`);
    for (const title of tests) console.log(`      ${title}`);
  }
  const bare = all.filter(({ tests }) => tests.length === 0);
  console.log(`\n${all.length - bare.length} of ${all.length} rules are carried by a test.`);
  process.exitCode = bare.length > 0 ? 1 : 0;
}
