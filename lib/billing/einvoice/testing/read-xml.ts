/** An element as the oracle reads it: names without prefixes, texts as written. */
export type Element = { name: string; attributes: Record<string, string>; text: string; children: Element[] }

const entities: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }
const plain = (text: string) => text.replace(/&(lt|gt|amp|quot|apos);/g, (_, name) => entities[name] ?? '')

/** A small XML reader: the oracle must not share code with the writer it checks. */
export function readXml(xml: string): Element {
  const root: Element = { name: '', attributes: {}, text: '', children: [] }
  const open = [root]
  for (const [, close, name = '', rest = '', selfClosed, text] of xml
    .replace(/<\?[^>]*\?>/, '')
    .matchAll(/<(\/?)([\w:]+)((?:\s[^<>]*?)?)(\/?)>|([^<]+)/g)) {
    const current = open.at(-1) as Element
    if (text !== undefined) current.text += plain(text)
    else if (close) open.pop()
    else {
      const attributes = Object.fromEntries(
        [...rest.matchAll(/([\w:]+)="([^"]*)"/g)].map(([, key = '', value = '']) => [key, plain(value)]),
      )
      const element = { name: name.replace(/^\w+:/, ''), attributes, text: '', children: [] }
      current.children.push(element)
      if (!selfClosed) open.push(element)
    }
  }
  return root.children[0] as Element
}

/** All elements below `of` at this path, `A/B/C`. */
export function all(of: Element, path: string): Element[] {
  return path
    .split('/')
    .reduce<Element[]>(
      (found, name) => found.flatMap((each) => each.children.filter((child) => child.name === name)),
      [of],
    )
}

export const textAt = (of: Element, path: string): string | undefined => all(of, path)[0]?.text
