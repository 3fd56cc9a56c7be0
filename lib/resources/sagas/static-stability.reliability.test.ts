import postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { closeDatabase, configureDatabase, withOrganisation } from '~/db/client'
import { startThrowawayPostgres, type ThrowawayPostgres } from '~/db/embedded/index'
import { systemTestContext } from '~/db/testing/contexts'
import { cloneTemplate, prepareTemplate } from '~/db/testing/template'
import type { TestDatabase } from '~/db/testing/test-database'
import { compareZone } from '~/lib/hypervisors/drifts/compare-zone'
import { openPool } from '~/lib/hypervisors/incus/wire/address'
import { type IncusDriver, openIncusDriver } from '~/lib/hypervisors/port/index'
import { hypervisorName } from '~/lib/hypervisors/port/names'
import { startIncusMember } from '~/lib/hypervisors/testing/incus-member'
import type { Id } from '~/lib/kernel/ids'
import { addSeconds } from '~/lib/kernel/time/clock'
import { neverCrash } from '~/lib/sagas/engine/crash-point'
import { type Engine, engineDefaults } from '~/lib/sagas/engine/engine'
import { type Estate, makeEstate } from '~/testing/estate'
import { startInstance } from '../servers/start-instance'
import { stopInstance } from '../servers/stop-instance'
import { driveToRest } from '../testing/drive'
import { addInstance } from '../testing/resources'
import { definitionOf, sagaVocabulary } from './index'
import { recordSaga } from './record-saga'

const member = await startIncusMember()
afterAll(() => (member.available ? member.stop() : undefined), 60_000)
if (!member.available) console.warn(`Static stability is skipped: ${member.reason}`)
const socketPath = member.available ? member.socketPath : ''

/**
 * Portal, worker and database stop for half an hour. The clock is simulated, so nothing waits; the server, its
 * process and the restarted database are real.
 */
describe.skipIf(!member.available)(
  'half an hour without portal, worker and database',
  { timeout: 180_000 },
  () => {
    let server: ThrowawayPostgres
    let database: TestDatabase
    let estate: Estate
    let sql: postgres.Sql
    const pool = openPool({ socketPath })
    // To the second, as usage is stored.
    const startedAt = new Date(Math.floor(Date.now() / 1000) * 1000)
    let now = startedAt
    const driver: IncusDriver = openIncusDriver({ socketPath, installation: 'static', now: () => now })
    const engine = (): Engine => ({
      ...engineDefaults,
      definitionOf,
      vocabulary: sagaVocabulary,
      workerId: 'static',
      driverFor: async () => driver,
      now: () => now,
      random: () => 0,
      crash: neverCrash,
      backoff: { firstMs: 0, longestMs: 0 },
    })
    const connect = () => {
      configureDatabase(database.urls)
      sql = postgres(database.roleUrl('andromede_migrator'), { max: 1, onnotice: () => undefined })
    }

    beforeAll(async () => {
      process.env.ENCRYPTION_KEY ??= Buffer.alloc(32, 7).toString('base64')
      server = await startThrowawayPostgres({ isDurable: true })
      await prepareTemplate(server.adminUrl)
      database = await cloneTemplate(server.adminUrl)
      connect()
      estate = await makeEstate(database.sql, { hosts: { count: 1, vcpu: 8 } })
      await sql`update zone_images set alias = 'busybox' where zone_id = ${estate.zone.zoneId}`
    }, 120_000)
    afterAll(async () => {
      await sql?.end()
      await closeDatabase()
      await Promise.all([driver.close(), pool.destroy()])
      await server?.stop()
    }, 60_000)

    const technical = () => estate.own.as('technical', now)
    const askCreation = (instanceId: Id<'instance'>) =>
      withOrganisation(technical(), (tx, organisationId) =>
        recordSaga(tx, technical(), {
          kind: 'create_instance',
          organisationId,
          resourceKind: 'instance',
          resourceId: instanceId,
          input: {},
        }),
      )
    const processOf = async (id: string) => {
      const path = `/1.0/instances/${hypervisorName(id)}/state`
      const { body } = await pool.request({ method: 'GET', path })
      const { metadata } = (await body.json()) as { metadata: { pid: number; started_at: string } }
      return { pid: metadata.pid, startedAt: metadata.started_at }
    }
    const intervals = (id: string) => sql<{ meter: string; seconds: number | null }[]>`
    select meter, extract(epoch from ended_at - started_at)::int as seconds
    from usage_intervals where resource_id = ${id} order by meter, started_at`
    const comparison = () =>
      compareZone(
        systemTestContext(now),
        { id: estate.zone.zoneId, code: 'TST', driver: 'incus' },
        { surveyor: driver, hostOf: () => null, driverOf: async () => driver },
      )

    test('leaves servers running, and counts every second once', async () => {
      const instanceId = await addInstance(estate, { state: 'creating', at: now })
      await driveToRest(engine(), await askCreation(instanceId))
      const before = await processOf(instanceId)
      expect(before.pid).toBeGreaterThan(0)
      expect((await intervals(instanceId)).map(({ meter }) => meter)).toEqual(['compute', 'root_disk'])

      await sql.end()
      await closeDatabase()
      const away = server.restart('fast')
      const signal = AbortSignal.timeout(30_000)
      expect(await driver.httpGetFromInside(instanceId, '/', { signal })).toContain('hello')
      await away
      now = addSeconds(startedAt, 1_800)
      connect()

      expect(await processOf(instanceId)).toEqual(before)
      expect(await comparison()).toMatchObject({ objects: 1, open: 0, healed: 0 })
      now = addSeconds(startedAt, 2_400)
      await driveToRest(engine(), (await stopInstance(technical(), { instanceId })).sagaId)
      now = addSeconds(startedAt, 3_600)
      await driveToRest(engine(), (await startInstance(technical(), { instanceId })).sagaId)
      const used = await intervals(instanceId)
      // Forty minutes of running before the stop, half an hour during it; the disk continues.
      expect(used).toEqual([
        { meter: 'compute', seconds: 2_400 },
        { meter: 'compute', seconds: null },
        { meter: 'root_disk', seconds: null },
      ])
      expect(await comparison()).toMatchObject({ open: 0, healed: 0 })
    })
  },
)
