export type XmlElement = {
  /** Without its prefix. */
  name: string
  /** The namespace it is in, empty for none. */
  namespace: string
  attributes: ReadonlyMap<string, string>
  children: XmlElement[]
  /** Its own characters, those of its children left out. */
  text: string
  /** Where it begins, from 1. */
  line: number
}

export type XmlReason =
  | 'xml_doctype'
  | 'xml_entity'
  | 'xml_malformed'
  | 'xml_too_deep'
  | 'xml_too_large'
  | 'xml_encoding'

/** A document that is not read, and where it goes wrong. */
export class XmlRefusal extends Error {
  readonly reason: XmlReason
  readonly line: number

  constructor(reason: XmlReason, line: number) {
    super(`${reason} in line ${line}`)
    this.reason = reason
    this.line = line
  }
}

const depthMax = 40
const elementsMax = 2_000_000
const predefined = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
])
const nameStart = /[A-Za-z_]/
const nameEnd = /[^A-Za-z0-9_.:-]/g

/**
 * The root element of a document that a bank sent. There is no document type, so that nothing in it can be expanded,
 * fetched or grow: the five predefined entities and characters by their number are all there is. Pure.
 *
 * @throws XmlRefusal with the reason and the line
 */
export function parseXml(text: string): XmlElement {
  const lines = lineCounter(text)
  const refuse = (reason: XmlReason, at: number): never => {
    throw new XmlRefusal(reason, lines(at))
  }
  const end = (mark: string, from: number): number => {
    const found = text.indexOf(mark, from)
    return found < 0 ? refuse('xml_malformed', from) : found
  }
  const open: { element: XmlElement; qualified: string; namespaces: ReadonlyMap<string, string> }[] = []
  let root: XmlElement | null = null
  let elements = 0
  let at = text.charCodeAt(0) === 0xfeff ? 1 : 0

  const addText = (raw: string, from: number, isLiteral: boolean) => {
    const inside = open.at(-1)?.element
    if (inside) inside.text += isLiteral ? raw : decode(raw, from, refuse)
    else if (raw.trim() !== '' || isLiteral) refuse('xml_malformed', from)
  }

  while (at < text.length) {
    const next = text.indexOf('<', at)
    if (next < 0) {
      addText(text.slice(at), at, false)
      break
    }
    if (next > at) addText(text.slice(at, next), at, false)
    if (text.startsWith('<!--', next)) at = end('-->', next + 4) + 3
    else if (text.startsWith('<![CDATA[', next)) {
      const close = end(']]>', next)
      addText(text.slice(next + 9, close), next, true)
      at = close + 3
    } else if (text.startsWith('<!', next)) refuse('xml_doctype', next)
    else if (text.startsWith('<?', next)) at = end('?>', next) + 2
    else if (text.startsWith('</', next)) {
      const close = end('>', next)
      const closed = open.pop()
      if (closed?.qualified !== text.slice(next + 2, close).trimEnd()) refuse('xml_malformed', next)
      at = close + 1
    } else {
      const start = readStart(text, next, refuse)
      const namespaces = new Map([...(open.at(-1)?.namespaces ?? []), ...start.declared])
      const [prefix, name] = start.qualified.includes(':')
        ? (start.qualified.split(':', 2) as [string, string])
        : ['', start.qualified]
      const namespace = namespaces.get(prefix) ?? (prefix ? refuse('xml_malformed', next) : '')
      const element: XmlElement = {
        name,
        namespace,
        attributes: start.attributes,
        children: [],
        text: '',
        line: lines(next),
      }
      elements += 1
      if (elements > elementsMax) refuse('xml_too_large', next)
      const parent = open.at(-1)?.element
      if (parent) parent.children.push(element)
      else if (root) refuse('xml_malformed', next)
      else root = element
      if (!start.isEmpty) {
        open.push({ element, qualified: start.qualified, namespaces })
        if (open.length > depthMax) refuse('xml_too_deep', next)
      }
      at = start.end
    }
  }
  if (open.length > 0 || !root) throw new XmlRefusal('xml_malformed', lines(text.length))
  return root
}

