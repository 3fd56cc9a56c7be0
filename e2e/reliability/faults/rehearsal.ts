import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'
import { standardPortalProcesses } from '../../../bin/lib/settings.ts'
import { findFreePort } from '../../../db/embedded/free-port.ts'
import type { IncusMember } from '../../../lib/hypervisors/testing/incus-member.ts'
import { startTestInstallation, type TestInstallation } from '../../installation.ts'
import { type Gate, openGate } from './gate.ts'
import { type Prometheus, startPrometheus } from './prometheus.ts'

type Sql = typeof import('../../support/database')['sql']
type Buyer = import('../../support/crowd').SignedInBuyer

/** What the faults act on: the four real processes, their database, hypervisor and mail server, and Prometheus. */
export type Rehearsal = {
  installation: TestInstallation
  prometheus: Prometheus
  sql: Sql
  /** A customer with traffic on the portal. */
  buyer: Buyer
  simulator: import('../../../lib/hypervisors/port/index').SimulatorDriver
  /** Before a real Incus; null where there is none. */
  gate: Gate | null
  mailServer: { stop(): Promise<void>; start(): Promise<void> }
  stop(): Promise<void>
}

/** Requests of a customer each second, in the background. */
const trafficPerSecond = 2

export async function startRehearsal(incus?: IncusMember): Promise<Rehearsal> {
  const undo: (() => Promise<unknown> | unknown)[] = []
  const stop = async () => {
    for (const step of undo.splice(0).reverse()) await step()
  }
  try {
    const gate = incus?.available ? await openGate(incus.socketPath) : null
    if (gate) undo.push(gate.stop)
    const mailServer = await startMailServer()
    undo.push(mailServer.stop)
    const metricsPort = await findFreePort()
    const installation = await startTestInstallation({
      metricsPort,
      smtp: { SMTP_URL: `smtp://127.0.0.1:${mailServer.port}`, SMTP_FROM: 'portail@andromede.example' },
      ...(gate && { incusSocket: gate.socketPath }),
    })
    undo.push(installation.stop)
    const kinds = ['worker', 'console', 'operator']
    for (let i = 1; i <= standardPortalProcesses(); i += 1) kinds.push(`portal-${i}`)
    const prometheus = await startPrometheus(
      Object.fromEntries(kinds.map((kind, index) => [kind, metricsPort + index])),
    )
    undo.push(prometheus.stop)
    Object.assign(process.env, installation.environment)
    const { makeSignedInBuyers } = await import('../../support/crowd')
    const { sql } = await import('../../support/database')
    const { openSimulator } = await import('~/lib/hypervisors/port/index')
    const simulator = openSimulator({
      databaseUrl: installation.environment.SIMULATOR_DATABASE_URL ?? '',
      installation: 'e2e',
      now: () => new Date(),
    })
    undo.push(() => simulator.close())
    const [buyer] = await makeSignedInBuyers(1)
    if (!buyer) throw new Error('one buyer was made')
    if (gate) await orderOnIncus(installation, buyer)
    const url = `${installation.portalUrl}/o/${buyer.organisationId}`
    const visit = () =>
      fetch(url, { headers: { cookie: buyer.cookie }, signal: AbortSignal.timeout(10_000) })
        .then((answer) => answer.text())
        .catch(() => undefined)
    const traffic = setInterval(visit, 1_000 / trafficPerSecond)
    undo.push(() => clearInterval(traffic))
    return { installation, prometheus, sql, buyer, simulator, gate, mailServer, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

/** Accepts every mail; the port stays the same. */
async function startMailServer() {
  let server: SMTPServer | null = null
  let port = 0
  const start = async () => {
    server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      onData: (stream, _session, done) => void stream.resume().once('end', () => done()),
    })
    server.on('error', () => undefined)
    server.listen(port, '127.0.0.1')
    await once(server.server, 'listening')
    port = (server.server.address() as AddressInfo).port
  }
  const stop = () => new Promise<void>((resolve) => (server ? server.close(() => resolve()) : resolve()))
  await start()
  return { port, start, stop }
}

/** Measured every few seconds from then on. */
async function orderOnIncus({ portalUrl }: TestInstallation, buyer: Buyer): Promise<void> {
  const { postOrder } = await import('../../support/crowd')
  const { sql, until } = await import('../../support/database')
  const { findIncusOffer, orderOfOffer } = await import('../../support/incus-offer')
  // A zone sells once a worker has reached its hypervisor.
  await until('the zone sells', async () => {
    const rows = await sql`select from zone_reach r join zones z on z.id = r.zone_id
      where z.driver = 'incus' and r.reached_at is not null`
    return rows.length > 0
  })
  const answer = await postOrder(portalUrl, buyer, orderOfOffer(buyer, await findIncusOffer()))
  if (answer.outcome !== 'accepted') throw new Error(`the order was answered ${answer.outcome}`)
  await until('its server runs', async () => {
    const rows = await sql`select from instances
      where organisation_id = ${buyer.organisationId} and state = 'running'`
    return rows.length > 0
  })
}
