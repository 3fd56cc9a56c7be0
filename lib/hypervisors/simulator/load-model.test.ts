import fc from 'fast-check'
import { expect, test } from 'vitest'
import { loadAt } from './load-model'

const startedAt = new Date('2026-11-01T00:00:00Z')
const machine = (name: string) => ({ name, vcpu: 4, memoryMib: 8_192, rootDiskGib: 40, startedAt })
const after = (seconds: number) => new Date(startedAt.getTime() + seconds * 1000)
const name = fc.string({ minLength: 1, maxLength: 20 })
const age = fc.integer({ min: 0, max: 400 * 86_400 })

test('counters never decrease, processor time never exceeds real time, and nothing is over 100 % full', () => {
  fc.assert(
    fc.property(name, age, fc.integer({ min: 1, max: 100_000 }), (of, seconds, more) => {
      const before = loadAt(machine(of), after(seconds))
      const later = loadAt(machine(of), after(seconds + more))
      expect(later.cpuMicros).toBeGreaterThanOrEqual(before.cpuMicros)
      expect(later.cpuMicros - before.cpuMicros).toBeLessThanOrEqual(more * 4 * 1_000_000)
      expect(later.receivedBytes).toBeGreaterThanOrEqual(before.receivedBytes)
      expect(later.sentBytes).toBeGreaterThanOrEqual(before.sentBytes)
      for (const { memoryMib, diskMib } of [before, later]) {
        expect(memoryMib).toBeGreaterThan(0)
        expect(memoryMib).toBeLessThan(8_192)
        expect(diskMib).toBeLessThan(40 * 1024)
      }
    }),
  )
})

test('a machine that has just started has used nothing, and two reads at once agree', () => {
  expect(loadAt(machine('web'), startedAt)).toMatchObject({ cpuMicros: 0, receivedBytes: 0, sentBytes: 0 })
  expect(loadAt(machine('web'), after(500))).toEqual(loadAt(machine('web'), after(500)))
})

test('the afternoon is busier than the night', () => {
  const hour = (at: number) =>
    loadAt(machine('web'), after((at + 1) * 3_600)).cpuMicros -
    loadAt(machine('web'), after(at * 3_600)).cpuMicros
  expect(hour(24 + 14)).toBeGreaterThan(hour(24 + 3) * 1.3)
})
