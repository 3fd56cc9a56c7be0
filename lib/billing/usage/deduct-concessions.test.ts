import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { LineDraft } from '../invoices/compose-invoices'
import { joinNegativeGroups } from '../invoices/group-lines'
import { concessionDrafts } from './deduct-concessions'

const period = { from: '2026-10-01T00:00:00.000Z', to: '2026-11-01T00:00:00.000Z' }
const line = (projectId: string, netCents: bigint): LineDraft => ({
  label: 'Essentiel 2',
  projectId,
  period,
  kind: 'usage',
  netCents,
})
const gesture = (id: string, leftCents: bigint) => ({
  id,
  kind: 'gesture' as const,
  reason: 'Lenteur',
  leftCents,
})
const terms = { grouping: 'project', isPublicBody: false, language: 'fr' } as const
const sum = (cents: readonly bigint[]) => cents.reduce((total, each) => total + each, 0n)

describe('concessions', () => {
  test('reduce an invoice to zero, and the rest reduces the next one', () => {
    const { drafts, spent } = concessionDrafts(
      [line('a', 1_000n), line('b', 500n)],
      [gesture('one', 1_200n)],
      terms,
    )
    expect(drafts.map(({ projectId, netCents }) => [projectId, netCents])).toEqual([
      ['a', -1_000n],
      ['b', -200n],
    ])
    expect(spent.map(({ cents }) => cents)).toEqual([1_000n, 200n])
  })

  test('leave room for the deductions of another order', () => {
    const order = (purchaseOrder: string, netCents: bigint, kind: LineDraft['kind'] = 'usage') => ({
      ...line('a', netCents),
      kind,
      references: { purchaseOrder },
    })
    const given = [order('PO-A', 10_000n), order('PO-B', -4_000n, 'late_usage')]
    const { drafts, spent } = concessionDrafts(given, [gesture('one', 12_000n)], terms)
    expect(spent.map(({ cents }) => cents)).toEqual([6_000n])
    const invoices = [...joinNegativeGroups([...given, ...drafts], 'project', false).values()]
    expect(invoices.map(({ lines }) => sum(lines.map(({ netCents }) => netCents)))).toEqual([0n])
  })

  test('apply in order, and keep the part that no invoice could take', () => {
    const { drafts, spent } = concessionDrafts(
      [line('a', 1_000n)],
      [gesture('one', 900n), gesture('two', 900n)],
      terms,
    )
    expect(drafts.map(({ netCents }) => netCents)).toEqual([-900n, -100n])
    expect(spent.map(({ concessionId, cents }) => [concessionId, cents])).toEqual([
      ['one', 900n],
      ['two', 100n],
    ])
  })

  test('never make an invoice negative, and the spent amounts equal the lines', () => {
    const lines = fc.array(
      fc
        .tuple(fc.constantFrom('a', 'b', 'c'), fc.bigInt(-300n, 2_000n))
        .map(([project, cents]) => line(project, cents)),
      { maxLength: 8 },
    )
    const concessions = fc.array(fc.bigInt(1n, 3_000n), { maxLength: 4 })
    fc.assert(
      fc.property(lines, concessions, (given, amounts) => {
        const granted = amounts.map((cents, index) => gesture(`c${index}`, cents))
        const { drafts, spent } = concessionDrafts(given, granted, terms)
        const totals = (all: readonly LineDraft[]) =>
          new Map(
            [...joinNegativeGroups(all, 'project', false)].map(([key, each]) => [
              key,
              sum(each.lines.map(({ netCents }) => netCents)),
            ]),
          )
        const before = totals(given)
        const after = totals([...given, ...drafts])
        const owed = sum([...before.values()])
        if (owed >= 0n) expect([...after.values()].filter((total) => total < 0n)).toEqual([])
        const takenOff = sum(spent.map(({ cents }) => cents))
        expect(sum([...after.values()])).toBe(owed - takenOff)
        for (const { id, leftCents } of granted) {
          const used = sum(spent.filter(({ concessionId }) => concessionId === id).map(({ cents }) => cents))
          expect(used <= leftCents).toBe(true)
        }
        expect(sum(spent.map(({ cents }) => cents))).toBe(-sum(drafts.map(({ netCents }) => netCents)))
        const room = sum([...before.values()].filter((total) => total > 0n))
        const all = sum(amounts)
        const used = sum(spent.map(({ cents }) => cents))
        if (all < room) expect(used).toBe(all)
        else expect(used).toBe(room)
      }),
    )
  })
})
