import fc from 'fast-check'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { childrenOf, parseXml, textAt, type XmlElement, XmlRefusal } from './parse-xml'

function refusal(text: string) {
  try {
    parseXml(text)
  } catch (error) {
    if (error instanceof XmlRefusal) return [error.reason, error.line]
    throw error
  }
  return null
}

describe('a document', () => {
  test('is parsed with namespaces, lines, characters and sections', () => {
    const root = parseXml(
      '\ufeff<?xml version="1.0" encoding="UTF-8"?>\n<!-- a bank -->\n<d:Document xmlns:d="urn:x" xmlns="urn:y">\n <A b="1&amp;2" c=\'"\'>x&lt;<![CDATA[<y>&amp;]]>&#233;</A>\n <A/></d:Document>\n',
    )
    expect(root).toMatchObject({ name: 'Document', namespace: 'urn:x', line: 3 })
    expect(childrenOf(root, 'A')).toMatchObject([
      {
        namespace: 'urn:y',
        attributes: new Map([
          ['b', '1&2'],
          ['c', '"'],
        ]),
        text: 'x<<y>&amp;é',
        line: 4,
      },
      { text: '', line: 5 },
    ])
    expect(textAt(root, 'A')).toBe('x<<y>&amp;é')
    expect(textAt(root, 'A/B')).toBeUndefined()
  })

  test.each([
    ['<!DOCTYPE a [<!ENTITY x "y">]>\n<a>&x;</a>', 'xml_doctype', 1],
    ['<a>\n<!DOCTYPE b SYSTEM "file:///etc/passwd"></a>', 'xml_doctype', 2],
    ['<a>\n\n&x;</a>', 'xml_entity', 3],
    ['<a>\n<b>&x;</b></a>', 'xml_entity', 2],
    ['<a>&constructor;</a>', 'xml_entity', 1],
    ['<constructor:a/>', 'xml_malformed', 1],
    ['<a b="&x;"/>', 'xml_entity', 1],
    ['<a>\n<b>\n</a>', 'xml_malformed', 3],
    ['<a></a>\n<b/>', 'xml_malformed', 2],
    ['<a></a>b', 'xml_malformed', 1],
    ['<a b=1/>', 'xml_malformed', 1],
    ['<a b="1" b="2"/>', 'xml_malformed', 1],
    ['<a b="1"c="2"/>', 'xml_malformed', 1],
    ['<a b="<"/>', 'xml_malformed', 1],
    ['<x:a/>', 'xml_malformed', 1],
    ['<a>&amp</a>', 'xml_malformed', 1],
    ['<a>&#0;</a>', 'xml_malformed', 1],
    ['<a>&#xd800;</a>', 'xml_malformed', 1],
    ['<a', 'xml_malformed', 1],
    ['<a>\n', 'xml_malformed', 2],
    ['<!-- ', 'xml_malformed', 1],
    ['', 'xml_malformed', 1],
    ['PAR;FR76;12', 'xml_malformed', 1],
    ['<a>\n\u0007</a>', 'xml_malformed', 2],
    ['\n\n<a>&x;</a>', 'xml_entity', 3],
    [`${'<a>'.repeat(50)}${'</a>'.repeat(50)}`, 'xml_too_deep', 1],
  ])('%j is rejected: %s in line %i', (text, reason, line) => {
    expect(refusal(text)).toEqual([reason, line])
  })
})

describe('parsing takes steps linear in the length', () => {
  afterEach(() => vi.restoreAllMocks())

  /** Characters searched and entries copied: the work that once made a bank's one-line file take minutes. */
  function stepsOf(text: string): number {
    let steps = 0
    const indexOf = String.prototype.indexOf
    vi.spyOn(String.prototype, 'indexOf').mockImplementation(function (this: string, wanted, from = 0) {
      const found = indexOf.call(this, wanted, from)
      steps += (found < 0 ? this.length : found) - from
      return found
    })
    const set = Map.prototype.set
    vi.spyOn(Map.prototype, 'set').mockImplementation(function (this: Map<unknown, unknown>, key, value) {
      steps += 1
      return set.call(this, key, value)
    })
    try {
      parseXml(text)
    } finally {
      vi.restoreAllMocks()
    }
    return steps
  }

  test.each([
    ['one line of elements', (size: number) => `<a>${'<b>1</b>'.repeat(size)}</a>`],
    ['one line after another', (size: number) => `<a>${'<b>1</b>\n'.repeat(size)}</a>`],
    [
      'namespaces declared once and elements under them',
      (size: number) =>
        `<a ${Array.from({ length: size }, (_, index) => `xmlns:n${index}="urn:x"`).join(' ')}>${'<b/>'.repeat(size)}</a>`,
    ],
    ['text in pieces', (size: number) => `<a>${'x&amp;<!-- -->'.repeat(size)}</a>`],
    ['sections', (size: number) => `<a>${'<![CDATA[x]]>'.repeat(size)}</a>`],
  ])('%s', (_what, document) => {
    const [small, large] = [document(200), document(800)].map((text) => stepsOf(text)) as [number, number]
    expect(large).toBeLessThanOrEqual(4.5 * small + 10_000)
  })
})

const name = fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_.-]{0,8}$/)
const value = fc.string({ unit: fc.constantFrom('a', 'é', '€', '&', '<', '>', '"', "'", '\n', ' ', ']') })
const escaped = (text: string) => text.replace(/[&<>"']/g, (each) => `&#${each.charCodeAt(0)};`)
type Shape = { name: string; text: string; attributes: Record<string, string>; children: Shape[] }
const tree: fc.Memo<Shape> = fc.memo((depth) =>
  fc.record({
    name,
    text: value,
    attributes: fc.dictionary(
      name.filter((each) => !each.startsWith('xmlns')),
      // Every XML reader turns a line end in an attribute into a space.
      value.map((text) => text.replaceAll('\n', ' ')),
      { maxKeys: 3 },
    ),
    children: depth > 1 ? fc.array(tree(depth - 1), { maxLength: 3 }) : fc.constant([]),
  }),
)

const write = (shape: Shape): string =>
  `<${shape.name}${Object.entries(shape.attributes)
    .map(([key, each]) => ` ${key}="${escaped(each)}"`)
    .join('')}>${escaped(shape.text)}${shape.children.map(write).join('')}</${shape.name}>`
const read = ({ name, text, attributes, children }: XmlElement): Shape => ({
  name,
  text,
  attributes: Object.fromEntries(attributes),
  children: children.map(read),
})

/** As an ordinary object: generated ones have no prototype. */
const plain = (shape: Shape): Shape => ({
  ...shape,
  attributes: Object.fromEntries(Object.entries(shape.attributes)),
  children: shape.children.map(plain),
})

test('any serialised tree is parsed as that tree', () => {
  fc.assert(
    fc.property(tree(4), (shape) => {
      expect(read(parseXml(write(shape)))).toEqual(plain(shape))
    }),
    { numRuns: 300 },
  )
})

test('any bytes are either parsed or rejected with a line', () => {
  const pieces = fc.constantFrom(
    '<',
    '>',
    '/',
    'a',
    '"',
    '=',
    '&',
    ';',
    '!',
    '[',
    ']',
    '-',
    '?',
    '\n',
    ' ',
    'CDATA',
  )
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 40 }), (parts) => {
      const [reason, line] = refusal(`<a>${parts.join('')}</a>`) ?? ['', 1]
      expect(typeof reason).toBe('string')
      expect(line).toBeGreaterThan(0)
    }),
    { numRuns: 2_000 },
  )
})
