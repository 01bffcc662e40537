import { Editor, Node } from '@tiptap/core';
import { blocksAndMarks } from './nodes.ts';
import { Section, type SectionWords } from './section.ts';
import { isFromDocument } from './binding.ts';
import { collaboration, type LiveDocument } from './collaboration.ts';
import { Clipboard } from './clipboard/clipboard.ts';
import { Guard } from './guard.ts';
import { headingOutline } from './headingOutline.ts';
import { Keys } from './keys.ts';
import { oneRepair } from './oneRepair.ts';
import { oneTranslation } from './oneTranslation.ts';
import { SlashMenu, type SlashKeys } from './slash.ts';
import { TableKeys } from './table.ts';
import { SelectSection } from './selectSection.ts';
import { textRuns } from './textRuns.ts';
import { asOwnStep } from './undoSteps.ts';
import type { Language } from '#lib/kernel/index.ts';

export type EditorSettings = {
  element: HTMLElement;
  live: LiveDocument;
  canWrite: boolean;
  languages: readonly Language[];
  words: SectionWords & {
    label: string;
    hint: string;
    someone: string;
    task(text: string, isChecked: boolean): string;
  };
  onRefused(reason: 'paste_too_long' | 'too_deep'): void;
  toToolbar(): void;
  slashKeys: SlashKeys;
  /** what was pasted has been read as Markdown */
  onMarkdown(): void;
};

const Brief = Node.create({ name: 'doc', topNode: true, content: 'section*' });

/** Mounts the editor of a brief's text. Call `destroy` on what it returns. */
export function createEditor({
  element,
  live,
  canWrite,
  languages,
  words,
  onRefused,
  toToolbar,
  slashKeys,
  onMarkdown
}: EditorSettings): Editor {
  return new Editor({
    element,
    editable: canWrite,
    injectCSS: false,
    extensions: [
      Brief,
      Section.configure({ words, languages }),
      ...blocksAndMarks(words.task),
      Guard.configure({ isFromOthers: isFromDocument, onRefused }),
      Keys.configure({ toToolbar }),
      SlashMenu.configure({ keys: slashKeys }),
      SelectSection,
      headingOutline,
      collaboration(live, words.someone),
      textRuns(live),
      TableKeys,
      Clipboard.configure({ onMarkdown, asStep: asOwnStep }),
      oneTranslation(live),
      oneRepair(live)
    ],
    editorProps: {
      attributes: {
        class: 'brief-text',
        role: 'textbox',
        'aria-multiline': 'true',
        'aria-label': words.label,
        'aria-description': words.hint
      }
    }
  });
}
