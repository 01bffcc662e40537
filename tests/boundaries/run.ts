import { cruiseHouse, table } from './cruise.ts';

const { violations, modules, dependencies } = await cruiseHouse(process.cwd());
console.log(table());
for (const { rule, from, to, comment } of violations) {
  console.error(`✘ ${rule}: ${from} → ${to}\n    ${comment}`);
}
// A tool that saw nothing must not pass.
const isBlind = modules < 20 || dependencies < 20;
if (isBlind) console.error('✘ dependency-cruiser saw almost nothing: the check itself is broken.');
console.log(`${modules} modules, ${dependencies} dependencies, ${violations.length} violations`);
if (violations.length > 0 || isBlind) process.exit(1);
