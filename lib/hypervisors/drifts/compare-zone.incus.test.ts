import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { withSystem } from '~/db/client'
import { systemTestContext } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { type Id, newId } from '~/lib/kernel/ids'
import { addSeconds, systemNow } from '~/lib/kernel/time/clock'
import { readInstanceSpec, readVolumeSpec } from '~/lib/resources/sagas/facts'
import { addInstance, addVolume } from '~/lib/resources/testing/resources'
import { rowProbeOn } from '~/lib/resources/testing/saga-rows'
import { type Estate, makeEstate } from '~/testing/estate'
import { openPool } from '../incus/wire/address'
import { projectOf } from '../incus/zone/project'
import { openIncusConnection } from '../port/index'
import { hypervisorName } from '../port/names'
import { startIncusMember } from '../testing/incus-member'
import { instanceSpec, soon } from '../testing/world'
import { compareZone } from './compare-zone'

const member = await startIncusMember()
afterAll(() => (member.available ? member.stop() : undefined), 60_000)
if (!member.available) console.warn(`Incus tests are skipped: ${member.reason}`)
const socketPath = member.available ? member.socketPath : ''
const image = 'busybox'

describe.skipIf(!member.available)('comparing a zone with a real Incus', { timeout: 120_000 }, () => {
  const database = useTestDatabase()
  const { sql } = database
  const rows = rowProbeOn(sql)
  const connection = openIncusConnection({ socketPath, installation: 'test', now: systemNow })
  const pool = openPool({ socketPath })
  let estate: Estate
  const startedAt = systemNow()
  let minutes = 0
  beforeAll(async () => {
    estate = await makeEstate(sql, { hosts: { count: 1, vcpu: 64 } })
  })
  afterAll(async () => {
    await Promise.all([connection.close(), pool.destroy()])
  })

  const driverOf = (organisationId: string) =>
    connection.scopedTo({ organisationId, limits: null, memberOf: () => null })
  const compare = () => {
    minutes += 1
    return compareZone(
      systemTestContext(addSeconds(startedAt, minutes * 60)),
      { id: estate.zone.zoneId, code: 'TST', driver: 'incus' },
      { surveyor: connection.all, hostOf: () => null, driverOf: async (id) => driverOf(id) },
    )
  }
  const read = <T>(run: Parameters<typeof withSystem<T>>[1]) => withSystem(systemTestContext(), run)
  async function server(): Promise<Id<'instance'>> {
    const id = await addInstance(estate, { at: addSeconds(startedAt, -3_600) })
    const spec = { ...(await read((tx) => readInstanceSpec(tx, id, startedAt))), image, sshKeys: [] }
    await driverOf(spec.organisationId).createInstance(spec, soon())
    await driverOf(spec.organisationId).startInstance(id, soon())
    return id
  }
  async function post(path: string, json: unknown) {
    const response = await pool.request({ method: 'POST', path, body: JSON.stringify(json) })
    const answer = (await response.body.json()) as { operation?: string; error?: string }
    if (answer.error) throw new Error(answer.error)
    await (await pool.request({ method: 'GET', path: `${answer.operation}/wait?timeout=30` })).body.dump()
  }

  test('finds changes made outside the portal, heals those it may, and leaves foreign objects alone', async () => {
    const own = driverOf(estate.own.organisationId)
    const [missing, stopped, resized] = [await server(), await server(), await server()]
    const volumeId = await addVolume(estate, { at: addSeconds(startedAt, -3_600) })
    await own.createVolume(await read((tx) => readVolumeSpec(tx, volumeId)), soon())
    expect(await compare()).toMatchObject({ objects: 4, open: 0, healed: 0 })

    await own.deleteInstance(missing, soon())
    await own.stopInstance(stopped, { force: true }, soon())
    await own.resizeInstance(resized, { vcpu: 1, memoryMib: 512, rootDiskGib: 50 }, soon())
    const about = { organisationId: estate.own.organisationId }
    const { network } = await read((tx) => readInstanceSpec(tx, missing, startedAt))
    const orphan = instanceSpec(image, { ...about, sshKeys: [], network: network ?? null })
    await own.createInstance(orphan, soon())
    const stranger = newId('instance')
    const source = { type: 'image', alias: image }
    const root = { root: { type: 'disk', path: '/', pool: 'default', size: '1GiB' } }
    await post(`/1.0/instances?project=${projectOf(estate.own.organisationId)}`, {
      name: hypervisorName(stranger),
      type: 'container',
      source,
      devices: root,
    })
    await post('/1.0/instances', { name: 'somebody-else', type: 'container', source })

    expect(await compare()).toMatchObject({ objects: 6, open: 3, healed: 2 })
    const open = await rows.query<{ kind: string; subject: string }>(
      `select kind, subject from drifts where state = 'open' order by kind`,
    )
    expect(open).toEqual([
      { kind: 'instance_missing', subject: missing },
      { kind: 'instance_unknown', subject: orphan.resourceId },
      { kind: 'stranger', subject: hypervisorName(stranger) },
    ])
    expect(await own.observeInstance(stopped, soon())).toMatchObject({ power: 'running' })
    expect(await own.observeInstance(resized, soon())).toMatchObject({ vcpu: 2, memoryMib: 4096 })

    for (const _turn of [1, 2])
      expect(await compare()).toMatchObject({ objects: 6, open: 3, healed: 0, withheld: 0 })
    // No row explains it, so it is quarantined and keeps running.
    expect(await own.observeInstance(orphan.resourceId, soon())).toMatchObject({ exists: true, ours: true })
    expect(await own.observeInstance(stranger, soon())).toMatchObject({ exists: true, ours: false })
  })
})
