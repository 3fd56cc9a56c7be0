import type { Address } from '../organisations/kinds'

/** What one asks about: a company by SIREN (its head office answers) or an establishment by SIRET. */
export type DirectoryQuestion = { siren: string; siret: string | null }

export type DirectoryEntry = {
  siren: string
  siret: string
  legalName: string
  /** INSEE category of legal form, four digits. */
  legalFormCode: string
  legalFormLabel: string
  address: Address
  isPublicService: boolean
  /** Domains known to be the body's own; empty when the directory does not say. */
  emailDomains: readonly string[]
}

export type DirectoryName = 'embedded' | 'recherche-entreprises'

/** `unavailable` is an answer like another: one then types the facts by hand and a moderator checks them. */
export type DirectoryAnswer =
  | { outcome: 'found'; source: DirectoryName; entry: DirectoryEntry }
  | { outcome: 'closed'; source: DirectoryName; entry: DirectoryEntry; closedOn: string | null }
  | { outcome: 'unknown'; source: DirectoryName }
  | { outcome: 'unavailable'; source: DirectoryName }

/** A directory of companies and public bodies. Never throws: what goes wrong is the answer `unavailable`. */
export type CompanyDirectory = {
  readonly name: DirectoryName
  lookUp(question: DirectoryQuestion): Promise<DirectoryAnswer>
}
