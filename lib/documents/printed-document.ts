/**
 * A document as it is printed: what it says, in the order in which it is read. `lib/documents` lays it out; the
 * domains say what stands in it. Texts are final: translated, formatted, with their non-breaking spaces.
 */
export type PrintedDocument = {
  title: string
  language: 'fr' | 'en'
  /** Who issues it; stands in the properties of the file. */
  author: string
  /** The instant it was issued: the same document printed twice is the same file. */
  issuedAt: Date
  /** Above the title, in small: what kind of document it is. */
  kind: string
  blocks: readonly Block[]
  /** At the foot of every page, beside its number: the issuer as the law wants it named. */
  footer: string
  /** `Page 1 sur 3`. */
  pageOf: (page: number, pages: number) => string
  /** The same document for machines, carried inside the file. */
  attachment?: Attachment
}

export type Attachment = {
  name: string
  mediaType: string
  description: string
  content: string
  /** RDF descriptions for the properties of the file: what a norm wants said of the attachment. */
  metadata: string
}

export type Block =
  | { type: 'heading'; text: string }
  | { type: 'text'; text: string; look?: 'small' | 'strong' }
  | { type: 'facts'; facts: readonly Fact[] }
  /** Two addresses, or an address and some facts, side by side; read left to right. */
  | { type: 'sides'; left: Side; right: Side }
  | { type: 'table'; table: Table }
  /** Amounts under a table, at the right; the last one is the one to pay. */
  | { type: 'totals'; totals: readonly Fact[] }

export type Fact = { term: string; value: string }
export type Side = { title: string; lines: readonly string[] }

export type Table = {
  /** Read out before the table; not drawn. */
  summary: string
  columns: readonly { header: string; share: number; align?: 'left' | 'right' }[]
  rows: readonly (readonly string[])[]
}
