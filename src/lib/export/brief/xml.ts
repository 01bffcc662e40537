const signs: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;'
};

/** Text as it may stand in an element or a quoted attribute, in XML and in HTML. */
export function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => signs[sign]!);
}
