// Loaded before anything else (`node --import`), in plain JavaScript: an older Node cannot even read the TypeScript entry,
// and where packages or generated texts are missing, no sentence of ours could be printed after the imports have failed.
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const root = new URL('../../', import.meta.url);

const sentence = olderNode() || missingPackage() || missingTexts();
if (sentence) {
  console.error(sentence);
  process.exit(1);
}

function olderNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 22 || (major === 22 && minor >= 18)) return null;
  return `Groundwork needs Node 22.18 or newer, and this is ${process.versions.node}; run "npm ci" once, which brings Node 24 along, and start it with npm.`;
}

function missingPackage() {
  const { dependencies } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8'));
  const { resolve } = createRequire(import.meta.url);
  // The dev server is part of the tools that a production install leaves out.
  const needed = [
    ...Object.keys(dependencies),
    ...(/\bdev\.ts$/.test(process.argv[1] || '') ? ['vite'] : [])
  ];
  const missing = needed.filter(
    (name) => !resolve.paths(name)?.some((path) => existsSync(`${path}/${name}`))
  );
  if (missing.length === 0) return null;
  return `The packages that Groundwork is made of are not all installed (${missing[0]} is missing); run "npm ci" first.`;
}

function missingTexts() {
  if (existsSync(fileURLToPath(new URL('src/lib/i18n/paraglide/messages.js', root)))) return null;
  return 'The texts of the interface have not been made ready; run "npm run prepare" first.';
}
