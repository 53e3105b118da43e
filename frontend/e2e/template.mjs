// Enough of Go's html/template to show map.html.tmpl while developing:
// {{.A.B}}, {{if .A}}, {{if eq .A "b"}}, {{else}}, {{range .A}}, {{end}}.
// The real page is rendered, and escaped in context, by Go.

const escapes = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&#34;', "'": '&#39;' };
const escape = (text) => String(text).replace(/[&<>"']/g, (char) => escapes[char]);

function parse(source) {
  const parts = source.split(/\{\{-?\s*(.*?)\s*-?\}\}/s);
  const root = { body: [] };
  const stack = [root];
  parts.forEach((part, i) => {
    const top = stack.at(-1);
    if (i % 2 === 0) top.body.push({ text: part });
    else if (/^(if|range) /.test(part)) stack.push(open(part, top));
    else if (part === 'else') top.body = top.otherwise = [];
    else if (part === 'end') stack.pop();
    else top.body.push({ value: part });
  });
  return root.body;
}

function open(part, parent) {
  const [, kind, test] = /^(if|range) (.*)$/.exec(part);
  const node = { kind, test, then: [], otherwise: [] };
  node.body = node.then;
  parent.body.push(node);
  return node;
}

const lookup = (path, data) => path.split('.').filter(Boolean).reduce((value, key) => value?.[key], data);

function evaluate(test, data) {
  const [, path, literal] = /^eq (\S+) "(.*)"$/.exec(test) ?? [];
  if (path) return lookup(path, data) === literal;
  const value = lookup(test, data);
  return Array.isArray(value) ? value.length > 0 : Boolean(value);
}

function run(nodes, data) {
  return nodes.map((node) => {
    if ('text' in node) return node.text;
    if ('value' in node) return escape(lookup(node.value, data) ?? '');
    if (node.kind === 'range') return (lookup(node.test, data) ?? []).map((item) => run(node.then, item)).join('');
    return run(evaluate(node.test, data) ? node.then : node.otherwise, data);
  }).join('');
}

export function render(source, data) {
  return run(parse(source), data);
}
