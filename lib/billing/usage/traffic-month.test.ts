import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Id } from '~/lib/kernel/ids'
import type { TrafficRow } from './queries/traffic'
import { lateTraffic, rateTrafficMonth, type TrafficLine } from './traffic-month'

const row = (bytes: bigint): TrafficRow => ({
  resourceId: 'ins_a' as Id<'instance'>,
  projectId: 'prj_a' as Id<'project'>,
  costReferences: {},
  priceId: 'tfp_a' as Id<'trafficPrice'>,
  includedMebibytes: '1000',
  microCentsPerGibibyte: '777777',
  bytes: bytes.toString(),
  from: new Date('2026-09-30T22:00:00Z'),
  to: new Date('2026-10-31T23:00:00Z'),
})
const asBilled = (line: TrafficLine) => ({
  key: line.key,
  resourceId: line.resourceId,
  projectId: line.projectId,
  usedMebibytes: line.usedMebibytes.toString(),
  billedMebibytes: line.billedMebibytes.toString(),
  cents: line.cents.toString(),
})

test('traffic within the allowance makes no line, at any price', () => {
  expect(rateTrafficMonth([row(0n), row(1_000n * 1_048_576n + 1_048_575n)])).toEqual([])
  expect(rateTrafficMonth([row(1_001n * 1_048_576n)])).toMatchObject([{ billedMebibytes: 1n, cents: 0n }])
})

test('in any order of recording, the final amount billed equals that of traffic known at once', () => {
  fc.assert(
    fc.property(fc.array(fc.bigInt(0n, 400_000_000_000n), { minLength: 1, maxLength: 8 }), (parts) => {
      const billed = new Map<string, ReturnType<typeof asBilled>>()
      let bytes = 0n
      for (const part of parts) {
        bytes += part
        for (const late of lateTraffic(rateTrafficMonth([row(bytes)]), [...billed.values()])) {
          const was = billed.get(late.key)
          const add = (of: 'usedMebibytes' | 'billedMebibytes' | 'cents') =>
            (BigInt(was?.[of] ?? 0) + late[of]).toString()
          billed.set(late.key, {
            ...asBilled(late),
            usedMebibytes: add('usedMebibytes'),
            billedMebibytes: add('billedMebibytes'),
            cents: add('cents'),
          })
        }
      }
      const [whole] = rateTrafficMonth([row(bytes)])
      const cents = [...billed.values()].reduce((sum, each) => sum + BigInt(each.cents), 0n)
      expect(cents).toBe(whole?.cents ?? 0n)
    }),
  )
})
