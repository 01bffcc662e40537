import { strToU8, zipSync, type Zippable } from 'fflate';
import type { BriefExport } from './briefExport.ts';
import { langTag, layoutOf } from './layout.ts';
import { odtContent } from './odtContent.ts';
import { odtStyles } from './odtStyles.ts';
import { escaped } from './xml.ts';

/** What the file says it is; it stands first in it, and readable. */
export const ODT_TYPE = 'application/vnd.oasis.opendocument.text';

const XML = '<?xml version="1.0" encoding="UTF-8"?>\n';

/** A brief as an OpenDocument text, the format Taiwan's public bodies exchange: A4, notes as footnotes, a table's head on every page. */
export function writeOdt(value: BriefExport): Uint8Array {
  const layout = layoutOf(value);
  const file = (text: string): Zippable[string] => [strToU8(XML + text), { level: 6 }];
  return zipSync(
    {
      mimetype: [strToU8(ODT_TYPE), { level: 0 }],
      'content.xml': file(odtContent(layout)),
      'styles.xml': file(odtStyles(layout)),
      'meta.xml': file(meta(value, layout.title.text)),
      'META-INF/manifest.xml': file(manifest)
    },
    { mtime: value.at }
  );
}

function meta({ at, lang, link, version }: BriefExport, title: string): string {
  const time = new Date(at).toISOString().slice(0, 19);
  return `<office:document-meta xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/" office:version="1.3"><office:meta><meta:generator>Groundwork</meta:generator><dc:title>${escaped(title)}</dc:title><dc:date>${time}</dc:date><meta:creation-date>${time}</meta:creation-date><dc:language>${langTag(lang)}</dc:language><meta:user-defined meta:name="Link">${escaped(link)}</meta:user-defined><meta:user-defined meta:name="Version">${version.seq}</meta:user-defined><meta:user-defined meta:name="SHA-256">${version.hash}</meta:user-defined></office:meta></office:document-meta>`;
}

const manifest = `<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3"><manifest:file-entry manifest:full-path="/" manifest:version="1.3" manifest:media-type="${ODT_TYPE}"/><manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/><manifest:file-entry manifest:full-path="styles.xml" manifest:media-type="text/xml"/><manifest:file-entry manifest:full-path="meta.xml" manifest:media-type="text/xml"/></manifest:manifest>`;
