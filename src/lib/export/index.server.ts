export { writeBackup } from './backup.server.ts';
export { checkArchive, readArchive } from './readArchive.server.ts';
export { verifyArchive, verifyDatabase } from './verifyLog.server.ts';
