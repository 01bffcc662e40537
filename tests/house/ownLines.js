/**
 * ESLint rule: how many lines of its own a function may have. Unlike `max-lines-per-function` it does not count the
 * functions inside: a factory that returns twelve short functions is a list, not a long function.
 * @type {import('eslint').Rule.RuleModule}
 */
export const ownLines = {
  meta: {
    type: 'suggestion',
    schema: [{ type: 'integer', minimum: 1 }],
    messages: {
      tooLong: 'This function has {{ own }} lines of its own; at most {{ max }}. Name a part of it.'
    }
  },
  create(context) {
    const max = Number(context.options[0]);
    /** @type {Set<number>[]} */
    const open = [];

    const enter = () => void open.push(new Set());

    /** @param {import('estree').Node} node */
    function leave(node) {
      const inner = open.pop();
      if (!inner || !node.loc) return;
      const { start, end } = node.loc;
      let own = 0;
      for (let line = start.line; line <= end.line; line++) {
        const text = context.sourceCode.lines[line - 1]?.trim() ?? '';
        const isQuiet = text === '' || /^(\/\/|\/\*|\*)/.test(text);
        if (!inner.has(line) && !isQuiet) own++;
      }
      if (own > max)
        context.report({ node, messageId: 'tooLong', data: { own: String(own), max: String(max) } });
      for (let line = start.line; line <= end.line; line++) open.at(-1)?.add(line);
    }

    return {
      FunctionDeclaration: enter,
      FunctionExpression: enter,
      ArrowFunctionExpression: enter,
      'FunctionDeclaration:exit': leave,
      'FunctionExpression:exit': leave,
      'ArrowFunctionExpression:exit': leave
    };
  }
};
