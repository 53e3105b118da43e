// The few rules of `make lint` that the types do not hold, each with its reason. Style is nobody’s business here.
import tseslint from 'typescript-eslint';

/** Words that are no names: they say what something does to the reader, not what it is. */
const RIDDLES = /(?<![A-Za-z])(?:less|whom|whence|told|said|asked|held)(?![a-z])|(?:Less|Whom|Whence|Told|Said|Asked|Held)(?![a-z])/;

/** No declared name is, or holds, one of those words. */
const plainNames = {
  meta: { type: 'suggestion', schema: [], messages: { riddle: '« {{name}} » is no plain noun: name the thing' } },
  create(context) {
    const check = (node) => node?.type === 'Identifier' && RIDDLES.test(node.name) && context.report({ node, messageId: 'riddle', data: node });
    const pattern = (node) => {
      switch (node?.type) {
        case 'Identifier': return check(node);
        case 'ObjectPattern': return node.properties.forEach((one) => pattern(one.value ?? one.argument));
        case 'ArrayPattern': return node.elements.forEach(pattern);
        case 'AssignmentPattern': return pattern(node.left);
        case 'RestElement': return pattern(node.argument);
        case 'TSParameterProperty': return pattern(node.parameter);
      }
    };
    const declared = (node) => check(node.id);
    const member = (node) => !node.computed && check(node.key);
    const parameters = (node) => node.params.forEach(pattern);
    return {
      VariableDeclarator: (node) => pattern(node.id),
      FunctionDeclaration: (node) => (declared(node), parameters(node)), FunctionExpression: parameters, ArrowFunctionExpression: parameters,
      ClassDeclaration: declared, TSInterfaceDeclaration: declared, TSTypeAliasDeclaration: declared, TSEnumDeclaration: declared,
      PropertyDefinition: member, MethodDefinition: member, TSPropertySignature: member, TSMethodSignature: member,
      Program: () => RIDDLES.test(context.filename.replace(/.*\//, '')) && context.report({ loc: { line: 1, column: 0 }, messageId: 'riddle', data: { name: context.filename } }),
    };
  },
};

export default tseslint.config(
  { ignores: ['dist/', 'node_modules/', 'test-results/', 'playwright-report/'] },
  {
    files: ['**/*.ts'],
    languageOptions: { parser: tseslint.parser, parserOptions: { project: './tsconfig.json', tsconfigRootDir: import.meta.dirname } },
    plugins: { '@typescript-eslint': tseslint.plugin, escale: { rules: { 'plain-names': plainNames } } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      // A promise that nobody awaits loses its fault; in a test, the check that it holds.
      '@typescript-eslint/no-floating-promises': ['error', { allowForKnownSafeCalls: [{ from: 'package', package: 'node:test', name: ['test', 'describe'] }] }],
      // A condition or a callback given a promise is always true, or hides the fault.
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { arguments: false, attributes: false } }],
      // `any` turns the types off for all that it touches.
      '@typescript-eslint/no-explicit-any': 'error',
      // What cannot be otherwise needs no test for it: it hides that a type is wrong.
      '@typescript-eslint/no-unnecessary-type-assertion': 'error',
      // A case that is forgotten when a union grows.
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      // `==` takes 0, '' and null for one another.
      eqeqeq: 'error',
      // Plain English: nouns of the field.
      'escale/plain-names': 'error',
    },
  },
);
