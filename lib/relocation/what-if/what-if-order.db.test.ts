import { beforeAll, describe, expect, test } from 'vitest'
import { withOrganisation } from '~/db/client'
import { memberTestContext, staffTestContext } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { defineBundle, definePrice } from '~/lib/catalogue'
import { makeZone, seedContext, type TestZone } from '~/lib/datacentre/testing/datacenter'
import { type Id, newId } from '~/lib/kernel/ids'
import { claimCapacity, setHeadroom } from '~/lib/placement'
import { makeBuyer, type TestBuyer } from '~/testing/buyer'
import { whatIfInput } from '../schema'
import { whatIf } from './what-if'

const { sql } = useTestDatabase()
const now = new Date('2026-11-30T12:00:00Z')
const staff = staffTestContext(newId('staff'), ['capacity'], now)
const gib = 1_024
const labels = { rack_kind: 'cold' }
let buyer: TestBuyer
/** `probe` is never ordered: its stock shows which host an order took. */
let bundles: Record<'small' | 'probe' | 'packed' | 'labelled', Id<'bundle'>>

beforeAll(async () => {
  buyer = await makeBuyer(sql)
  bundles = {
    small: await bundle('small', 1),
    probe: await bundle('probe', 4),
    packed: await bundle('packed', 1, { placement: 'pack' }),
    labelled: await bundle('labelled', 1, { requiredLabels: labels }),
  }
})

async function bundle(
  slug: string,
  memoryGib: number,
  more: Partial<Parameters<typeof defineBundle>[1]> = {},
): Promise<Id<'bundle'>> {
  const size = { vcpu: 1, memoryMib: memoryGib * gib, rootDiskGib: 1, volumeGib: 0 }
  const id = await defineBundle(seedContext(), {
    ...{ slug, name: slug, family: 'essential', position: 1, ...size },
    ...more,
  })
  for (const meter of ['compute', 'root_disk'] as const) {
    const price = { bundleId: id, meter, microCentsPerHour: 1_000n, validFrom: new Date('2026-01-01') }
    await definePrice(seedContext(), price)
  }
  return id
}

/** Claims a server of this size as an order does. */
async function claim(
  zone: TestZone,
  memoryGib: number,
  at = now,
  more: { placement?: 'pack'; requiredLabels?: Record<string, string> } = {},
) {
  const ctx = memberTestContext(buyer.accountId, { ...buyer, role: 'owner' }, { now: at })
  const size = { vcpu: 1, memoryMib: memoryGib * gib, diskGib: 1, poolGib: 0, volumeClass: null }
  const resource = { ...size, ...more, resourceKind: 'instance', resourceId: newId('instance') } as const
  return withOrganisation(ctx, (tx) =>
    claimCapacity(tx, ctx, { ...buyer, zoneId: zone.zoneId, resources: [resource] }),
  )
}

const ask = (zone: TestZone, id: Id<'bundle'>) =>
  whatIf(staff, zone.zoneId, whatIfInput.parse({ what: 'order', bundle: id, quantity: '1', apart: 'no' }))

/**
 * Hosts of 16 GiB: one with a small server that is four days old and will last, six almost full with a new one. Best fit
 * takes one of the six, the policy `pack` the first.
 */
async function makeAgedZone(placement: 'spread' | 'pack'): Promise<TestZone> {
  const zone = await makeZone({ count: 7, vcpu: 16, memoryMib: 16 * gib }, { placement })
  const fourDaysAgo = new Date(now.getTime() - 96 * 3_600_000)
  expect((await claim(zone, 4, fourDaysAgo)).outcome).toBe('claimed')
  for (let full = 0; full < 6; full += 1) expect((await claim(zone, 14)).outcome).toBe('claimed')
  return zone
}

describe('a what-if order', () => {
  test.each([
    ['pack', 'small', {}],
    ['spread', 'packed', { placement: 'pack' }],
  ] as const)(
    'in a zone with the policy %s leaves the room that the order of a %s bundle leaves',
    async (placement, name, own) => {
      const zone = await makeAgedZone(placement)
      const answer = await ask(zone, bundles[name])
      expect(answer.outcome).toMatchObject({ isPlaced: true, hosts: 1 })
      const outcome = await claim(zone, 1, now, own)
      expect(outcome.outcome).toBe('claimed')
      expect((await ask(zone, bundles[name])).before).toEqual(answer.after)
    },
  )

  test('of a bundle that requires labels has no place where no host has them, as the order', async () => {
    const zone = await makeZone({ count: 2, vcpu: 16 })
    const { outcome, after, before } = await ask(zone, bundles.labelled)
    expect({ outcome, after }).toMatchObject({ outcome: { isPlaced: false, short: 'label' }, after: null })
    expect(before.stock.find(({ id }) => id === bundles.labelled)?.count).toBe(0)
    expect(await claim(zone, 1, now, { requiredLabels: labels })).toMatchObject({ short: 'label' })
  })

  test('in a zone that keeps headroom fails when one rack could no longer be lost, as the order', async () => {
    const zone = await makeZone({ count: 2, vcpu: 16 })
    await setHeadroom(seedContext(), { zoneId: zone.zoneId, keepsHeadroom: true })
    // Both hosts are in one rack: nothing placed there survives its loss.
    const { outcome, after } = await ask(zone, bundles.small)
    expect({ outcome, after }).toMatchObject({ outcome: { isPlaced: false, short: 'headroom' }, after: null })
    expect(await claim(zone, 1)).toMatchObject({ short: 'headroom' })
  })
})
