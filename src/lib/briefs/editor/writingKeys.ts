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
  // The same key opens the palette elsewhere, so the list says when it is which.
  const names: Readonly<Record<string, string>> = { link: m.editor_keys_link() };
  return commands.flatMap(({ id, name, keys }) =>
    keys ? [{ id: `text-${id}`, group, name: names[id] ?? name(), keys: [keys] }] : []
  );
}
