import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { InvoiceGrouping } from '~/db/schema/billing/documents'
import type { LineDraft } from '../invoices/compose-invoices'
import { groupLines, joinNegativeGroups } from '../invoices/group-lines'
import { type OpenCredit, serviceCreditDrafts } from './deduct-service-credits'
import { issuedPrices, remainderAfterCreditNotes, resourcePrices } from './month-prices'
import { minBigint, spread } from './spread'

const period = { from: '2026-09-30T22:00:00.000Z', to: '2026-10-31T23:00:00.000Z' }
const use = (resourceId: string, netCents: bigint, more: Partial<LineDraft> = {}): LineDraft => ({
  label: 'Essentiel 4 · calcul',
  resourceId,
  projectId: 'prj_1',
  period,
  kind: 'usage',
  netCents,
  ...more,
})
const credit = (leftCents: bigint, more: Partial<OpenCredit> = {}): OpenCredit => ({
  id: 'svc_1',
  period: '2026-10',
  subjectId: 'ins_1',
  subjectKind: 'instance',
  name: 'web-1',
  leftCents,
  reason: null,
  calculation: null,
  place: { projectId: 'prj_1' },
  ...more,
})
const terms = {
  period: '2026-10',
  grouping: 'organisation' as InvoiceGrouping,
  isPublicBody: false,
  language: 'fr' as const,
}
const sum = (lines: readonly { netCents: bigint }[]) =>
  lines.reduce((total, line) => total + line.netCents, 0n)

describe('an amount spread over rooms', () => {
  test.each([
    [10n, [1n, 1n, 1n], [4n, 3n, 3n]],
    [5n, [0n, 10n], [0n, 5n]],
    [7n, [2n, 5n], [2n, 5n]],
    [0n, [3n], [0n]],
    [4n, [0n, 0n], [0n, 0n]],
  ])('%s over %s', (amount, rooms, shares) => {
    expect(spread(amount, rooms)).toEqual(shares)
  })

  test('adds up, in proportion to the cent, and exceeds no room when the total fits', () => {
    const rooms = fc.array(fc.bigInt(0n, 1_000_000n), { minLength: 1, maxLength: 9 })
    fc.assert(
      fc.property(rooms, fc.bigInt(0n, 100n), (each, percent) => {
        const whole = each.reduce((total, room) => total + room, 0n)
        const amount = (whole * percent) / 100n
        const shares = spread(amount, each)
        expect(shares.reduce((total, share) => total + share, 0n)).toBe(amount)
        for (const [index, share] of shares.entries()) {
          const room = each[index] ?? 0n
          expect(share <= room && share >= 0n).toBe(true)
          expect(whole === 0n || share * whole > amount * room - whole).toBe(true)
          expect(share * whole < amount * room + whole || whole === 0n).toBe(true)
        }
      }),
    )
  })

  test('the minimum of several bigints', () => {
    expect(minBigint(3n, -2n, 7n)).toBe(-2n)
  })
})

describe('the price of a resource’s month', () => {
  test('is its usage lines less promotions', () => {
    const [compute, disk, other] = [use('ins_1', 1_000n), use('ins_1', 200n), use('ins_2', 50n)]
    const netOf = new Map([
      [compute as LineDraft, 900n],
      [disk as LineDraft, 200n],
      [other as LineDraft, 50n],
    ])
    expect([...resourcePrices(netOf)]).toEqual([
      ['ins_1', 1_100n],
      ['ins_2', 50n],
    ])
  })

  test('of an issued month spreads each promotion over the usage that it reduces', () => {
    const line = (
      kind: 'usage' | 'promotion',
      netCents: bigint,
      resourceId?: string,
      projectId = 'prj_1',
    ) => ({
      documentId: 'inv_1',
      kind,
      netCents,
      projectId,
      ...(resourceId && { resourceId }),
    })
    const prices = issuedPrices([
      line('usage', 1_000n, 'ins_1'),
      line('usage', 500n, 'ins_2'),
      line('usage', 700n, 'ins_3', 'prj_2'),
      line('promotion', -300n),
    ])
    expect([...prices]).toEqual([
      ['ins_1', 800n],
      ['ins_2', 400n],
      ['ins_3', 700n],
    ])
  })
})

describe('the remainder of a resource’s month after credit notes', () => {
  const line = (kind: 'usage' | 'promotion' | 'service_credit', netCents: bigint, resourceId?: string) => ({
    documentId: 'cn_1',
    kind,
    netCents,
    projectId: 'prj_1',
    ...(resourceId && { resourceId }),
  })
  const prices = new Map([
    ['ins_1', 800n],
    ['ins_2', 400n],
  ])
  test.each([
    ['a partial credit', [line('usage', 300n, 'ins_1')], [['ins_1', 500n]]],
    ['zero after a full credit', [line('usage', 800n, 'ins_1')], [['ins_1', 0n]]],
    [
      'without the promotion that was never paid',
      [line('usage', 1_000n, 'ins_1'), line('usage', 500n, 'ins_2'), line('promotion', -300n)],
      [
        ['ins_1', 0n],
        ['ins_2', 0n],
      ],
    ],
    [
      'with the reduction credited together with its line',
      [line('usage', 800n, 'ins_1'), line('service_credit', -200n, 'ins_1')],
      [['ins_1', 200n]],
    ],
    ['never negative', [line('usage', 900n, 'ins_1')], [['ins_1', 0n]]],
  ] as const)('%s', (_what, corrections, left) => {
    expect([...remainderAfterCreditNotes(prices, corrections)]).toEqual(left)
  })
})

