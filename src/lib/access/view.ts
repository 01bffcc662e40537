/** What access lets the browser draw: people, sectors, the table. */
export { default as AffiliationFields } from './AffiliationFields.svelte';
export { default as Avatar } from './Avatar.svelte';
export { deviceName } from './deviceName.ts';
export { default as PersonLine } from './PersonLine.svelte';
export { default as ProofMark } from './ProofMark.svelte';
export { default as SectorMark } from './SectorMark.svelte';
export { default as SectorName } from './SectorName.svelte';
export { default as Table } from './Table.svelte';
export { type Seat, seatState, seatWords, tableSentences } from './seats.ts';
export { proofName, proofSentence, proofWords, roleName, sectorName, visibilityName } from './sectorName.ts';
export { sectorColour, sectorShapes } from './sectorShape.ts';
