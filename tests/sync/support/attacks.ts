import * as encoding from 'lib0/encoding';
import * as Y from 'yjs';

/** Hand-made hostile updates; the numbers are those of the project's list of measured attacks. */

/** E1: seven bytes that declare 33 million structs. */
export function structBomb(): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, 1);
  encoding.writeVarUint(encoder, 33_000_000);
  encoding.writeVarUint(encoder, 5);
  encoding.writeVarUint(encoder, 0);
  return encoding.toUint8Array(encoder);
}

/** E3: good structs, then a delete set that ends in nonsense. */
export function brokenDeleteSet(good: Uint8Array): Uint8Array {
  const bytes = Uint8Array.from([...good.subarray(0, good.length - 1), 1, 7, 3, 0, 1, 255]);
  return bytes;
}

/** E3, passing decodeUpdate: the structs fit, but an item's origin is itself. */
export function selfOrigin(client: number, clock: number): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, 1);
  encoding.writeVarUint(encoder, 1);
  encoding.writeVarUint(encoder, client);
  encoding.writeVarUint(encoder, clock);
  encoding.writeUint8(encoder, 0b10000100);
  encoding.writeVarUint(encoder, client);
  encoding.writeVarUint(encoder, clock);
  encoding.writeVarString(encoder, 'x');
  encoding.writeVarUint(encoder, 0);
  return encoding.toUint8Array(encoder);
}

/** E4, E5 and others: structs of any kind under any client id. */
export function run(
  client: number,
  clock: number,
  kind: 'gc' | 'skip' | 'deleted',
  length: number
): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, 1);
  encoding.writeVarUint(encoder, 1);
  encoding.writeVarUint(encoder, client);
  encoding.writeVarUint(encoder, clock);
  if (kind === 'deleted') {
    encoding.writeUint8(encoder, 1);
    encoding.writeVarUint(encoder, 1);
    encoding.writeVarString(encoder, 'text');
  } else encoding.writeUint8(encoder, kind === 'gc' ? 0 : 10);
  encoding.writeVarUint(encoder, length);
  encoding.writeVarUint(encoder, 0);
  return encoding.toUint8Array(encoder);
}

/** What a client with this id would send after doing this to a copy of `base`. */
export function forge(base: Y.Doc, client: number, work: (doc: Y.Doc) => void): Uint8Array {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(base));
  const before = Y.encodeStateVector(doc);
  doc.clientID = client;
  doc.getXmlFragment('text');
  doc.transact(() => work(doc));
  return Y.encodeStateAsUpdate(doc, before);
}

const firstSection = (doc: Y.Doc) => doc.getXmlFragment('text').get(0) as Y.XmlElement;

/** E8–E11 and the grammar: content no honest editor writes, by name. */
export const hostileContent: Record<string, (doc: Y.Doc) => void> = {
  'an unknown element': (doc) => firstSection(doc).push([new Y.XmlElement('script')]),
  'an unknown element at the root': (doc) => doc.getXmlFragment('text').push([new Y.XmlElement('paragraph')]),
  'an unknown attribute': (doc) => firstSection(doc).setAttribute('onclick', 'x'),
  'a wrong attribute value': (doc) => firstSection(doc).setAttribute('lang', 'xx'),
  'an attribute that is an object': (doc) =>
    firstSection(doc).setAttribute('id', { a: 1 } as unknown as string),
  'a removed identity': (doc) => firstSection(doc).removeAttribute('id'),
  'a script link': (doc) => withText(doc, 'go', { link: { href: 'javascript:alert(1)' } }),
  'an unknown mark': (doc) => withText(doc, 'go', { blink: {} }),
  'an embedded object': (doc) => {
    const text = new Y.XmlText();
    firstSection(doc).push([new Y.XmlElement('paragraph')]);
    (firstSection(doc).get(firstSection(doc).length - 1) as Y.XmlElement).insert(0, [text]);
    text.insertEmbed(0, { image: 'x' });
  },
  'another root': (doc) => doc.getMap('elsewhere').set('a', 1),
  'a subdocument': (doc) => (firstSection(doc) as unknown as Y.Map<unknown>)._map && setRaw(doc, new Y.Doc()),
  'bytes in an attribute': (doc) =>
    firstSection(doc).setAttribute('id', new Uint8Array(3) as unknown as string),
  'a map among the blocks': (doc) => firstSection(doc).push([new Y.Map() as unknown as Y.XmlElement]),
  'forty nested quotes': (doc) => nest(doc, 40),
  '2,000 nested quotes': (doc) => nest(doc, 2000),
  'deep JSON': (doc) => {
    let value: unknown = 1;
    for (let i = 0; i < 200; i++) value = [value];
    firstSection(doc).setAttribute('id', value as string);
  },
  'text in a section': (doc) => firstSection(doc).insert(1, [new Y.XmlText('x')]),
  'text at the root': (doc) => doc.getXmlFragment('text').insert(1, [new Y.XmlText('x') as never]),
  'text in a list': (doc) => {
    const list = new Y.XmlElement('bulletList');
    list.insert(0, [new Y.XmlText('x')]);
    firstSection(doc).push([list]);
  },
  'bold in a code block': (doc) => {
    const text = new Y.XmlText();
    const code = new Y.XmlElement('codeBlock');
    code.insert(0, [text]);
    firstSection(doc).push([code]);
    text.insert(0, 'go', { bold: {} });
  },
  'an attribute on text': (doc) => {
    const text = new Y.XmlText('a');
    const paragraph = new Y.XmlElement('paragraph');
    paragraph.insert(0, [text]);
    firstSection(doc).push([paragraph]);
    text.setAttribute('style', 'x');
  }
};

function setRaw(doc: Y.Doc, value: unknown): void {
  firstSection(doc).setAttribute('id', value as string);
}

function withText(doc: Y.Doc, words: string, marks: object): void {
  const paragraph = new Y.XmlElement('paragraph');
  const text = new Y.XmlText();
  paragraph.insert(0, [text]);
  firstSection(doc).push([paragraph]);
  text.insert(0, words, marks);
}

// From the outside in: Yjs itself overflows its stack when a ready-made tree this deep is inserted.
function nest(doc: Y.Doc, depth: number): void {
  let holder = firstSection(doc);
  for (let i = 0; i < depth; i++) {
    const quote = new Y.XmlElement('blockquote');
    holder.push([quote]);
    holder = quote;
  }
}
