import * as Y from 'yjs';
import { isId, languages, type Id, type Language } from '#lib/kernel/index.ts';
import type { DocumentKind } from '#lib/sync/index.ts';
import { isColumn } from './tableGrid.ts';
import {
  isSafeHref,
  type Block,
  type Mark,
  type NodeName,
  type SectionHead,
  type SectionText
} from './blocks.ts';

export * from './blocks.ts';

/** Root of a brief's text in its document. */
export const TEXT_ROOT = 'text';

/** The client id of template text. It is reserved for the system: people's clients draw random ids and never get it. */
export const SYSTEM_CLIENT = 0;

/** Deepest nesting of nodes below the root; the editor stays a little under it. */
export const MAX_DEPTH = 32;

/** One attribute: what it is when absent, and which values may be stored. A null default is stored as absence. */
export type AttributeRule = {
  fallback: string | number | boolean | null;
  isRequired?: true;
  allows(value: unknown): boolean;
};

type NodeRule = {
  parents: readonly (string | null)[];
  attributes: Readonly<Record<string, AttributeRule>>;
  /** whether text may stand in it, and whether that may carry marks */
  text?: 'marked' | 'plain';
};

const isLanguage = (value: unknown): value is Language => languages.some((language) => language === value);
const lang: AttributeRule = { fallback: null, allows: isLanguage };
const holders = ['section', 'blockquote', 'listItem', 'taskItem'] as const;
const block = (attributes: NodeRule['attributes'] = {}, text?: NodeRule['text']): NodeRule => ({
  parents: holders,
  attributes: { ...attributes, lang },
  text
});
const isBoolean = (value: unknown) => typeof value === 'boolean';
/** What may also stand in a table's cell. */
const inCells = (rule: NodeRule): NodeRule => ({ ...rule, parents: [...rule.parents, 'tableCell'] });

