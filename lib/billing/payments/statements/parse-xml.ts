import { SaxesParser, type SaxesTagNS } from 'saxes'

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
/** The largest statement that is taken has half as many. */
const elementsMax = 1_000_000

/**
 * The root element of a document that a bank sent, in a time that grows with its length alone. A document type is refused,
 * so nothing in the document can be expanded or fetched: the five predefined entities and characters by their number are
 * all there is. Pure.
 *
 * @throws XmlRefusal with the reason and the line
 */
export function parseXml(text: string): XmlElement {
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
    const inside = open.at(-1)
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
    const parent = open.at(-1)
    if (parent) parent.children.push(element)
    else root = element
    open.push(element)
    if (open.length > depthMax) refuse('xml_too_deep')
  })
  parser.on('closetag', () => open.pop())
  parser.write(text.slice(lead.length)).close()
  return root ?? refuse('xml_malformed')
}

/** The parser says what is wrong in words alone. */
function reasonOf(message: string): XmlReason {
  if (message.includes('undefined entity')) return 'xml_entity'
  return message.includes('doctype') ? 'xml_doctype' : 'xml_malformed'
}

const toElement = ({ local, uri, attributes }: SaxesTagNS, line: number): XmlElement => ({
  name: local,
  namespace: uri,
  attributes: toMap(attributes),
  children: [],
  text: '',
  line,
})

/** Most elements have no attributes; a map of its own for each would take a third of the time. */
const noAttributes: ReadonlyMap<string, string> = new Map()

function toMap(attributes: SaxesTagNS['attributes']): ReadonlyMap<string, string> {
  let own: Map<string, string> | null = null
  for (const name in attributes) own = (own ?? new Map()).set(name, attributes[name]?.value ?? '')
  return own ?? noAttributes
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
