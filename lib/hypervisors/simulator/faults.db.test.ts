import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { instanceSpec, soon, volumeSpec } from '../testing/world'
import { openSimulator, type SimulatorDriver } from './open-simulator'

const database = useTestDatabase()
let driver: SimulatorDriver

beforeAll(async () => {
  const databaseUrl = database.current.roleUrl('andromede_simulator')
  driver = openSimulator({ databaseUrl, installation: 'faults', now: () => new Date() })
  await driver.setLatencyPercent(0)
})
beforeEach(() => driver.clearFaults())
afterAll(() => driver.close())

const create = async (over = {}) => {
  const spec = instanceSpec('debian-13', over)
  await driver.createInstance(spec, soon())
  return spec.resourceId
}
const observe = (id: string) => driver.observeInstance(id, soon())

describe('a fault without effect', () => {
  it.each([
    ['error-500', 'hypervisor_error', true],
    ['error-502', 'hypervisor_unreachable', true],
    ['unavailable-503', 'hypervisor_unreachable', true],
    ['throttled-429', 'throttled', true],
    ['unauthorised-401', 'unauthorised', false],
    ['timeout-before-effect', 'timeout', true],
    ['capacity', 'capacity', false],
    ['image-missing', 'image_missing', false],
    ['conflict-exists', 'conflict_not_ours', false],
    ['async-late-failure', 'operation_failed', true],
  ] as const)('%s strikes once, leaves nothing, and the retry succeeds', async (name, code, retryable) => {
    await driver.setFault({ name })
    const spec = instanceSpec('debian-13')
    await expect(driver.createInstance(spec, soon())).rejects.toMatchObject({ code, retryable })
    expect(await observe(spec.resourceId)).toMatchObject({ exists: false })
    await driver.createInstance(spec, soon())
    expect(await observe(spec.resourceId)).toMatchObject({ exists: true, power: 'stopped' })
  })
})

describe('a fault after the effect', () => {
  it.each([
    ['timeout-after-effect', 'timeout'],
    ['cut-answer', 'bad_answer'],
  ] as const)('%s loses the answer and keeps the effect', async (name, code) => {
    await driver.setFault({ name })
    const spec = instanceSpec('debian-13')
    await expect(driver.createInstance(spec, soon())).rejects.toMatchObject({ code, retryable: true })
    expect(await observe(spec.resourceId)).toMatchObject({ exists: true, ours: true })
    await driver.createInstance(spec, soon())
  })
})

describe('a fault of the boot', () => {
  it('fails every boot of a server with this name, and lets it be deleted', async () => {
    const id = await create({ name: 'fail-at-boot-1' })
    for (const _ of [1, 2]) {
      await expect(driver.startInstance(id, soon())).rejects.toMatchObject({
        code: 'boot_failed',
        retryable: false,
      })
      expect(await observe(id)).toMatchObject({ power: 'error' })
    }
    await driver.deleteInstance(id, soon())
    expect(await observe(id)).toMatchObject({ exists: false })
  })

  it('leaves a running server that never answers', async () => {
    const id = await create({ tags: { simulate: 'unreachable-after-boot' } })
    await driver.startInstance(id, soon())
    expect(await observe(id)).toMatchObject({ power: 'running' })
    expect(await driver.probeReachable(id, soon())).toMatchObject({ reachable: false })
  })

  it('reports nothing about a server without a vantage', async () => {
    const id = await create()
    await driver.startInstance(id, soon())
    await driver.setFault({ name: 'vantage-away', resource: id, remaining: 2 })
    expect(await driver.probe(id, { protocol: 'icmp' }, soon())).toMatchObject({ state: 'unknown' })
    await expect(driver.probeReachable(id, soon())).rejects.toMatchObject({
      code: 'vantage_away',
      retryable: true,
    })
    expect(await driver.probe(id, { protocol: 'icmp' }, soon())).toMatchObject({ state: 'up' })
  })

  it('lets the next boot succeed if it was set for one', async () => {
    const id = await create()
    await driver.setFault({ name: 'fail-at-boot', resource: id })
    await expect(driver.startInstance(id, soon())).rejects.toMatchObject({ code: 'boot_failed' })
    await driver.startInstance(id, soon())
    expect(await driver.probeReachable(id, soon())).toMatchObject({ reachable: true })
  })
})

