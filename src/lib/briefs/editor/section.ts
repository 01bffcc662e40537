import { Node, type NodeViewRenderer } from '@tiptap/core';
import type { Node as DocumentNode } from '@tiptap/pm/model';
import { Plugin, TextSelection, type EditorState } from '@tiptap/pm/state';
import { newId, type Id, type Language } from '#lib/kernel/index.ts';
import type { SectionHead } from '../blocks.ts';
import { attributesOf } from './attributes.ts';

/** The words around a section; the editor itself knows none. */
export type SectionWords = {
  title(key: string | null, lang: Language): string;
  prompt(key: string | null, lang: Language): string;
  linkLabel(title: string): string;
  languageName(lang: Language): string;
  addTranslation(lang: Language): string;
};

declare module '@tiptap/core' {
  interface Commands<ReturnType> {
    section: {
      /** Puts an empty section in the other language right after the one it translates, and the caret into it. */
      addTranslation: (of: Id, lang: Language) => ReturnType;
    };
  }
}

/** A transaction with this mark may add sections; no other may change which sections there are. */
export const changesSections = 'changesSections';

/** A part of the brief: its title is not text but comes from the template, in the section's language. */
export const Section = Node.create<{ words: SectionWords; languages: readonly Language[] }>({
  name: 'section',
  content: '(block | table)*',
  isolating: true,
  defining: true,
  selectable: false,
  draggable: false,

  addAttributes: () => attributesOf('section'),
  // No rule reads sections back: pasted ones give their blocks to the section they are pasted into.
  parseHTML: () => [],
  renderHTML: ({ node }) => ['section', { lang: tagOf(node.attrs.lang) }, 0],

  addNodeView() {
    const { words, languages } = this.options;
    return sectionView(words, languages, (id, lang) =>
      this.editor.chain().addTranslation(id, lang).focus().run()
    );
  },

  addCommands() {
    return {
      addTranslation:
        (of, lang) =>
        ({ tr, dispatch, state }) => {
          const found = findSection(tr.doc, of);
          if (!found || translationOf(tr.doc, of, lang)) return false;
          if (!dispatch) return true;
          const head: SectionHead = { id: newId(), key: found.node.attrs.key, lang, of };
          const after = found.position + found.node.nodeSize;
          tr.insert(after, this.type.create(head, state.schema.nodes.paragraph!.create()));
          tr.setSelection(TextSelection.create(tr.doc, after + 2)).scrollIntoView();
          tr.setMeta(changesSections, true);
          return true;
        }
    };
  },

  addProseMirrorPlugins() {
    return [new Plugin({ view: () => ({ update: (view) => markPaired(view.dom, view.state.doc) }) })];
  }
});

/** @returns the section with that id and where it starts */
export function findSection(doc: DocumentNode, id: Id): { node: DocumentNode; position: number } | null {
  let found: { node: DocumentNode; position: number } | null = null;
  doc.forEach((node, position) => {
    if (!found && node.attrs.id === id) found = { node, position };
  });
  return found;
}

/** @returns the properties of the section with the caret */
export function sectionAt({ selection: { $head } }: EditorState): SectionHead | null {
  return $head.depth > 0 ? ($head.node(1).attrs as SectionHead) : null;
}

function translationOf(doc: DocumentNode, of: Id, lang: Language): boolean {
  return doc.children.some((node) => node.attrs.of === of && node.attrs.lang === lang);
}

/** The language tag a browser understands best. */
export function tagOf(lang: Language): string {
  return lang === 'zh-Hant' ? 'zh-Hant-TW' : lang;
}

function sectionView(
  words: SectionWords,
  languages: readonly Language[],
  add: (id: Id, lang: Language) => void
): NodeViewRenderer {
  return ({ node }) => {
    const head = node.attrs as SectionHead;
    const dom = document.createElement('section');
    dom.className = 'brief-section';
    dom.lang = tagOf(head.lang);
    dom.dataset.section = head.id;
    if (head.of) dom.dataset.of = head.of;
    dom.style.setProperty('--prompt', cssText(words.prompt(head.key, head.lang)));
    const header = headerOf(head, words, head.of ? [] : languages.filter((lang) => lang !== head.lang), add);
    const contentDOM = document.createElement('div');
    contentDOM.className = 'brief-section-text';
    dom.append(header, contentDOM);
    return {
      dom,
      contentDOM,
      update: (next) => next.type === node.type && sameHead(next.attrs as SectionHead, head),
      stopEvent: (event) => header.contains(event.target as globalThis.Node),
      ignoreMutation: (record) => record.type !== 'selection' && !contentDOM.contains(record.target)
    };
  };
}

function headerOf(
  head: SectionHead,
  words: SectionWords,
  others: readonly Language[],
  add: (id: Id, lang: Language) => void
): HTMLElement {
  const header = document.createElement('header');
  header.contentEditable = 'false';
  const title = document.createElement('h2');
  title.id = `s-${head.id}`;
  const name = words.title(head.key, head.lang);
  const link = document.createElement('a');
  link.href = `#s-${head.id}`;
  link.className = 'anchor';
  // The outline has these links too; as stops of the Tab key they would only stand in the way out of the text.
  link.tabIndex = -1;
  link.setAttribute('aria-label', words.linkLabel(name));
  title.append(name);
  const chip = document.createElement('span');
  chip.className = 'lang-chip';
  chip.textContent = words.languageName(head.lang);
  header.append(title, chip, link);
  for (const lang of others) {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'add-translation';
    button.dataset.lang = lang;
    // These words are in the reader's language, whatever the section's is.
    button.lang = document.documentElement.lang;
    button.textContent = words.addTranslation(lang);
    // The press itself must not put a caret anywhere: what it adds gets it.
    button.addEventListener('mousedown', (event) => event.preventDefault());
    button.addEventListener('click', () => add(head.id, lang));
    header.append(button);
  }
  return header;
}

// The button to add a language goes once that language is there, whoever added it.
function markPaired(root: HTMLElement, doc: DocumentNode): void {
  const paired = new Set(doc.children.map((node) => `${node.attrs.of} ${node.attrs.lang}`));
  for (const button of root.querySelectorAll<HTMLButtonElement>('.add-translation')) {
    const of = button.closest<HTMLElement>('[data-section]')?.dataset.section;
    const isHidden = paired.has(`${of} ${button.dataset.lang}`);
    if (button.hidden !== isHidden) button.hidden = isHidden;
  }
}

function sameHead(one: SectionHead, other: SectionHead): boolean {
  return one.id === other.id && one.key === other.key && one.lang === other.lang && one.of === other.of;
}

// The prompt is a CSS value rather than a decoration: nothing in the editor changes when the first symbol is composed.
function cssText(text: string): string {
  return JSON.stringify(text.replace(/\s+/g, ' '));
}
