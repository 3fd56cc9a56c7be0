/**
 * A printed document: its content in reading order. `lib/documents` does the layout; the domains supply the content.
 * Texts are final: translated, formatted, with their non-breaking spaces.
 */
export type PrintedDocument = {
  title: string
  language: 'fr' | 'en'
  /** The issuer, also in the file's properties. */
  author: string
  /** The instant of issue; printing the same document twice gives the same file. */
  issuedAt: Date
  /** The kind of document, in small type above the title. */
  kind: string
  blocks: readonly Block[]
  /** Footer of every page, next to the page number: the issuer's legally required details. */
  footer: string
  /** `Page 1 sur 3`. */
  pageOf: (page: number, pages: number) => string
  /** The machine-readable form of the document, embedded in the file. */
  attachment?: Attachment
}

export type Attachment = {
  name: string
  mediaType: string
  description: string
  content: string
  /** RDF descriptions for the file's properties, as a standard requires for the attachment. */
  metadata: string
}

export type Block =
  | { type: 'heading'; text: string }
  | { type: 'text'; text: string; look?: 'small' | 'strong' }
  | { type: 'facts'; facts: readonly Fact[] }
  /** Two addresses, or an address and facts, side by side; read left to right. */
  | { type: 'sides'; left: Side; right: Side }
  | { type: 'table'; table: Table }
  /** Amounts below a table, right-aligned; the last one is the amount due. */
  | { type: 'totals'; totals: readonly Fact[] }

export type Fact = { term: string; value: string }
export type Side = { title: string; lines: readonly string[] }

export type Table = {
  /** Read by screen readers before the table; not drawn. */
  summary: string
  columns: readonly { header: string; share: number; align?: 'left' | 'right' }[]
  rows: readonly (readonly string[])[]
}
