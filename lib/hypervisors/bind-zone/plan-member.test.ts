import { describe, expect, it } from 'vitest'
import type { IncusMemberFacts } from '../port/index'
import { planMember } from './plan-member'

const gib = 2 ** 30
const image = (alias: string, over: Partial<IncusMemberFacts['images'][number]> = {}) => ({
  alias,
  type: 'container',
  description: alias,
  bytes: 300 * 2 ** 20,
  madeOn: '2026-11-02',
  ...over,
})
type Facts = Omit<IncusMemberFacts, 'fingerprint'>
const facts = (over: Partial<Facts> = {}): Facts => ({
  serverName: 'Node 7.example.org',
  isTrusted: true,
  isClustered: false,
  runsMachines: false,
  cpus: 2,
  memoryBytes: 2 * gib,
  pool: { name: 'default', bytes: 64.4 * gib },
  images: [image('busybox')],
  ...over,
})
function plan(over: Partial<Facts> = {}) {
  const decision = planMember('INC1', facts(over))
  if (decision.outcome === 'refused') throw new Error(decision.reason)
  return decision.plan
}

describe('the plan of a zone on one hypervisor', () => {
  it('sells what the hypervisor has minus the reserve, and sells the pool once', () => {
    const { host, pool, hostName, poolName } = plan()
    expect({ hostName, poolName }).toEqual({ hostName: 'inc1-node-7-example-org', poolName: 'inc1-default' })
    expect(host).toEqual({
      vcpuPhysical: 2,
      vcpuOvercommitPercent: 200,
      vcpuReserved: 0,
      memoryMibPhysical: 2048,
      memoryMibReserved: 409,
      diskGibPhysical: 32,
      diskGibReserved: 3,
    })
    expect(pool).toEqual({ gibPhysical: 32, gibReserved: 3 })
    expect(host.diskGibPhysical + pool.gibPhysical).toBeLessThanOrEqual(64)
  })

  it('reserves at least 256 MiB for the machine', () => {
    expect(plan({ memoryBytes: gib }).host.memoryMibReserved).toBe(256)
  })

  it('lists container images once each, under names that the catalogue accepts', () => {
    const { images } = plan({
      images: [
        image('debian/13', { description: 'Debian 13', bytes: gib }),
        image('debian-13'),
        image('windows', { type: 'virtual-machine' }),
        image('x'),
        image('busybox', { description: ' ', bytes: 1000 }),
      ],
    })
    expect(images).toEqual([
      {
        slug: 'busybox',
        alias: 'busybox',
        otherwise: {
          name: 'busybox',
          updatedOn: '2026-11-02',
          minDiskGib: 1,
          instanceType: 'container',
          hasCloudInit: false,
          hasSsh: null,
        },
      },
      {
        slug: 'debian-13',
        alias: 'debian-13',
        otherwise: {
          name: 'debian-13',
          updatedOn: '2026-11-02',
          minDiskGib: 1,
          instanceType: 'container',
          hasCloudInit: false,
          hasSsh: null,
        },
      },
    ])
  })

  it('labels a host that runs virtual machines and offers their images only there', () => {
    const images = [image('debian/13'), image('debian/13', { type: 'virtual-machine', hasCloudInit: true })]
    expect(plan({ images })).toMatchObject({ labels: {}, images: [{ slug: 'debian-13' }] })
    const able = plan({ images, runsMachines: true })
    expect(able.labels).toEqual({ 'virtual-machines': 'yes' })
    expect(
      able.images.map(({ slug, otherwise }) => [slug, otherwise.instanceType, otherwise.hasCloudInit]),
    ).toEqual([
      ['debian-13', 'container', false],
      ['debian-13-vm', 'virtual-machine', true],
    ])
  })

  it.each([
    ['not_trusted', { isTrusted: false }],
    ['clustered', { isClustered: true }],
    ['pool_too_small', { pool: { name: 'default', bytes: 3.9 * gib } }],
    ['memory_too_small', { memoryBytes: gib / 2 }],
  ] as const)('is refused: %s', (reason, over) => {
    expect(planMember('INC1', facts(over))).toEqual({ outcome: 'refused', reason })
  })
})
