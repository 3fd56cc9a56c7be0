import WebSocket from 'ws'
import { withSystem } from '~/db/client'
import { systemTestContext, testNow } from '~/db/testing/contexts'
import type { TestDatabase } from '~/db/testing/test-database'
import { type Drivers, openDrivers, openSimulator } from '~/lib/hypervisors/runtime'
import { instanceSpec, soon } from '~/lib/hypervisors/testing/world'
import type { Id } from '~/lib/kernel/ids'
import { hashSecret, newSecret } from '~/lib/kernel/secrets/secrets'
import { addSeconds } from '~/lib/kernel/time/clock'
import { addInstance } from '~/lib/resources/testing/resources'
import { rowProbe } from '~/lib/resources/testing/row-probe'
import { type Estate, makeEstate } from '~/testing/estate'
import { type Limits, standardLimits } from '../gateway/limits'
import { type Gateway, startGateway } from '../gateway/start-gateway'
import { openConsole } from '../index'

export const portalOrigin = 'http://portal.test'

/** A world of running servers in a simulated datacenter, people with sessions, and gateways with any limits. */
export async function makeConsoleWorld(database: { current: TestDatabase }) {
  process.env.CONSOLE_URL = 'https://console.test'
  const { query } = rowProbe(database)
  const estate: Estate = await makeEstate(database.current.sql, { hosts: { count: 4, vcpu: 128 } })
  const simulatorDatabaseUrl = database.current.roleUrl('andromede_simulator')
  const drivers: Drivers = await openDrivers({ simulatorDatabaseUrl, now: () => new Date() })
  const simulator = openSimulator({
    databaseUrl: simulatorDatabaseUrl,
    installation: 'any',
    now: () => new Date(),
  })
  await simulator.setLatencyPercent(0)
  await simulator.close()
  const gateways: Gateway[] = []
  let clock = testNow

  return {
    estate,
    query,
    now: () => clock,
    pass(seconds: number) {
      clock = addSeconds(clock, seconds)
    },
    /** Creates a running server, in the rows and in the datacenter. */
    async server(): Promise<Id<'instance'>> {
      const id = await addInstance(estate)
      const driver = await withSystem(systemTestContext(), (tx) => drivers.driverFor(tx, id))
      await driver.createInstance(instanceSpec('debian-13', { resourceId: id }), soon())
      await driver.startInstance(id, soon())
      return id
    },
    /** Returns the owner, in a session of their own. */
    async person() {
      const sessionHash = hashSecret(newSecret())
      const { accountId } = estate.own
      await query(
        `insert into account_sessions (token_hash, account_id, created_at, last_seen_at, expires_at, second_factor_at)
         values ($1, $2, $3, $3, $4, $3)`,
        sessionHash,
        accountId,
        clock.toISOString(),
        addSeconds(clock, 12 * 3600).toISOString(),
      )
      const ctx = estate.own.as('owner', clock)
      const actor = { kind: 'account', accountId, sessionHash, secondFactorAt: clock } as const
      return { ...ctx, actor }
    },
    async gateway(limits: Partial<Limits> = {}): Promise<Gateway> {
      const gateway = await startGateway({
        host: '127.0.0.1',
        port: 0,
        portalOrigin,
        trustedProxies: 0,
        drivers,
        // Worlds in one database have their own clocks: none may judge the other's silence.
        limits: { ...standardLimits, cleanupMs: 3_600_000, ...limits },
        now: () => clock,
      })
      gateways.push(gateway)
      return gateway
    },
    async close() {
      await Promise.all(gateways.map((gateway) => gateway.stop()))
      await drivers.close()
    },
  }
}

export type ConsoleWorld = Awaited<ReturnType<typeof makeConsoleWorld>>

/** The browser's side of a console; without `autoPong` the caller answers pings itself. */
export function connect(gateway: Gateway, first?: unknown, options: WebSocket.ClientOptions = {}) {
  const socket = new WebSocket(`ws://127.0.0.1:${gateway.port}/`, { origin: portalOrigin, ...options })
  let shown = ''
  const decoder = new TextDecoder()
  socket.on('message', (bytes: Buffer, isBinary: boolean) => {
    if (isBinary) shown += decoder.decode(bytes, { stream: true })
  })
  socket.once('open', () => {
    if (first !== undefined) socket.send(JSON.stringify(first))
  })
  const ended = new Promise<{ code: number; reason: string }>((resolve, reject) => {
    socket.once('error', reject)
    socket.once('close', (code, reason) => resolve({ code, reason: reason.toString() }))
  })
  ended.catch(() => undefined)
  return { socket, shown: () => shown, ended, type: (text: string) => socket.send(Buffer.from(text)) }
}

/** The same with a ticket of this person for this server. */
export async function openWith(
  gateway: Gateway,
  ctx: Parameters<typeof openConsole>[0],
  instanceId: Id<'instance'>,
  options: WebSocket.ClientOptions = {},
) {
  const { ticket } = await openConsole(ctx, { instanceId })
  return { ticket, ...connect(gateway, { ticket, columns: 80, rows: 24 }, options) }
}
