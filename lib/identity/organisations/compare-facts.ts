import type { DirectoryAnswer, DirectoryEntry } from '../directory/port'
import type { Address, DirectoryStatus, OrganisationKind } from './kinds'

export type DeclaredFacts = {
  kind: OrganisationKind
  siren: string | null
  siret: string | null
  vatNumber: string | null
  legalName: string
  legalFormLabel: string
  address: Address
}

export const factNames = ['identifier', 'name', 'form', 'address'] as const
export type FactName = (typeof factNames)[number]
export type FactVerdict = 'identical' | 'coherent' | 'differs' | 'not_checked'
export type FactComparison = {
  fact: FactName
  declared: string
  directory: string | null
  verdict: FactVerdict
}

/** Compares the declared facts with the directory's, one by one. Pure. */
export function compareFacts(declared: DeclaredFacts, entry: DirectoryEntry | null): FactComparison[] {
  const identifier = declared.siret ?? declared.siren ?? declared.vatNumber ?? ''
  const theirs = entry && (declared.kind === 'company' && !declared.siret ? entry.siren : entry.siret)
  return [
    compare('identifier', identifier, theirs),
    compare('name', declared.legalName, entry?.legalName ?? null),
    {
      ...compare('form', declared.legalFormLabel, entry?.legalFormLabel ?? null),
      ...(entry && { directory: `${entry.legalFormCode}, ${entry.legalFormLabel}` }),
      verdict: formVerdict(declared, entry),
    },
    compare('address', addressLine(declared.address), entry && addressLine(entry.address)),
  ]
}

function compare(fact: FactName, declared: string, directory: string | null): FactComparison {
  if (directory === null) return { fact, declared, directory, verdict: 'not_checked' }
  return { fact, declared, directory, verdict: fold(declared) === fold(directory) ? 'identical' : 'differs' }
}

/** Synonyms for the same kind of body match; a company that is a public service does not. */
function formVerdict(declared: DeclaredFacts, entry: DirectoryEntry | null): FactVerdict {
  if (!entry) return 'not_checked'
  if (entry.isPublicService !== (declared.kind === 'public_body')) return 'differs'
  return fold(declared.legalFormLabel) === fold(entry.legalFormLabel) ? 'identical' : 'coherent'
}

/** Returns the overall verdict, which is stored with the organisation. Pure. */
export function directoryStatusOf(declared: DeclaredFacts, answer: DirectoryAnswer | null): DirectoryStatus {
  if (!answer) return 'not_applicable'
  if (answer.outcome !== 'found') return answer.outcome
  return compareFacts(declared, answer.entry).some((each) => each.verdict === 'differs')
    ? 'differs'
    : 'verified'
}

export function addressLine(address: Address): string {
  const street = [address.line1, address.line2].filter(Boolean).join(', ')
  const country = address.countryCode === 'FR' ? '' : `, ${address.countryCode}`
  return `${street}, ${address.postcode} ${address.city}${country}`
}

/** Folds case, accents, punctuation and spacing, so that two spellings of a fact are equal. */
export function fold(text: string): string {
  return text
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .replace(/œ/g, 'oe')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}
