import { SaxesParser, type SaxesTagNS } from 'saxes'

export type XmlElement = {
  /** Without its prefix. */
  name: string
  /** Its namespace; empty for none. */
  namespace: string
  attributes: ReadonlyMap<string, string>
  children: readonly XmlElement[]
  /** Its own text, without that of its children. */
  text: string
  /** Line of its start, from 1. */
  line: number
}

export type XmlReason =
  | 'xml_doctype'
  | 'xml_entity'
  | 'xml_malformed'
  | 'xml_too_deep'
  | 'xml_too_large'
  | 'xml_encoding'

/** A document that cannot be parsed, with the reason and line. */
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
/** The largest accepted statement has half as many. */
const elementsMax = 1_000_000

/** Removes a complete element from the tree at its end; `ancestors` start with the root. False keeps it. */
export type TakeElement = (element: XmlElement, ancestors: readonly XmlElement[]) => boolean

/**
 * Parses a bank's document and returns its root, in time linear in its length. A document type is rejected, so nothing
 * in the document can be expanded or fetched: only the five predefined entities and numeric characters exist. `take`
 * processes a large document piece by piece: what it takes is not kept. Pure.
 *
 * @throws XmlRefusal with the reason and the line
 */
export function parseXml(text: string, take?: TakeElement): XmlElement {
  const lead = /^\ufeff?\s*/.exec(text)?.[0] ?? ''
  const linesBefore = lead.split('\n').length - 1
  const parser = new SaxesParser({ xmlns: true, defaultXMLVersion: '1.0', forceXMLVersion: true })
  const line = () => parser.line + linesBefore
  const refuse = (reason: XmlReason): never => {
    throw new XmlRefusal(reason, line())
  }
  const open: XmlElement[] = []
  let root: XmlElement | null = null
  let elements = 0
  let startLine = 1
  const addText = (characters: string) => {
    const inside = open[open.length - 1]
    if (inside) inside.text += characters
  }
  parser.on('error', ({ message }) => refuse(reasonOf(message)))
  parser.on('doctype', () => refuse('xml_doctype'))
  parser.on('text', addText)
  parser.on('cdata', addText)
  parser.on('opentagstart', () => {
    startLine = line()
  })
  parser.on('opentag', (tag) => {
    const element = toElement(tag, startLine)
    elements += 1
    if (elements > elementsMax) refuse('xml_too_large')
    root ??= element
    open.push(element)
    if (open.length > depthMax) refuse('xml_too_deep')
  })
  parser.on('closetag', () => {
    const element = open.pop()
    const parent = open[open.length - 1]
    if (!element || !parent || take?.(element, open)) return
    if (parent.children === noChildren) parent.children = [element]
    else (parent.children as XmlElement[]).push(element)
  })
  parser.write(text.slice(lead.length)).close()
  return root ?? refuse('xml_malformed')
}

/** The parser reports the reason only as text. */
function reasonOf(message: string): XmlReason {
  if (message.includes('undefined entity')) return 'xml_entity'
  return message.includes('doctype') ? 'xml_doctype' : 'xml_malformed'
}

/** Shared: most elements have no children, and a list for each would double the garbage. */
const noChildren: readonly XmlElement[] = []

const toElement = ({ local, uri, attributes }: SaxesTagNS, line: number): XmlElement => ({
  name: local,
  namespace: uri,
  attributes: toMap(attributes),
  children: noChildren,
  text: '',
  line,
})

/** Shared: most elements have no attributes, and a map for each takes a third of the time. */
const noAttributes: ReadonlyMap<string, string> = new Map()

function toMap(attributes: SaxesTagNS['attributes']): ReadonlyMap<string, string> {
  let own: Map<string, string> | null = null
  for (const name in attributes) own = (own ?? new Map()).set(name, attributes[name]?.value ?? '')
  return own ?? noAttributes
}

/** The children with this name, in order. */
export const childrenOf = (element: XmlElement | undefined, name: string): XmlElement[] =>
  element?.children.filter((child) => child.name === name) ?? []

/** The first element at the end of a path, `Acct/Id/IBAN`. */
export function elementAt(element: XmlElement | undefined, path: string): XmlElement | undefined {
  let found = element
  for (const name of path.split('/')) found = found?.children.find((child) => child.name === name)
  return found
}

/** The trimmed text at the end of a path; undefined when empty. */
export function textAt(element: XmlElement | undefined, path: string): string | undefined {
  return elementAt(element, path)?.text.trim() || undefined
}