describe('reads', () => {
  it('are stale once, then correct', async () => {
    const id = await create()
    await driver.setFault({ name: 'stale-read', remaining: 1 })
    expect(await observe(id)).toMatchObject({ exists: false })
    expect(await observe(id)).toMatchObject({ exists: true, power: 'stopped' })
    await driver.startInstance(id, soon())
    await driver.setFault({ name: 'stale-read' })
    expect(await observe(id)).toMatchObject({ power: 'stopped' })
    expect(await observe(id)).toMatchObject({ power: 'running' })
  })

  it.each(['observeInstance', 'probeReachable', 'listOwned', 'observeVolume'] as const)(
    'fail on request, once (%s)',
    async (operation) => {
      const id = await create()
      const reads = {
        observeInstance: () => observe(id),
        probeReachable: () => driver.probeReachable(id, soon()),
        listOwned: () => driver.listOwned(soon()),
        observeVolume: () => driver.observeVolume(volumeSpec().resourceId, soon()),
      }
      await driver.setFault({ name: 'error-500', operation })
      await expect(reads[operation]()).rejects.toMatchObject({ code: 'hypervisor_error' })
      await reads[operation]()
      expect(await driver.listFaults()).toEqual([])
    },
  )
})

describe('matching', () => {
  const failure = { code: 'hypervisor_error' }

  it.each([
    ['zone', { zoneCode: 'LYS1' }, { zoneCode: 'LYS1' }],
    ['host', { hostName: 'host-9' }, { hostName: 'host-9' }],
    ['label', { resource: 'the-one' }, { name: 'the-one' }],
  ])('a %s strikes only there', async (_what, criteria, place) => {
    await driver.setFault({ name: 'error-500', ...criteria })
    await create()
    await expect(create(place)).rejects.toMatchObject(failure)
  })

  it('strikes the given number of times, or until cleared', async () => {
    await driver.setFault({ name: 'error-500', operation: 'createInstance', remaining: 2 })
    await expect(create()).rejects.toMatchObject(failure)
    await expect(create()).rejects.toMatchObject(failure)
    const id = await create()
    await driver.setFault({ name: 'error-500', operation: 'startInstance', remaining: null })
    for (const _ of [1, 2, 3]) await expect(driver.startInstance(id, soon())).rejects.toMatchObject(failure)
    expect(await driver.clearFaults('error-500')).toBe(1)
    await driver.startInstance(id, soon())
  })

  it('lets a transient fault in a name strike each operation once', async () => {
    const spec = instanceSpec('debian-13', { name: 'timeout-after-effect-1' })
    await expect(driver.createInstance(spec, soon())).rejects.toMatchObject({ code: 'timeout' })
    await driver.createInstance(spec, soon())
    await expect(driver.startInstance(spec.resourceId, soon())).rejects.toMatchObject({ code: 'timeout' })
    await driver.startInstance(spec.resourceId, soon())
    expect(await observe(spec.resourceId)).toMatchObject({ power: 'running' })
  })

  it('counts one strike for one of many concurrent calls', async () => {
    await driver.setFault({ name: 'error-500', operation: 'createInstance', remaining: 3 })
    const outcomes = await Promise.allSettled(Array.from({ length: 10 }, () => create()))
    expect(outcomes.filter((each) => each.status === 'rejected')).toHaveLength(3)
    expect(await driver.listFaults()).toEqual([])
  })

  it('rejects an unknown fault, and one that would strike nothing', async () => {
    await expect(driver.setFault({ name: 'meteorite' as 'slow' })).rejects.toThrow()
    await expect(driver.setFault({ name: 'slow', remaining: 0 })).rejects.toThrow()
  })
})
