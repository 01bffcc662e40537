import type { BriefExport } from './briefExport.ts';
import { attachmentAs } from './fileName.ts';
import type { ExportFormat } from './formatNames.ts';
import { writeDocx } from './writeDocx.server.ts';
import { writeHtml } from './writeHtml.ts';
import { writeJson } from './writeJson.ts';
import { writeMarkdown } from './writeMarkdown.ts';
import { ODT_TYPE, writeOdt } from './writeOdt.ts';

type Writer = { type: string; write(value: BriefExport): string | Uint8Array | Promise<Uint8Array> };

const writers: Readonly<Record<ExportFormat, Writer>> = {
  odt: { type: ODT_TYPE, write: writeOdt },
  docx: {
    type: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    write: writeDocx
  },
  md: { type: 'text/markdown; charset=utf-8', write: writeMarkdown },
  html: { type: 'text/html; charset=utf-8', write: writeHtml },
  json: { type: 'application/json; charset=utf-8', write: writeJson }
};

/** A brief as a file to send: its bytes, its type, and the header with a safe name from its title. */
export async function fileOf(value: BriefExport, format: ExportFormat) {
  const { type, write } = writers[format];
  return { type, body: await write(value), disposition: attachmentAs(value.brief.title, format) };
}
