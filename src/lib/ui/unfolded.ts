import { createAttachmentKey, type Attachment } from 'svelte/attachments';

/**
 * For `<details {...unfolded(isOpen)}>`: the server sends it open where it should be, and the browser opens it when it comes to
 * be so. What a reader has unfolded before the scripts came stays as it is: a plain `open={false}` would shut it again.
 */
export function unfolded(isOpen: boolean): { open?: boolean; [attachment: symbol]: Attachment } {
  if (typeof document === 'undefined') return { open: isOpen };
  return {
    [createAttachmentKey()]: (element) => {
      if (isOpen && element instanceof HTMLDetailsElement) element.open = true;
    }
  };
}
