import type { Document, Entry } from './draw'

export type Listed = { method: string; path: string; entry: Entry }

/** Each operation of a document with its address. */
export const operationsOf = (document: Document): Listed[] =>
  Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, entry]) => ({ method: method.toUpperCase(), path, entry })),
  )

/** The address of a request: the path with its parameters and the query. */
export function addressOf(path: string, params: Record<string, string>, query: Record<string, string>) {
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(wellFormed(params[name] ?? '-')),
  )
  const search = new URLSearchParams(query).toString()
  return search ? `${filled}?${search}` : filled
}

/** Half a surrogate pair cannot be written in an address: browsers and Node send U+FFFD instead. */
const wellFormed = (text: string) => Buffer.from(text).toString()
