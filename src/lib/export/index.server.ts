export { writeBackup } from './backup.server.ts';
export { exportProgramme } from './exportProgramme.server.ts';
export { importProgramme, type Imported } from './importProgramme.server.ts';
export { checkArchive, readArchive } from './readArchive.server.ts';
export { checkBackup, fillFromBackup, recordRestore, type CheckedBackup } from './restore.server.ts';
export { isUntouched } from './tableStore.server.ts';
export { verifyArchive, verifyDatabase } from './verifyLog.server.ts';
export { syncFolder } from './writeArchive.server.ts';
