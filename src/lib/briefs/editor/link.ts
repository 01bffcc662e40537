import { getMarkRange, InputRule, Mark } from '@tiptap/core';
import { Plugin } from '@tiptap/pm/state';
import { isSafeHref } from '../blocks.ts';

declare module '@tiptap/core' {
  interface Commands<ReturnType> {
    briefLink: {
      /** Links the selection, or the link the caret is in; an unsafe address changes nothing. */
      setBriefLink: (href: string) => ReturnType;
      /** Takes the link off, keeping its text. */
      unsetBriefLink: () => ReturnType;
    };
  }
}

/** A typed address as people write it, completed to one that may be stored, or null. */
export function toHref(typed: string): string | null {
  const address = typed.trim();
  if (isSafeHref(address)) return address;
  if (/^[^\s@:/]+@[^\s@:/]+\.[^\s@:/]+$/.test(address)) return safe(`mailto:${address}`);
  return /^[\p{L}\p{N}-]+(\.[\p{L}\p{N}-]+)+(:\d+)?([/?#]\S*)?$/u.test(address)
    ? safe(`https://${address}`)
    : null;
}

const safe = (href: string) => (isSafeHref(href) ? href : null);

/**
 * Links with one attribute. Tiptap's own link mark stores four and adds links by itself in an appended transaction,
 * which must not happen while somebody composes a word.
 */
export const BriefLink = Mark.create({
  name: 'link',
  inclusive: false,
  keepOnSplit: false,

  addAttributes() {
    return { href: { isRequired: true, validate: requireSafe } };
  },
  parseHTML() {
    return [
      {
        tag: 'a[href]',
        getAttrs: (node) =>
          isSafeHref(node.getAttribute('href')) ? { href: node.getAttribute('href') } : false
      }
    ];
  },
  renderHTML({ HTMLAttributes }) {
    const href = isSafeHref(HTMLAttributes.href) ? HTMLAttributes.href : '';
    return ['a', { href, rel: 'nofollow noopener', target: '_blank' }, 0];
  },
  addCommands() {
    return {
      setBriefLink:
        (href) =>
        ({ commands }) =>
          isSafeHref(href) && commands.setMark(this.name, { href }),
      unsetBriefLink:
        () =>
        ({ commands }) =>
          commands.unsetMark(this.name, { extendEmptyMarkRange: true })
    };
  },
  addInputRules() {
    return [
      new InputRule({
        find: /(?<!!)\[([^[\]]+)\]\((\S+)\)$/,
        handler: ({ state: { tr }, range: { from, to }, match }) => {
          const [, text = '', typed = ''] = match;
          const href = toHref(typed);
          if (!href) return null;
          // The closing bracket is not in the text yet; what is between the others keeps its marks.
          tr.delete(from + 1 + text.length, to).delete(from, from + 1);
          tr.addMark(from, from + text.length, this.type.create({ href })).removeStoredMark(this.type);
        }
      })
    ];
  },
  addProseMirrorPlugins() {
    const type = this.type;
    return [
      new Plugin({
        props: {
          handlePaste(view, event) {
            const { from, to, empty } = view.state.selection;
            const pasted = event.clipboardData?.getData('text/plain').trim() ?? '';
            if (empty || !isSafeHref(pasted)) return false;
            view.dispatch(view.state.tr.addMark(from, to, type.create({ href: pasted })));
            return true;
          },
          // Plain clicks place the caret; with Ctrl or Cmd a link opens.
          handleClick(view, position, event) {
            if (!(event.ctrlKey || event.metaKey) || !getMarkRange(view.state.doc.resolve(position), type))
              return false;
            const href = (event.target as HTMLElement).closest('a')?.getAttribute('href');
            if (!isSafeHref(href)) return false;
            window.open(href, '_blank', 'noopener');
            return true;
          }
        }
      })
    ];
  }
});

function requireSafe(value: unknown): void {
  if (!isSafeHref(value)) throw new RangeError('A link in a brief is http, https or mailto.');
}
