import type { Node } from '@tiptap/core';
import {
  InputRule,
  mergeAttributes,
  textblockTypeInputRule,
  type Extensions,
  type NodeConfig
} from '@tiptap/core';
import Blockquote from '@tiptap/extension-blockquote';
import Bold from '@tiptap/extension-bold';
import Code from '@tiptap/extension-code';
import CodeBlock from '@tiptap/extension-code-block';
import HardBreak from '@tiptap/extension-hard-break';
import Heading from '@tiptap/extension-heading';
import HorizontalRule from '@tiptap/extension-horizontal-rule';
import Italic from '@tiptap/extension-italic';
import { BulletList, ListItem, OrderedList, TaskItem, TaskList } from '@tiptap/extension-list';
import Paragraph from '@tiptap/extension-paragraph';
import Strike from '@tiptap/extension-strike';
import Text from '@tiptap/extension-text';
import type { NodeName } from '../blocks.ts';
import { attributesOf } from './attributes.ts';
import { BriefLink } from './link.ts';
import { tableNodes } from './tableNodes.ts';

// Tiptap's nodes under our grammar. `content` is as loose as the grammar: where two people edit at once a stricter
// rule would be broken by honest edits, and the binding deletes what breaks a rule, with everything inside.
function under<Options, Storage>(
  extension: Node<Options, Storage>,
  config: Partial<NodeConfig<Options, Storage>> = {}
): Node<Options, Storage> {
  const name = extension.name as NodeName;
  return extension.extend({
    addAttributes: () => attributesOf(name),
    addInputRules(this: { parent?: (() => InputRule[]) | null }) {
      return (this.parent?.() ?? []).map(outsideItems);
    },
    ...config
  } as never);
}

// A list item may hold any block, but typing "- " at its start means a hyphen, not a list inside a list.
function outsideItems(rule: InputRule): InputRule {
  const { find, handler, undoable } = rule;
  return new InputRule({
    find,
    undoable,
    handler: (props) => {
      const $from = props.state.doc.resolve(props.range.from);
      const isInItem = $from.depth > 1 && /^(list|task)Item$/.test($from.node(-1).type.name);
      return isInItem ? null : handler(props);
    }
  });
}

// One # is the larger heading inside a section: the section's own title stands above both.
const BriefHeading = under(Heading, {
  parseHTML: () => ['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((tag) => ({ tag })),
  renderHTML: ({ node, HTMLAttributes }) => [
    node.attrs.level === 2 ? 'h3' : 'h4',
    mergeAttributes(HTMLAttributes),
    0
  ],
  addInputRules() {
    return [
      textblockTypeInputRule({ find: /^#\s$/, type: this.type, getAttributes: { level: 2 } }),
      textblockTypeInputRule({ find: /^##{1,2}\s$/, type: this.type, getAttributes: { level: 3 } })
    ].map(outsideItems);
  }
}).configure({ levels: [2, 3] });

/** All nodes below a section, and all marks. `taskLabel` names a task's checkbox for screen readers. */
export function blocksAndMarks(taskLabel: (text: string, isChecked: boolean) => string): Extensions {
  return [
    under(Paragraph),
    Text,
    BriefHeading,
    under(BulletList),
    under(OrderedList),
    under(ListItem, { content: 'block+' }),
    under(TaskList),
    under(TaskItem, { content: 'block+' }).configure({
      nested: true,
      a11y: { checkboxLabel: (node, isChecked) => taskLabel(node.textContent, isChecked) }
    }),
    under(Blockquote),
    under(CodeBlock).configure({ enableTabIndentation: false }),
    under(HorizontalRule),
    under(HardBreak),
    ...tableNodes(),
    Bold,
    Italic,
    Strike,
    Code,
    BriefLink
  ];
}
