// Loaded before anything else (`node --import`), in plain JavaScript: an older Node cannot even read the TypeScript entry.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  console.error(`Groundwork needs Node 22.18 or newer; this is ${process.versions.node}.`);
  process.exit(1);
}
