import fc from 'fast-check'
import { expect, test } from 'vitest'
import { newId } from '~/lib/kernel/ids'
import { copiesAsOf, copyGapOf, type LastCopies } from './last-copies'

const instant = fc.integer({ min: 0, max: 10_000 }).map((n) => new Date(n * 60_000).toISOString())
const anyVolume = fc.record({
  id: fc.constant(newId('volume')),
  name: fc.constant('data'),
  isLocal: fc.boolean(),
  backup: fc.option(
    fc.record({
      id: fc.constant(newId('backup')),
      name: fc.constant('nightly'),
      takenAt: instant,
      zone: fc.constant({ id: newId('zone'), name: 'Paris' }),
      isInZone: fc.boolean(),
    }),
    { nil: null },
  ),
})
const anyCopies: fc.Arbitrary<LastCopies> = fc.record({
  image: fc.option(
    fc.record({ id: fc.constant(newId('privateImage')), name: fc.constant('web'), takenAt: instant }),
    { nil: null },
  ),
  volumes: fc.array(anyVolume, { maxLength: 4 }),
  snapshots: fc.nat(3),
})

test('a server comes back only with an image, and with a backup of each volume on its host', () => {
  fc.assert(
    fc.property(anyCopies, (copies) => {
      const isWhole = copies.image !== null && copies.volumes.every((each) => !each.isLocal || each.backup)
      expect(copyGapOf(copies) === null).toBe(isWhole)
      expect(copiesAsOf(copies) === null).toBe(!isWhole)
    }),
  )
})

test('the age of a copy is never younger than any part of what comes back', () => {
  fc.assert(
    fc.property(anyCopies, (copies) => {
      const asOf = copiesAsOf(copies)
      if (asOf === null) return
      expect(asOf <= (copies.image?.takenAt ?? '')).toBe(true)
      for (const { isLocal, backup } of copies.volumes)
        if (isLocal) expect(asOf <= (backup?.takenAt ?? '')).toBe(true)
    }),
  )
})

test('a volume on the network needs no backup, and its age does not count', () => {
  const image = { id: newId('privateImage'), name: 'web', takenAt: '2026-12-01T00:00:00.000Z' }
  const volume = { id: newId('volume'), name: 'data', isLocal: false, backup: null }
  const copies = { image, volumes: [volume], snapshots: 0 }
  expect(copyGapOf(copies)).toBeNull()
  expect(copiesAsOf(copies)).toBe(image.takenAt)
  expect(copyGapOf({ ...copies, volumes: [{ ...volume, isLocal: true }] })).toBe('volume_without_backup')
})