describe('a service credit deduction', () => {
  test('goes to the invoices of the usage, in proportion, with its references', () => {
    const lines = [
      use('ins_1', 3_000n, { references: { engagement: 'EJ-1' } }),
      use('ins_1', 1_000n, { references: { engagement: 'EJ-2' } }),
      use('ins_2', 9_000n, { references: { engagement: 'EJ-3' } }),
    ]
    const { drafts } = serviceCreditDrafts(lines, [credit(1_000n)], terms)
    expect(
      drafts.map(({ netCents, references, resourceId, kind }) => [netCents, references, resourceId, kind]),
    ).toEqual([
      [-750n, { engagement: 'EJ-1' }, 'ins_1', 'service_credit'],
      [-250n, { engagement: 'EJ-2' }, 'ins_1', 'service_credit'],
    ])
  })

  test('of another month goes first where its resource was billed, then where there is room', () => {
    const lines = [use('ins_2', 300n, { projectId: 'prj_2' }), use('ins_3', 400n, { projectId: 'prj_3' })]
    const old = credit(500n, { period: '2026-08', place: { projectId: 'prj_3' } })
    const { drafts, spent } = serviceCreditDrafts(lines, [old], { ...terms, grouping: 'project' })
    expect(drafts.map(({ projectId, netCents }) => [projectId, netCents])).toEqual([
      ['prj_3', -400n],
      ['prj_2', -100n],
    ])
    expect(spent.map(({ groupingKey, bound }) => [groupingKey, bound])).toEqual([
      ['prj_3', '2026-08 2026-10 svc_1 0'],
      ['prj_2', '2026-08 2026-10 svc_1 1'],
    ])
  })

  test('that corrects upwards is a charge with its reason, on a separate invoice where there is none', () => {
    const { drafts } = serviceCreditDrafts([], [credit(-250n, { reason: 'Relevé retrouvé' })], terms)
    expect(drafts).toMatchObject([{ netCents: 250n, kind: 'service_credit', projectId: 'prj_1' }])
    expect(drafts[0]?.label).toContain('Relevé retrouvé')
  })

  const anyLine = fc
    .record({
      resource: fc.integer({ min: 1, max: 4 }),
      project: fc.integer({ min: 1, max: 3 }),
      cents: fc.bigInt(-200n, 3_000n),
      kind: fc.constantFrom('usage', 'usage', 'usage', 'late_usage', 'promotion' as const),
      engagement: fc.option(fc.constantFrom('EJ-1', 'EJ-2')),
    })
    .map(({ resource, project, cents, kind, engagement }) =>
      use(`ins_${resource}`, kind === 'promotion' ? -abs(cents) : kind === 'usage' ? abs(cents) : cents, {
        kind,
        projectId: `prj_${project}`,
        ...(engagement && { references: { engagement } }),
      }),
    )
  const anyCredit = fc
    .record({
      left: fc.bigInt(-2_000n, 4_000n).filter((cents) => cents !== 0n),
      resource: fc.integer({ min: 1, max: 5 }),
      project: fc.integer({ min: 1, max: 4 }),
      isOld: fc.boolean(),
    })
    .map(({ left, resource, project, isOld }) =>
      credit(left, {
        subjectId: `ins_${resource}`,
        period: isOld ? '2026-08' : '2026-10',
        place: { projectId: `prj_${project}` },
      }),
    )

  test('never makes an invoice negative nor exceeds the credit, and charges everything due', () => {
    const groupings = ['organisation', 'project', 'cost_centre'] as const
    fc.assert(
      fc.property(
        fc.array(anyLine, { maxLength: 12 }),
        fc.array(anyCredit, { maxLength: 5 }),
        fc.constantFrom(...groupings),
        (lines, unnamed, grouping) => {
          const credits = unnamed.map((each, index) => ({ ...each, id: `svc_${index}` }))
          const { drafts, spent } = serviceCreditDrafts(lines, credits, { ...terms, grouping })
          const after = groupLines([...lines, ...drafts], grouping, false)
          const invoices = [...joinNegativeGroups([...lines, ...drafts], grouping, false).values()]
          const charges = drafts.filter(({ netCents }) => netCents > 0n)
          const owed = sum(lines) + sum(charges)
          // An organisation that owes something is always billed; credits do not exceed the debt.
          if (owed >= 0n) expect(invoices.filter((each) => sum(each.lines) < 0n)).toEqual([])
          expect(invoices.reduce((net, each) => net + sum(each.lines), 0n)).toBe(sum(lines) + sum(drafts))
          const roomLeft = invoices.some((each) => sum(each.lines) > 0n)
          for (const each of credits) {
            const given = spent.filter(({ creditId }) => creditId === each.id)
            const cents = given.reduce((total, part) => total + part.cents, 0n)
            if (each.leftCents < 0n) expect(cents).toBe(each.leftCents)
            else {
              expect(cents <= each.leftCents).toBe(true)
              // A remainder is carried over only when there is no room at all.
              if (cents < each.leftCents) expect(roomLeft).toBe(false)
            }
          }
          // Each part is one line, bound once, in the stated group.
          expect(new Set(spent.map(({ bound }) => bound)).size).toBe(drafts.length)
          for (const part of spent) {
            const line = after.get(part.groupingKey)?.find(({ bound }) => bound === part.bound)
            expect(line?.netCents).toBe(-part.cents)
          }
        },
      ),
      { numRuns: 500 },
    )
  })
})

function abs(cents: bigint): bigint {
  return cents < 0n ? -cents : cents
}
