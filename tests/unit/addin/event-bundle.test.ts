import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'
import { builtEvents } from './event-engine.ts'
import { fakeItem } from './fake-compose.ts'

const events = builtEvents()

/** Every node of the built script. */
function* nodesOf(node: ts.Node): Generator<ts.Node> {
  yield node
  for (const child of childrenOf(node)) yield* nodesOf(child)
}
function childrenOf(node: ts.Node): ts.Node[] {
  const children: ts.Node[] = []
  ts.forEachChild(node, (child) => void children.push(child))
  return children
}

/** Syntax that came after ECMAScript 2016, by name. */
function newer(node: ts.Node): string | undefined {
  if (ts.canHaveModifiers(node) && ts.getModifiers(node)?.some(({ kind }) => kind === ts.SyntaxKind.AsyncKeyword))
    return 'async'
  if (ts.isAwaitExpression(node) || (ts.isForOfStatement(node) && node.awaitModifier)) return 'await'
  if (ts.isSpreadAssignment(node)) return 'object spread'
  if (ts.isBindingElement(node) && node.dotDotDotToken && ts.isObjectBindingPattern(node.parent)) return 'object rest'
  if (ts.isOptionalChain(node)) return 'optional chaining'
  if (ts.isCatchClause(node) && !node.variableDeclaration) return 'catch without binding'
  if (ts.isBigIntLiteral(node)) return 'bigint'
  if (ts.isPrivateIdentifier(node) || ts.isPropertyDeclaration(node) || ts.isClassStaticBlockDeclaration(node))
    return 'class fields'
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node) || ts.isExportAssignment(node)) return 'module'
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) return 'dynamic import'
  if (ts.isMetaProperty(node) && node.keywordToken === ts.SyntaxKind.ImportKeyword) return 'import.meta'
  if (ts.isNumericLiteral(node) && node.getText().includes('_')) return 'numeric separator'
  if (ts.isRegularExpressionLiteral(node) && /\(\?<|\/[a-z]*[sdv][a-z]*$|\\p\{/i.test(node.text))
    return 'new regular expression'
  if (ts.isBinaryExpression(node)) {
    const operator = node.operatorToken.getText()
    if (['??', '??=', '||=', '&&='].includes(operator)) return operator
  }
  return undefined
}

const sourceOf = (text: string) =>
  ts.createSourceFile('events.js', text, ts.ScriptTarget.ESNext, true, ts.ScriptKind.JS)

/** Methods that came later than the engine. */
const laterMethods = [
  'entries fromEntries getOwnPropertyDescriptors padStart padEnd trimStart trimEnd replaceAll matchAll at flat flatMap',
  'findLast toSorted toReversed allSettled any finally hasOwn structuredClone',
]
  .join(' ')
  .split(' ')

/** The script needs nothing but the language, a timer, and Office. */
const allowedGlobals = new Set(
  'Office Promise Date JSON String Number Array Error RegExp Boolean WeakMap setTimeout undefined'.split(' '),
)

describe('the script of the event handlers', () => {
  it('is told apart from newer syntax by this test', () => {
    const samples = [
      'async()=>1',
      'a?.b',
      'a??b',
      '({...a})',
      'try{}catch{}',
      'import("a")',
      '/(?<a>x)/',
      '1n',
      'class A{#a}',
    ]
    for (const sample of samples)
      expect(
        [...nodesOf(sourceOf(sample))].some((node) => newer(node)),
        sample,
      ).toBe(true)
  })

  it('holds no syntax above ES2016, and no module', () => {
    const source = sourceOf(events.script())
    expect(source).toHaveProperty('parseDiagnostics', [])
    expect([...nodesOf(source)].map(newer).filter(Boolean)).toEqual([])
  })

  it('calls no method that came later', () => {
    const called = [...nodesOf(sourceOf(events.script()))]
      .filter(ts.isCallExpression)
      .map(({ expression }) => (ts.isPropertyAccessExpression(expression) ? expression.name.text : ''))
      .filter((name) => laterMethods.includes(name))
    expect(called).toEqual([])
  })

  it('knows no document and nothing else that classic Outlook lacks', () => {
    const seen = new Set<string>()
    const globals = new Proxy(
      {},
      {
        has: () => true,
        get: (_, name) => {
          if (typeof name === 'symbol') return undefined
          seen.add(name)
          return name === 'Office' ? events.officeFor(fakeItem()).office : Reflect.get(globalThis, name)
        },
      },
    )
    new Function('scope', `with (scope) { ${events.script()} }`)(globals)
    // What runs only in a handler is not met at the start, so look for names too.
    const names = new Set([...nodesOf(sourceOf(events.script()))].filter(ts.isIdentifier).map(({ text }) => text))
    const missing = [
      'document',
      'window',
      'XMLHttpRequest',
      'localStorage',
      'sessionStorage',
      'navigator',
      'DOMParser',
      'URL',
      'alert',
      'self',
      'globalThis',
    ]
    expect(missing.filter((name) => names.has(name))).toEqual([])
    expect([...seen].filter((name) => !allowedGlobals.has(name))).toEqual([])
  })

  it('is small, gives its functions at top level by the names of the manifest, and comes with a page', async () => {
    expect(events.script().length).toBeLessThan(30_000)
    const manifest = await readFile(resolve(import.meta.dirname, '../../../manifest.xml'), 'utf8')
    const asked = [...manifest.matchAll(/FunctionName="([^"]+)"/g)].map(([, name]) => name)
    expect([...events.officeFor(fakeItem()).handlers.keys()].sort()).toEqual([...new Set(asked)].sort())
    const page = await events.page()
    expect(page.indexOf('hosted/office.js')).toBeLessThan(page.indexOf('/events.js'))
    expect(page).not.toContain('type="module"')
  })
})
