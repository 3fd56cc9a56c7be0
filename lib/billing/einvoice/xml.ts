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
  const text = clean(value)
  if (text === '') return null
  const given = Object.entries(attributes)
    .map(([key, each]) => ` ${key}="${escaped(each)}"`)
    .join('')
  return `<${name}${given}>${escaped(text)}</${name}>`
}

/** Drops characters that XML 1.0 cannot contain: control characters, lone surrogates. */
function clean(text: string): string {
  return text.replace(/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu, '').trim()
}

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
}

const escaped = (text: string) => text.replace(/[&<>"]/g, (sign) => escapes[sign] ?? sign)
