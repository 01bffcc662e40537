/** The formats of a brief's file, the one public bodies exchange first; also the ends of the files' names. */
export const exportFormats = ['odt', 'docx', 'md', 'html', 'json'] as const;
export type ExportFormat = (typeof exportFormats)[number];

/** Whether a brief can be had in it. */
export function isExportFormat(value: unknown): value is ExportFormat {
  return exportFormats.some((format) => format === value);
}
