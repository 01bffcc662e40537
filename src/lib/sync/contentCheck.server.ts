import * as Y from 'yjs';
import type { DocumentKind } from './index.ts';
import { closeCodes } from './protocol.ts';
import { Refusal } from './refusal.server.ts';

type AnyType = Y.AbstractType<unknown>;

/**
 * Looks at every node these transactions made or changed: does the document's kind allow it, where it stands?
 * Validity of the whole (which child may follow which) is not asked: honest concurrent edits can break that.
 * @throws Refusal `contentRefused`
 */
export function checkChanged(doc: Y.Doc, kind: DocumentKind, transactions: readonly Y.Transaction[]): void {
  for (const name of doc.share.keys()) if (!Object.hasOwn(kind.roots, name)) refuse('an undeclared root');
  const walk: Walk = { doc, kind, depths: new Map(), elements: new Set() };
  for (const transaction of transactions) {
    for (const [client, end] of transaction.afterState) {
      const start = transaction.beforeState.get(client) ?? 0;
      if (end > start) checkStructs(walk, doc.store.clients.get(client) ?? [], start);
    }
    for (const [type, keys] of transaction.changed) {
      const isAlive = !type._item?.deleted;
      if (type instanceof Y.XmlElement && isAlive && [...keys].some((key) => key !== null))
        walk.elements.add(type);
    }
  }
  for (const element of walk.elements) checkElement(walk, element);
}

type Walk = { doc: Y.Doc; kind: DocumentKind; depths: Map<AnyType, number>; elements: Set<Y.XmlElement> };

function checkStructs(walk: Walk, structs: readonly (Y.Item | Y.GC)[], start: number): void {
  if (structs.length === 0) return;
  for (let i = Y.findIndexSS(structs as (Y.Item | Y.GC)[], start); i < structs.length; i++) {
    const struct = structs[i];
    // What arrived deleted is invisible, stays so, and is relayed as a tombstone.
    if (struct instanceof Y.Item && !struct.deleted) checkItem(walk, struct);
  }
}

function checkItem(walk: Walk, item: Y.Item): void {
  const parent = item.parent as AnyType;
  depthOf(walk, parent);
  const made = item.content instanceof Y.ContentType ? item.content.type : null;
  if (made) depthOf(walk, made as AnyType);
  if (made instanceof Y.XmlElement) walk.elements.add(made);
  if (!isAllowedIn(walk, parent, item))
    refuse(`${item.content.constructor.name} in ${parent.constructor.name}`);
  if (parent instanceof Y.XmlElement && item.parentSub !== null) walk.elements.add(parent);
}

function isAllowedIn(walk: Walk, parent: AnyType, item: Y.Item): boolean {
  const { content, parentSub } = item;
  const made: unknown = content instanceof Y.ContentType ? content.type.constructor : null;
  if (parent instanceof Y.Text) {
    if (parentSub !== null) return false;
    if (content instanceof Y.ContentFormat)
      return walk.kind.allowsMark(content.key, content.value, nameOf(parent.parent));
    return content instanceof Y.ContentString;
  }
  if (parent instanceof Y.Map)
    return parentSub !== null && (isOneValue(content) || made === Y.Map || made === Y.Text);
  if (parent instanceof Y.XmlElement && parentSub !== null) return isOneValue(content);
  if (!(parent instanceof Y.XmlFragment) || parentSub !== null) return false;
  return made === Y.XmlElement || (made === Y.XmlText && walk.kind.allowsText(nameOf(parent)));
}

function nameOf(holder: unknown): string | null {
  return holder instanceof Y.XmlElement ? holder.nodeName : null;
}

function isOneValue(content: Y.Item['content']): boolean {
  return content instanceof Y.ContentAny && content.arr.length === 1;
}

function checkElement({ kind }: Walk, element: Y.XmlElement): void {
  const attributes: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
  for (const [name, item] of element._map)
    if (!item.deleted) attributes[name] = item.content.getContent()[item.length - 1];
  if (!kind.allowsElement(element.nodeName, attributes, nameOf(element.parent)))
    refuse(`element ${element.nodeName.slice(0, 40)}`);
}

// Nodes from the root down, the root itself being 0.
function depthOf(walk: Walk, type: AnyType): number {
  const path: AnyType[] = [];
  let at: AnyType | null = type;
  while (at !== null && !walk.depths.has(at)) {
    path.push(at);
    if (path.length > walk.kind.maxDepth + 1) refuse('nested too deep');
    at = (at._item?.parent as AnyType | undefined) ?? null;
  }
  let depth = at === null ? -1 : walk.depths.get(at)!;
  for (const step of path.reverse()) walk.depths.set(step, ++depth);
  if (depth > walk.kind.maxDepth) refuse('nested too deep');
  return depth;
}

function refuse(reason: string): never {
  throw new Refusal(closeCodes.contentRefused, reason.replace(/[^\x20-\x7e]/g, '?'));
}
