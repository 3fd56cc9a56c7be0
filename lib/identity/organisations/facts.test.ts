import { describe, expect, test } from 'vitest'
import type { DirectoryEntry } from '../directory/port'
import { compareFacts, type DeclaredFacts, directoryStatusOf, fold } from './compare-facts'
import { classifyEmailDomain } from './email-domain'
import { readIdentifier } from './read-identifier'

const entry: DirectoryEntry = {
  siren: '269100756',
  siret: '26910075600015',
  legalName: 'CENTRE HOSPITALIER DE BREVANNES',
  legalFormCode: '7364',
  legalFormLabel: 'Établissement d’hospitalisation',
  address: { line1: '3 rue des Tilleuls', postcode: '94450', city: 'Limeil-Brévannes', countryCode: 'FR' },
  isPublicService: true,
  emailDomains: ['ch-brevannes.fr'],
}
const declared: DeclaredFacts = {
  kind: 'public_body',
  siren: entry.siren,
  siret: entry.siret,
  vatNumber: null,
  legalName: 'Centre hospitalier de Brévannes',
  legalFormLabel: 'Hôpital public',
  address: entry.address,
}
const verdicts = (facts: DeclaredFacts) => compareFacts(facts, entry).map((each) => each.verdict)

describe('facts', () => {
  test('case, accents and synonyms make no difference', () => {
    expect(verdicts(declared)).toEqual(['identical', 'identical', 'coherent', 'identical'])
    expect(directoryStatusOf(declared, { outcome: 'found', source: 'embedded', entry })).toBe('verified')
  })
  test('another address is a difference', () => {
    const moved = { ...declared, address: { ...entry.address, line1: '1 avenue de la Gare' } }
    expect(verdicts(moved)).toEqual(['identical', 'identical', 'coherent', 'differs'])
    expect(directoryStatusOf(moved, { outcome: 'found', source: 'embedded', entry })).toBe('differs')
  })
  test('a public service that signs up as a company is a difference', () => {
    expect(verdicts({ ...declared, kind: 'company' })[2]).toBe('differs')
  })
  test.each(['unknown', 'unavailable'] as const)('%s checks nothing', (outcome) => {
    expect(directoryStatusOf(declared, { outcome, source: 'embedded' })).toBe(outcome)
    expect(compareFacts(declared, null).every((each) => each.verdict === 'not_checked')).toBe(true)
  })
  test('folding separates letters and digits by single spaces', () =>
    expect(fold('  L’Œuvre,  n° 12—bis ')).toBe('l oeuvre n 12 bis'))
})

test.each([
  ['dsi@ch-brevannes.fr', ['ch-brevannes.fr'], 'same_domain'],
  ['a@CH-Brevannes.fr', ['ch-brevannes.fr'], 'same_domain'],
  ['a@etu.ch-brevannes.fr', ['ch-brevannes.fr'], 'other_domain'],
  ['a@dsi.ch-brevannes.fr', ['ch-brevannes.fr', 'dsi.ch-brevannes.fr'], 'same_domain'],
  ['a@notch-brevannes.fr', ['ch-brevannes.fr'], 'other_domain'],
  ['a@gmail.com', ['ch-brevannes.fr'], 'free_mail'],
  ['a@example.fr', [], 'unknown_domain'],
] as const)('%s against %s: %s', (email, domains, verdict) =>
  expect(classifyEmailDomain(email, domains)).toBe(verdict),
)

test.each([
  ['company', '732 829 320', { siren: '732829320', siret: null, vatNumber: null }],
  ['company', '732 829 320 00074', { siren: '732829320', siret: null, vatNumber: null }],
  ['public_body', '73282932000074', { siren: '732829320', siret: '73282932000074', vatNumber: null }],
  ['eu_company', 'de 123 456 789', { siren: null, siret: null, vatNumber: 'DE123456789' }],
] as const)('%s %s is accepted', (kind, typed, identifiers) =>
  expect(readIdentifier(kind, typed)).toEqual({ outcome: 'read', identifiers }),
)

test.each([
  ['company', '732829321', 'siren_wrong'],
  ['public_body', '732829320', 'siret_needed'],
  ['public_body', 'x', 'siret_wrong'],
  ['eu_company', 'FR44732829320', 'french_vat_is_siren'],
  ['eu_company', 'DE1', 'eu_vat_wrong'],
] as const)('%s %s is refused: %s', (kind, typed, reason) =>
  expect(readIdentifier(kind, typed)).toEqual({ outcome: 'wrong', reason }),
)