type Refuse = (reason: XmlReason, at: number) => never

function readStart(text: string, from: number, refuse: Refuse) {
  const qualified = readName(text, from + 1, refuse)
  const attributes = new Map<string, string>()
  const declared = new Map<string, string>()
  let at = from + 1 + qualified.length
  for (;;) {
    const spaced = skipSpace(text, at)
    if (text[spaced] === '>') return { qualified, attributes, declared, isEmpty: false, end: spaced + 1 }
    if (text.startsWith('/>', spaced))
      return { qualified, attributes, declared, isEmpty: true, end: spaced + 2 }
    if (spaced === at) refuse('xml_malformed', from)
    const name = readName(text, spaced, refuse)
    const equals = skipSpace(text, spaced + name.length)
    const quoteAt = skipSpace(text, equals + 1)
    const quote = text[quoteAt] ?? ''
    const close = quote === '"' || quote === "'" ? text.indexOf(quote, quoteAt + 1) : -1
    if (text[equals] !== '=' || close < 0) refuse('xml_malformed', spaced)
    const raw = text.slice(quoteAt + 1, close)
    if (raw.includes('<') || attributes.has(name)) refuse('xml_malformed', spaced)
    const value = decode(raw, quoteAt, refuse)
    attributes.set(name, value)
    if (name === 'xmlns') declared.set('', value)
    else if (name.startsWith('xmlns:')) declared.set(name.slice(6), value)
    at = close + 1
  }
}

function readName(text: string, from: number, refuse: Refuse): string {
  if (!nameStart.test(text[from] ?? '')) refuse('xml_malformed', from)
  nameEnd.lastIndex = from
  return text.slice(from, nameEnd.exec(text)?.index ?? text.length)
}

function skipSpace(text: string, from: number): number {
  let at = from
  while (at < text.length && ' \t\r\n'.includes(text[at] ?? '')) at += 1
  return at
}

function decode(raw: string, from: number, refuse: Refuse): string {
  if (!raw.includes('&')) return raw
  return raw.replace(/&([^;&]{0,12});?/g, (whole, name: string, offset: number) => {
    const at = from + offset
    if (!whole.endsWith(';')) return refuse('xml_malformed', at)
    const known = predefined.get(name)
    if (known !== undefined) return known
    const number = /^#(?:x([0-9A-Fa-f]{1,6})|([0-9]{1,7}))$/.exec(name)
    if (!number) return refuse('xml_entity', at)
    const code = number[1] ? Number.parseInt(number[1], 16) : Number(number[2])
    const isCharacter = code === 9 || code === 10 || code === 13 || (code >= 32 && code <= 0x10ffff)
    return isCharacter && !(code >= 0xd800 && code <= 0xdfff)
      ? String.fromCodePoint(code)
      : refuse('xml_malformed', at)
  })
}

/** Counts on from where it was asked last: a document is read forwards. */
function lineCounter(text: string): (at: number) => number {
  let line = 1
  let counted = 0
  return (at) => {
    if (at < counted) {
      line = 1
      counted = 0
    }
    for (
      let next = text.indexOf('\n', counted);
      next >= 0 && next < at;
      next = text.indexOf('\n', next + 1)
    ) {
      line += 1
      counted = next + 1
    }
    return line
  }
}

/** The children of this name, in order. */
export const childrenOf = (element: XmlElement | undefined, name: string): XmlElement[] =>
  element?.children.filter((child) => child.name === name) ?? []

/** The first element at the end of a path, `Acct/Id/IBAN`. */
export function elementAt(element: XmlElement | undefined, path: string): XmlElement | undefined {
  return path
    .split('/')
    .reduce<XmlElement | undefined>(
      (within, name) => within?.children.find((child) => child.name === name),
      element,
    )
}

/** What is written at the end of a path, without the space around it; undefined when there is nothing. */
export function textAt(element: XmlElement | undefined, path: string): string | undefined {
  return elementAt(element, path)?.text.trim() || undefined
}
