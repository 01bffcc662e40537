import { m } from '#lib/i18n/paraglide/messages.js';
import type { Act } from '#lib/ui/acts.ts';
import type { EditorCommand } from './command.ts';
import { commandGroups, tableGroup } from './commands.ts';

/** Every key that does something to the text, for the list of keys. */
export function writingKeys(): Act[] {
  const text = m.editor_keys_text();
  return [
    { id: 'text-slash', group: text, name: m.editor_keys_insert(), keys: ['/'] },
    ...listed(text, commandGroups.flat()),
    { id: 'text-plain', group: text, name: m.editor_keys_plain(), keys: ['Mod+Shift+V'] },
    { id: 'text-toolbar', group: text, name: m.editor_keys_toolbar(), keys: ['Alt+F10'] },
    ...listed(m.editor_keys_table(), tableGroup)
  ];
}

function listed(group: string, commands: readonly EditorCommand[]): Act[] {
  return commands.flatMap(({ id, name, keys }) =>
    keys ? [{ id: `text-${id}`, group, name: name(), keys: [keys] }] : []
  );
}
