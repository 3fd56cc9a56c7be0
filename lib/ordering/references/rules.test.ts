import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { BuyerStructure } from './directory'
import {
  findInvalidReference,
  noPolicy,
  type ReferencePolicy,
  type References,
  referenceRules,
} from './rules'

const siret = '21999042100014'
const structure = (part: Partial<BuyerStructure> = {}): BuyerStructure => ({
  siret,
  name: 'Commune de Valmont',
  isServiceCodeRequired: false,
  isCommitmentRequired: false,
  isCommitmentOrServiceCodeRequired: false,
  serviceCodes: [],
  ...part,
})
const found = (part: Partial<BuyerStructure> = {}) =>
  ({ outcome: 'found', source: 'embedded', structure: structure(part) }) as const

const asCompany = (policy: Partial<ReferencePolicy> = {}) =>
  referenceRules(false, { ...noPolicy, ...policy }, null)
const asBody = (part: Partial<BuyerStructure> = {}, policy: Partial<ReferencePolicy> = {}) =>
  referenceRules(true, { ...noPolicy, ...policy }, found(part))
const codes = [
  { code: 'DSI', name: 'Informatique', isActive: true },
  { code: 'OLD', name: 'Ancien', isActive: false },
]

test.each([
  ['a company without a policy', asCompany(), {}, null],
  ['a company may give a number', asCompany(), { purchaseOrderNumber: 'BC-2026/14' }, null],
  [
    'a company that requires its number',
    asCompany({ isPurchaseOrderRequired: true }),
    { purchaseOrderNumber: '  ' },
    ['purchaseOrderNumber', 'reference_required'],
  ],
  ['a reference outside the rules is accepted', asCompany(), { serviceCode: 'DSI' }, null],
  ['a structure without requirements', asBody(), {}, null],
  [
    'a service code is missing',
    asBody({ isServiceCodeRequired: true }),
    {},
    ['serviceCode', 'reference_required'],
  ],
  [
    'an unknown service code',
    asBody({ isServiceCodeRequired: true, serviceCodes: codes }),
    { serviceCode: 'COMPTA' },
    ['serviceCode', 'unknown_service_code'],
  ],
  [
    'a service code no longer in use',
    asBody({ serviceCodes: codes }),
    { serviceCode: 'OLD' },
    ['serviceCode', 'unknown_service_code'],
  ],
  [
    'a valid service code',
    asBody({ isServiceCodeRequired: true, serviceCodes: codes }),
    { serviceCode: 'DSI' },
    null,
  ],
  [
    'an engagement is missing',
    asBody({ isCommitmentRequired: true }),
    { serviceCode: 'DSI' },
    ['commitmentReference', 'reference_required'],
  ],
  [
    'both alternatives are missing',
    asBody({ isCommitmentOrServiceCodeRequired: true }),
    {},
    ['serviceCode', 'either_required'],
  ],
  [
    'one of the two alternatives is given',
    asBody({ isCommitmentOrServiceCodeRequired: true }),
    { commitmentReference: '1300012345' },
    null,
  ],
  [
    'an engagement in the wrong format',
    asBody(),
    { commitmentReference: '<1300>' },
    ['commitmentReference', 'commitment_form'],
  ],
  [
    'an engagement that is too long',
    asBody(),
    { commitmentReference: '1'.repeat(51) },
    ['commitmentReference', 'commitment_form'],
  ],
  [
    'a SIRET with a wrong checksum',
    asBody(),
    { payerSiret: '21999042100015' },
    ['payerSiret', 'siret_wrong'],
  ],
  ['a SIRET with spaces', asBody(), { payerSiret: '219 990 421 00014' }, null],
  [
    'a market that the policy requires',
    asBody({}, { isMarketNumberRequired: true }),
    {},
    ['marketNumber', 'reference_required'],
  ],
] as const)('%s', (_title, rules, given: References, wrong) => {
  const answer = findInvalidReference(rules, given)
  expect(answer && [answer.name, answer.reason]).toEqual(wrong)
})

test.each([
  ['unreachable', { outcome: 'unavailable', source: 'afnor' }],
  ['unknown_structure', { outcome: 'unknown', source: 'afnor' }],
] as const)('while the structure is %s, every reference is offered and none required', (check, answer) => {
  const rules = referenceRules(true, noPolicy, answer)
  expect(rules.check).toBe(check)
  expect(Object.values(rules.asked)).toEqual(Array(5).fill('optional'))
  expect(findInvalidReference(rules, {})).toBeNull()
})

test('a required reference is refused when left out, and only then', () => {
  const flags = fc.record({
    isServiceCodeRequired: fc.boolean(),
    isCommitmentRequired: fc.boolean(),
    isCommitmentOrServiceCodeRequired: fc.boolean(),
  })
  const given = fc.record({ code: fc.boolean(), commitment: fc.boolean() })
  fc.assert(
    fc.property(flags, given, (part, { code, commitment }) => {
      const references = {
        ...(code ? { serviceCode: 'DSI' } : {}),
        ...(commitment ? { commitmentReference: '1300012345' } : {}),
      }
      const isMissing =
        (part.isServiceCodeRequired && !code) ||
        (part.isCommitmentRequired && !commitment) ||
        (part.isCommitmentOrServiceCodeRequired && !code && !commitment)
      expect(findInvalidReference(asBody(part), references) !== null).toBe(isMissing)
    }),
  )
})
