import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { withSystem } from '~/db/client'
import { systemTestContext } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import type { Id } from '~/lib/kernel/ids'
import { addSeconds, systemNow } from '~/lib/kernel/time/clock'
import { readInstanceSpec } from '~/lib/resources/sagas/facts'
import { addInstance } from '~/lib/resources/testing/resources'
import { rowProbeOn } from '~/lib/resources/testing/saga-rows'
import { type Estate, makeEstate } from '~/testing/estate'
import { openIncusConnection } from '../port/index'
import { startIncusMember } from '../testing/incus-member'
import { soon } from '../testing/world'
import { watchZones } from './watch-zones'

const member = await startIncusMember()
afterAll(() => (member.available ? member.stop() : undefined), 60_000)
if (!member.available) console.warn(`Incus tests are skipped: ${member.reason}`)
const socketPath = member.available ? member.socketPath : ''
const startedAt = systemNow()

describe.skipIf(!member.available)('listening to a real Incus', { timeout: 120_000 }, () => {
  const database = useTestDatabase()
  const { sql } = database
  const rows = rowProbeOn(sql)
  const connection = openIncusConnection({ socketPath, installation: 'test', now: systemNow })
  let estate: Estate
  beforeAll(async () => {
    estate = await makeEstate(sql, { hosts: { count: 1, vcpu: 64 } })
  })
  afterAll(async () => {
    await connection.close()
  })

  const driverOf = (organisationId: string) =>
    connection.scopedTo({ organisationId, limits: null, memberOf: () => null })
  const watch = (workerId: string) => {
    const listened: string[] = []
    const heard: string[] = []
    const watching = watchZones({
      workerId,
      now: systemNow,
      drivers: {
        watchZone: (zoneId, onChange, signal) => {
          listened.push(zoneId)
          const hear = (instanceId: string) => {
            heard.push(instanceId)
            onChange(instanceId)
          }
          return connection.all.watchInstances(hear, { signal })
        },
        hypervisorOf: async () => ({
          surveyor: connection.all,
          hostOf: () => null,
          driverOf: async (id) => driverOf(id),
        }),
      },
    })
    return { ...watching, listened, heard }
  }
  /** Events before the connection is open are lost, so this repeats a harmless change of a server until it is heard. */
  async function untilHeard({ heard }: { heard: string[] }, instanceId: Id<'instance'>): Promise<void> {
    const spec = await withSystem(systemTestContext(), (tx) => readInstanceSpec(tx, instanceId, startedAt))
    let vcpu = spec.vcpu
    await expect
      .poll(async () => {
        vcpu = vcpu === spec.vcpu ? vcpu + 1 : spec.vcpu
        await driverOf(spec.organisationId).resizeInstance(instanceId, { ...spec, vcpu }, soon())
        return heard
      })
      .toContain(instanceId)
  }
  async function server(): Promise<Id<'instance'>> {
    const id = await addInstance(estate, { at: addSeconds(startedAt, -3_600) })
    const spec = await withSystem(systemTestContext(), (tx) => readInstanceSpec(tx, id, startedAt))
    const driver = driverOf(spec.organisationId)
    await driver.createInstance({ ...spec, image: 'busybox', sshKeys: [] }, soon())
    await driver.startInstance(id, soon())
    return id
  }
  const drifts = (id: string) =>
    rows.query<{ kind: string; state: string }>(
      `select kind, state from drifts where subject = $1 order by kind`,
      id,
    )

  test('a server stopped outside the portal runs again within seconds, and only one worker listens', async () => {
    const [stopped, gone, other] = [await server(), await server(), await server()]
    const own = driverOf(estate.own.organisationId)
    // Not while a worker listens, which would start the server before it is gone.
    await own.stopInstance(gone, { force: true }, soon())
    // The zone sells before this, but is not reachable.
    await rows.query(`update zones set driver = 'incus' where id = $1`, estate.zone.zoneId)
    const first = watch('first')
    await expect.poll(() => first.listened).toEqual([estate.zone.zoneId])
    await untilHeard(first, other)
    const second = watch('second')
    const asked = performance.now()
    await own.stopInstance(stopped, { force: true }, soon())
    await expect
      .poll(() => drifts(stopped), { interval: 50 })
      .toEqual([{ kind: 'power_differs', state: 'healed' }])
    console.log(`Incus: a stop is noticed and put right in ${Math.round(performance.now() - asked)} ms`)
    expect(await own.observeInstance(stopped, soon())).toMatchObject({ power: 'running' })
    // A missing server is reported, not created again.
    await own.deleteInstance(gone, soon())
    await expect
      .poll(() => drifts(gone), { interval: 50 })
      .toEqual([{ kind: 'instance_missing', state: 'open' }])
    expect(second.listened).toEqual([])

    await first.stop()
    await expect.poll(() => second.listened).toEqual([estate.zone.zoneId])
    await untilHeard(second, other)
    await own.stopInstance(stopped, { force: true }, soon())
    await expect.poll(() => drifts(stopped), { interval: 50 }).toHaveLength(2)
    await second.stop()
  })
})