/** Every node a brief's text may hold, below which parents (null is the root), with which attributes. */
export const nodeRules = {
  section: {
    parents: [null],
    attributes: {
      id: { fallback: null, isRequired: true, allows: isId },
      key: {
        fallback: null,
        allows: (value) => typeof value === 'string' && /^[a-z][a-z0-9_]{0,39}$/.test(value)
      },
      lang: { fallback: 'zh-Hant', isRequired: true, allows: isLanguage },
      of: { fallback: null, allows: isId }
    }
  },
  paragraph: inCells(block({}, 'marked')),
  heading: block({ level: { fallback: 2, allows: (value) => value === 2 || value === 3 } }, 'marked'),
  bulletList: inCells(block()),
  orderedList: inCells(
    block({
      start: { fallback: 1, allows: (value) => Number.isSafeInteger(value) && (value as number) >= 0 }
    })
  ),
  taskList: inCells(block()),
  blockquote: block(),
  codeBlock: block(
    {
      language: {
        fallback: null,
        allows: (value) => typeof value === 'string' && /^[A-Za-z0-9+#._-]{1,40}$/.test(value)
      }
    },
    'plain'
  ),
  horizontalRule: { parents: holders, attributes: {} },
  listItem: { parents: ['bulletList', 'orderedList'], attributes: {} },
  taskItem: {
    parents: ['taskList'],
    attributes: { checked: { fallback: false, allows: isBoolean } }
  },
  hardBreak: { parents: ['paragraph', 'heading'], attributes: {} },
  // Cells are never merged, and the first row is a header by the table's own attribute: no edit has to rewrite a cell.
  table: { parents: ['section'], attributes: { header: { fallback: true, allows: isBoolean }, lang } },
  tableRow: { parents: ['table'], attributes: {} },
  tableCell: {
    parents: ['tableRow'],
    attributes: { column: { fallback: null, allows: isColumn } }
  }
} as const satisfies Record<NodeName, NodeRule>;

const noAttributes = (value: unknown) => isPlain(value) && Object.keys(value).length === 0;

/** Every mark text may carry and the attributes it may have. No mark overlaps itself, so names carry no `--hash`. */
export const markRules: Readonly<Record<string, (value: unknown) => boolean>> = Object.freeze({
  bold: noAttributes,
  italic: noAttributes,
  strike: noAttributes,
  code: noAttributes,
  link: (value: unknown) => isPlain(value) && Object.keys(value).length === 1 && isSafeHref(value.href)
});

/** Whether a node may carry exactly these attributes (absent and null mean the default). Never throws. */
export function allowsAttributes(name: string, attributes: Readonly<Record<string, unknown>>): boolean {
  const rule = ruleOf(name);
  if (!rule) return false;
  for (const key of Object.keys(attributes)) {
    const attribute = Object.hasOwn(rule.attributes, key) ? rule.attributes[key] : undefined;
    if (!attribute) return false;
    const value = attributes[key];
    if (value !== null && value !== undefined && !attribute.allows(value)) return false;
  }
  return Object.entries(rule.attributes).every(
    ([key, attribute]) => !attribute.isRequired || attributes[key] != null
  );
}

/** What the sync server lets into a brief's text: the same grammar the editor writes. */
export const briefText: DocumentKind = {
  kind: 'brief.text',
  roots: { [TEXT_ROOT]: 'xml' },
  maxDepth: MAX_DEPTH,
  allowsElement(name, attributes, parent) {
    const rule = ruleOf(name);
    return rule !== null && rule.parents.includes(parent) && allowsAttributes(name, attributes);
  },
  allowsText(parent) {
    return parent !== null && ruleOf(parent)?.text !== undefined;
  },
  allowsMark(name, value, parent) {
    if (!Object.hasOwn(markRules, name)) return false;
    return value === null || (ruleOf(parent ?? '')?.text === 'marked' && markRules[name]!(value));
  }
};

/**
 * The first state of a brief: its sections, each with one empty paragraph, written by {@link SYSTEM_CLIENT}.
 * Equal sections give equal bytes.
 */
export function emptyBrief(sections: readonly SectionHead[]): Uint8Array {
  const doc = new Y.Doc();
  doc.clientID = SYSTEM_CLIENT;
  doc.transact(() => {
    const nodes = sections.map((head) => {
      const section = new Y.XmlElement('section');
      for (const [name, value] of Object.entries({
        id: head.id,
        key: head.key,
        lang: head.lang,
        of: head.of
      }))
        if (value !== null) section.setAttribute(name, value);
      const paragraph = new Y.XmlElement('paragraph');
      // A seat for the first character: without it two first writers would each bring a text of their own.
      paragraph.insert(0, [new Y.XmlText()]);
      section.insert(0, [paragraph]);
      return section;
    });
    doc.getXmlFragment(TEXT_ROOT).insert(0, nodes);
  });
  const update = Y.encodeStateAsUpdate(doc);
  doc.destroy();
  return update;
}

/** Where each text was read: in which text of the document, after how many UTF-16 units of it. */
export type TextOrigins = Map<Block, { text: Y.XmlText; index: number }>;

/**
 * Reads a brief's text without changing it. What the grammar does not know is left out: unknown nodes with all they
 * hold, unknown marks, and wrong attribute values (the default stands in). Never throws.
 * @param origins is told where every text comes from
 */
export function sectionsOf(doc: Y.Doc, origins?: TextOrigins): SectionText[] {
  try {
    return doc
      .getXmlFragment(TEXT_ROOT)
      .toArray()
      .flatMap((node) => readSection(node, origins));
  } catch {
    // Only a document of another kind has this root as something else.
    return [];
  }
}

/** One block of a section as plain JSON; null for what the grammar does not know. Never throws. */
export function blockOf(node: Y.XmlElement): Block | null {
  return readNode(node, 'section', 1)[0] ?? null;
}

function readSection(node: unknown, origins?: TextOrigins): SectionText[] {
  if (!(node instanceof Y.XmlElement) || node.nodeName !== 'section') return [];
  const { id, key = null, lang: language, of = null } = readAttributes(node, nodeRules.section);
  if (typeof id !== 'string') return [];
  const head = {
    id,
    key: key as string | null,
    lang: (language ?? 'zh-Hant') as Language,
    of: of as Id | null
  };
  const read = node.toArray().map((child) => ({ child, blocks: readNode(child, node.nodeName, 1, origins) }));
  return [
    {
      ...head,
      blocks: read.flatMap(({ blocks }) => blocks),
      places: read.flatMap(({ child, blocks }) => blocks.map(() => blockName(child)))
    }
  ];
}

function readChildren(parent: Y.XmlElement, depth: number, origins?: TextOrigins): Block[] {
  if (depth >= MAX_DEPTH) return [];
  return parent.toArray().flatMap((node) => readNode(node, parent.nodeName, depth, origins));
}

function readNode(node: unknown, parent: string, depth: number, origins?: TextOrigins): Block[] {
  if (node instanceof Y.XmlText) return readText(node, parent, origins);
  if (!(node instanceof Y.XmlElement)) return [];
  const rule = ruleOf(node.nodeName);
  if (!rule || !rule.parents.includes(parent)) return [];
  const attrs = readAttributes(node, rule);
  const content = readChildren(node, depth + 1, origins);
  const read: Block = { type: node.nodeName as NodeName };
  if (Object.keys(attrs).length > 0) read.attrs = attrs;
  if (content.length > 0) read.content = content;
  return [read];
}

/** What a document calls a block for as long as it lives: the id of the edit that made it. */
export function blockName(node: unknown): string {
  const id = node instanceof Y.AbstractType ? node._item?.id : null;
  return id ? `${id.client}-${id.clock}` : '';
}

// Known names one by one: reading all of them would let a key named __proto__ replace the prototype.
function readAttributes(node: Y.XmlElement, rule: NodeRule): Record<string, string | number | boolean> {
  const read: Record<string, string | number | boolean> = {};
  for (const [name, attribute] of Object.entries(rule.attributes)) {
    const stored: unknown = node.getAttribute(name);
    const value = attribute.allows(stored) ? (stored as string | number | boolean) : attribute.fallback;
    if (value !== null) read[name] = value;
  }
  return read;
}

function readText(node: Y.XmlText, parent: string, origins?: TextOrigins): Block[] {
  if (!briefText.allowsText(parent)) return [];
  let index = 0;
  return (node.toDelta() as { insert?: unknown; attributes?: Record<string, unknown> }[]).flatMap((piece) => {
    const begin = index;
    index += typeof piece.insert === 'string' ? piece.insert.length : 1;
    if (typeof piece.insert !== 'string' || piece.insert === '') return [];
    const marks = Object.entries(piece.attributes ?? {}).flatMap(([type, value]): Mark[] => {
      if (value === null || !briefText.allowsMark(type, value, parent)) return [];
      return type === 'link' ? [{ type, attrs: { href: (value as { href: string }).href } }] : [{ type }];
    });
    const text: Block = { type: 'text', text: piece.insert, ...(marks.length > 0 && { marks }) };
    origins?.set(text, { text: node, index: begin });
    return [text];
  });
}

function ruleOf(name: string): NodeRule | null {
  return Object.hasOwn(nodeRules, name) ? nodeRules[name as NodeName] : null;
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
