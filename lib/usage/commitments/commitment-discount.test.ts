import { expect, test } from 'vitest'
import { type CommittedUsage, commitmentDiscountCents } from './commitment-discount'

const hourMs = 3_600_000
const row = (from: Date, hours: number, part: Partial<CommittedUsage> = {}): CommittedUsage => ({
  resourceId: 'ins',
  meter: 'compute',
  commitmentId: 'mine',
  microCentsPerHour: 3_200_000n,
  hourlyMicroCentsPerHour: 4_000_000n,
  startedAt: from,
  endedAt: new Date(from.getTime() + hours * hourMs),
  ...part,
})

test('a month of 31 days saves the discount of its first 720 hours', () => {
  const from = new Date('2026-09-30T22:00:00Z')
  // 720 h at 4 cents less 720 h at 3.2 cents, for 720 as for 745 hours of running.
  expect(commitmentDiscountCents([row(from, 745)], 'mine', from, new Date('2026-10-31T23:00:00Z'))).toBe(576n)
})

test('other commitments and hourly usage save nothing here, but count towards the 720 hours', () => {
  const from = new Date('2026-10-01T00:00:00Z')
  const later = new Date(from.getTime() + 700 * hourMs)
  const usage = [
    row(from, 700, { commitmentId: null, microCentsPerHour: 4_000_000n, hourlyMicroCentsPerHour: null }),
    row(later, 40),
  ]
  expect(commitmentDiscountCents(usage, 'mine', later, new Date('2026-10-31T22:00:00Z'))).toBe(16n)
})

test('equals an oracle that walks the Paris calendar hour by hour', () => {
  let seed = 3
  const random = (below: number) => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648
    return seed % below
  }
  for (let n = 0; n < 60; n += 1) {
    const start = new Date(Date.UTC(2026, random(12), 1 + random(28), random(24)))
    const usage: CommittedUsage[] = []
    let at = start.getTime()
    for (let part = 0; part < 6; part += 1) {
      const hours = random(400)
      const hourly = BigInt(1 + random(9_000_000))
      usage.push(
        row(new Date(at), hours, {
          commitmentId: random(4) === 0 ? 'other' : 'mine',
          hourlyMicroCentsPerHour: hourly,
          microCentsPerHour: (hourly * 8n) / 10n,
        }),
      )
      at += (hours + random(200)) * hourMs
    }
    const until = new Date(start.getTime() + random(3_000) * hourMs)
    expect(commitmentDiscountCents(usage, 'mine', start, until)).toBe(byClerk(usage, start, until))
  }
})

function byClerk(usage: readonly CommittedUsage[], start: Date, until: Date): bigint {
  const monthOf = new Intl.DateTimeFormat('en-CA', {
    timeZone: 'Europe/Paris',
    year: 'numeric',
    month: '2-digit',
  })
  const hoursOfMonth = new Map<string, number>()
  const hoursOfLine = new Map<string, bigint>()
  for (let at = start.getTime(); at < until.getTime(); at += hourMs) {
    const found = usage.find((each) => each.startedAt.getTime() <= at && (each.endedAt?.getTime() ?? 0) > at)
    if (!found) continue
    const month = monthOf.format(new Date(at))
    const counted = hoursOfMonth.get(month) ?? 0
    hoursOfMonth.set(month, counted + 1)
    if (counted >= 720 || found.commitmentId !== 'mine') continue
    const line = `${month} ${found.hourlyMicroCentsPerHour} ${found.microCentsPerHour}`
    hoursOfLine.set(line, (hoursOfLine.get(line) ?? 0n) + 1n)
  }
  const cents = (micro: bigint, hours: bigint) => {
    const exact = micro * hours
    return exact / 1_000_000n + (exact % 1_000_000n >= 500_000n ? 1n : 0n)
  }
  let saved = 0n
  for (const [line, hours] of hoursOfLine) {
    const [, hourly = '0', paid = '0'] = line.split(' ')
    saved += cents(BigInt(hourly), hours) - cents(BigInt(paid), hours)
  }
  return saved
}
