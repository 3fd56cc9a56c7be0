/**
 * Sweeper: every minute the agent of each zone runs the customers' probes of running servers. The worker that
 * postpones a probe's next run does this one; its result and notification commit together. A worker that dies
 * in between loses one run.
 */
import { type Tx, withSystem } from '~/db/client'
import { emitEvent } from '~/lib/events'
import type { ProbeAnswer, ProbeTarget } from '~/lib/hypervisors'
import { DriverError } from '~/lib/hypervisors'
import type { Drivers } from '~/lib/hypervisors/runtime'
import { authorizeSystem, listContactsWithPermission } from '~/lib/identity'
import type { OpContext } from '~/lib/kernel/op-context'
import { addSeconds } from '~/lib/kernel/time/clock'
import { portalLink, queueMail } from '~/lib/mail'
import { routes } from '~/lib/routes'
import { nextProbeStatus } from './next-status'
import * as queries from './queries/own-probes'
import { seenWords } from './seen-words'

const everySeconds = 60
/** Concurrent probes per pass. */
const atOnce = 50
const patienceMs = 8_000
const seenTextMax = 200

export async function runProbes(ctx: OpContext, drivers: Pick<Drivers, 'driverFor'>): Promise<void> {
  authorizeSystem(ctx)
  const next = addSeconds(ctx.now, everySeconds)
  const due = await withSystem(ctx, (tx) => queries.claimDueProbes(tx, ctx.now, next, atOnce))
  await Promise.all(
    due.map(async (probe) => {
      const answer = await runProbe(ctx, probe, drivers)
      await withSystem(ctx, (tx) => keep(tx, ctx, probe, answer))
    }),
  )
}

async function runProbe(
  ctx: OpContext,
  { instanceId, protocol, port }: queries.ProbeRow,
  drivers: Pick<Drivers, 'driverFor'>,
): Promise<ProbeAnswer> {
  const target: ProbeTarget = protocol === 'icmp' ? { protocol } : { protocol, port: port ?? 0 }
  try {
    const driver = await withSystem(ctx, (tx) => drivers.driverFor(tx, instanceId))
    return await driver.probe(instanceId, target, { signal: AbortSignal.timeout(patienceMs) })
  } catch (error) {
    // A failure on our side says nothing about the server.
    if (error instanceof DriverError) return { state: 'unknown', text: error.code }
    throw error
  }
}

async function keep(tx: Tx, ctx: OpContext, asked: queries.ProbeRow, answer: ProbeAnswer): Promise<void> {
  const probe = await queries.lockProbe(tx, asked.id)
  // It may have been removed or changed meanwhile.
  if (!probe || probe.protocol !== asked.protocol || probe.port !== asked.port) return
  const { tell, ...standing } = nextProbeStatus(probe, answer.state, {
    alertAfter: probe.alertAfter,
    at: ctx.now,
  })
  const seenText = seenOf(answer)
  await queries.updateProbe(tx, probe.id, { ...standing, seenText, lookedAt: ctx.now })
  const { id: probeId, organisationId } = probe
  if (probe.reading !== answer.state)
    await queries.insertChange(tx, { probeId, organisationId, at: ctx.now, reading: answer.state })
  if (tell) await announce(tx, ctx, probe, tell, seenText ?? '')
}

/**
 * The text that the customer sees: the printable part of an answer. The reason of a failure on our side is
 * hidden: it may name our hypervisors and addresses. Pure.
 */
function seenOf({ state, text }: ProbeAnswer): string | null {
  if (state === 'unknown') return null
  const shown = text.replace(/[\p{Cc}\p{Cf}\p{Cs}]+/gu, ' ')
  return [...shown].slice(0, seenTextMax).join('')
}

async function announce(
  tx: Tx,
  ctx: OpContext,
  { id: probeId, organisationId, instanceId, name, alertsByMail }: queries.ProbeRow,
  what: 'failing' | 'recovered',
  seenText: string,
): Promise<void> {
  const server = await queries.findProbedServer(tx, instanceId)
  if (!server) return
  await emitEvent(tx, ctx, {
    organisationId,
    event: `probe.${what}`,
    data: { probeId, name, instanceId, instanceName: server.name, seen: seenText },
  })
  if (!alertsByMail) return
  const url = portalLink(routes.org.instance(organisationId, instanceId, { tab: 'metrics' }))
  const contacts = await listContactsWithPermission(tx, organisationId, 'instance:operate', server.projectId)
  for (const contact of contacts)
    await queueMail(tx, {
      to: contact.email,
      locale: contact.locale,
      template: what === 'failing' ? 'probe-failing' : 'probe-recovered',
      params: {
        name: contact.fullName,
        server: server.name,
        probe: name,
        seen: seenWords(seenText, contact.locale),
        url,
      },
    })
}
