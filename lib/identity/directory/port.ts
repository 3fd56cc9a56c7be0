import type { Address } from '../organisations/kinds'

/** A company by SIREN (its head office answers), or an establishment by SIRET. */
export type DirectoryQuestion = { siren: string; siret: string | null }

export type DirectoryEntry = {
  siren: string
  siret: string
  legalName: string
  /** INSEE legal category, four digits. */
  legalFormCode: string
  legalFormLabel: string
  address: Address
  isPublicService: boolean
  /** Domains known to belong to the body; empty when the directory has none. */
  emailDomains: readonly string[]
}

export type DirectoryName = 'embedded' | 'recherche-entreprises'

/** `unavailable` is a normal answer: the applicant types the facts and a moderator checks them. */
export type DirectoryAnswer =
  | { outcome: 'found'; source: DirectoryName; entry: DirectoryEntry }
  | { outcome: 'closed'; source: DirectoryName; entry: DirectoryEntry; closedOn: string | null }
  | { outcome: 'unknown'; source: DirectoryName }
  | { outcome: 'unavailable'; source: DirectoryName }

/** A directory of companies and public bodies. Never throws: a failure is the answer `unavailable`. */
export type CompanyDirectory = {
  readonly name: DirectoryName
  lookUp(question: DirectoryQuestion): Promise<DirectoryAnswer>
}
