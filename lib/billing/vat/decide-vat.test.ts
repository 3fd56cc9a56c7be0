import { expect, test } from 'vitest'
import { decideVat, type VatSubject } from './decide-vat'

const subject = (over: Partial<VatSubject> = {}): VatSubject => ({
  countryCode: 'FR',
  postalCode: '75001',
  vatNumber: null,
  regime: 'by_address',
  regimeUntil: null,
  certificate: null,
  language: 'fr',
  ...over,
})

test.each([
  ['Paris', {}, 'S', 2_000, undefined],
  ['Corsica', { postalCode: '20000' }, 'S', 2_000, undefined],
  ['Monaco', { countryCode: 'MC', postalCode: '98000' }, 'S', 2_000, undefined],
  ['Guadeloupe', { postalCode: '97110' }, 'S', 850, undefined],
  ['Martinique', { postalCode: '97200' }, 'S', 850, undefined],
  ['Réunion by its own code', { countryCode: 'RE', postalCode: '97400' }, 'S', 850, undefined],
  ['Guyane', { postalCode: '97300' }, 'O', 0, 'VATEX-EU-O'],
  ['Guyane as typed', { postalCode: '97 300' }, 'O', 0, 'VATEX-EU-O'],
  ['Réunion as typed', { postalCode: 'F-97400' }, 'S', 850, undefined],
  ['Mayotte', { postalCode: '97600' }, 'O', 0, 'VATEX-EU-O'],
  ['Saint-Martin by its old code', { postalCode: '97150' }, 'O', 0, 'VATEX-EU-O'],
  ['Saint-Pierre-et-Miquelon', { postalCode: '97500' }, 'O', 0, 'VATEX-EU-O'],
  ['Nouvelle-Calédonie', { postalCode: '98800' }, 'O', 0, 'VATEX-EU-O'],
  [
    'Berlin with a number',
    { countryCode: 'DE', postalCode: '10115', vatNumber: 'DE136695976' },
    'AE',
    0,
    'VATEX-EU-AE',
  ],
  ['Berlin without', { countryCode: 'DE', postalCode: '10115' }, 'S', 2_000, undefined],
  ['Geneva', { countryCode: 'CH', postalCode: '1200' }, 'O', 0, 'VATEX-EU-O'],
  // A postal code of another country does not count as French.
  [
    'Athens 97300',
    { countryCode: 'GR', postalCode: '97300', vatNumber: 'EL094259216' },
    'AE',
    0,
    'VATEX-EU-AE',
  ],
  ['franchise', { regime: 'franchise', certificate: 'AI2 2026' }, 'E', 0, 'VATEX-FR-CGI275'],
  [
    'franchise on its last day',
    { regime: 'franchise', certificate: 'x', regimeUntil: '2026-11-03' },
    'E',
    0,
    'VATEX-FR-CGI275',
  ],
  [
    'franchise expired',
    { regime: 'franchise', certificate: 'x', regimeUntil: '2026-11-02' },
    'S',
    2_000,
    undefined,
  ],
  ['an international body', { regime: 'international_body', certificate: '15.10' }, 'E', 0, 'VATEX-EU-151'],
] as const)('%s', (_name, over, category, rateBasisPoints, code) => {
  const decision = decideVat(subject(over), '2026-11-03')
  expect([decision.category, decision.rateBasisPoints, decision.exemption?.code]).toEqual([
    category,
    rateBasisPoints,
    code,
  ])
})

test('Guyane and Mayotte name article 294, in either language', () => {
  for (const language of ['fr', 'en'] as const)
    expect(decideVat(subject({ postalCode: '97300', language }), '2026-11-03').exemption?.reason).toContain(
      '294',
    )
})
