import { escapeMarkup, xmlCharacters } from '~/lib/kernel/text/escape'

/** A node of an XML document; `null` is left out. */
export type XmlNode = string | null

type Attributes = Readonly<Record<string, string>>

/** An element with serialised children; left out when it has none. */
export function element(name: string, ...children: readonly XmlNode[]): XmlNode {
  const body = children.filter((child) => child !== null).join('')
  return body === '' ? null : `<${name}>${body}</${name}>`
}

/** An element with text; left out when it has none. */
export function leaf(name: string, value: string | undefined | null, attributes: Attributes = {}): XmlNode {
  if (value === undefined || value === null) return null
  const text = xmlCharacters(value).trim()
  if (text === '') return null
  const given = Object.entries(attributes)
    .map(([key, each]) => ` ${key}="${escapeMarkup(each)}"`)
    .join('')
  return `<${name}${given}>${escapeMarkup(text)}</${name}>`
}
