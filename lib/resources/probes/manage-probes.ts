import type { z } from 'zod'
import { type Tx, withOrganisation } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { authorize } from '~/lib/identity'
import { DomainError, sqlState, violatedConstraint } from '~/lib/kernel/errors'
import { type Id, newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { type ProbeView, probesMax } from './client'
import * as queries from './queries/own-probes'
import type { ChangeProbeInput, CreateProbeInput, removeProbeInput } from './schema'

/** The probes of a server, by name. @throws DomainError `not_found` */
export async function readProbes(
  ctx: OpContext,
  { instanceId }: { instanceId: Id<'instance'> },
): Promise<ProbeView[]> {
  authorize(ctx, 'instance:read')
  return withOrganisation(ctx, async (tx, organisationId) => {
    if (!(await queries.findServerState(tx, organisationId, instanceId))) throw new DomainError('not_found')
    const rows = await queries.listProbeRows(tx, instanceId)
    const changes = await queries.listReadingSince(tx, instanceId)
    const since = new Map(changes.map(({ probeId, at }) => [probeId, at]))
    return rows.map((row) => ({
      id: row.id,
      name: row.name,
      protocol: row.protocol,
      port: row.port,
      alertAfter: row.alertAfter,
      alertsByMail: row.alertsByMail,
      reading: row.reading,
      since: since.get(row.id)?.toISOString() ?? null,
      lookedAt: row.lookedAt?.toISOString() ?? null,
      seenText: row.seenText,
      isAlerted: row.alertedAt !== null,
    }))
  })
}

/**
 * Adds a probe that runs every minute while the server runs. Its results inform and alert; the availability
 * objective is not measured by it.
 *
 * @throws DomainError `not_found`, `state_forbids`, `name_taken`, `quota_exceeded`, `invalid_input` (field
 * port)
 */
export async function createProbe(
  ctx: OpContext,
  input: CreateProbeInput,
): Promise<{ id: Id<'instanceProbe'> }> {
  authorize(ctx, 'instance:operate')
  const { instanceId, ...asked } = input
  const fields = checked(asked)
  const id = newId('instanceProbe', ctx.now.getTime())
  await named(() =>
    withOrganisation(ctx, async (tx, organisationId) => {
      // Locked, so that two concurrent requests do not both take the last place.
      const state = await queries.lockServer(tx, organisationId, instanceId)
      if (!state) throw new DomainError('not_found')
      if (['failed', 'deleted', 'purging', 'purged'].includes(state))
        throw new DomainError('state_forbids', { params: { state } })
      if ((await queries.countProbes(tx, instanceId)) >= probesMax)
        throw new DomainError('quota_exceeded', { params: { reason: 'too_many_probes' } })
      const { accountId } = actorOf(ctx)
      await queries.insertProbe(tx, {
        id,
        organisationId,
        instanceId,
        ...fields,
        createdAt: ctx.now,
        createdByAccountId: accountId,
        nextLookAt: ctx.now,
      })
      await audit(tx, ctx, 'probe.created', organisationId, id, { instanceId, ...fields })
    }),
  )
  return { id }
}

/**
 * Changes the probe and discards the results of the previous question.
 *
 * @throws DomainError `not_found`, `name_taken`, `invalid_input` (field port)
 */
export async function changeProbe(ctx: OpContext, input: ChangeProbeInput): Promise<void> {
  authorize(ctx, 'instance:operate')
  const { probeId, ...asked } = input
  const fields = checked(asked)
  await named(() =>
    withOrganisation(ctx, async (tx, organisationId) => {
      const row = await queries.lockProbe(tx, probeId)
      if (!row) throw new DomainError('not_found')
      const isOther = row.protocol !== fields.protocol || row.port !== fields.port
      const anew = { nextLookAt: ctx.now, reading: null, seenText: null, lookedAt: null }
      await queries.updateProbe(tx, probeId, {
        ...fields,
        ...(isOther ? { ...anew, failures: 0, alertedAt: null } : {}),
      })
      const { instanceId } = row
      await audit(tx, ctx, 'probe.changed', organisationId, probeId, { instanceId, ...fields })
    }),
  )
}

/** Removes the probe and its results. @throws DomainError `not_found` */
export async function removeProbe(
  ctx: OpContext,
  { probeId }: z.output<typeof removeProbeInput>,
): Promise<void> {
  authorize(ctx, 'instance:operate')
  await withOrganisation(ctx, async (tx, organisationId) => {
    const row = await queries.lockProbe(tx, probeId)
    if (!row) throw new DomainError('not_found')
    await queries.deleteProbe(tx, probeId)
    const { instanceId, name } = row
    await audit(tx, ctx, 'probe.removed', organisationId, probeId, { instanceId, name })
  })
}

type Fields = Omit<CreateProbeInput, 'instanceId'>

function checked({ port = null, ...fields }: Fields) {
  if ((port === null) !== (fields.protocol === 'icmp'))
    throw new DomainError('invalid_input', { field: 'port', params: { reason: 'probe_port' } })
  return { ...fields, port }
}

function actorOf({ actor }: OpContext) {
  if (actor.kind !== 'account') throw new DomainError('forbidden')
  return actor
}

function audit(
  tx: Tx,
  ctx: OpContext,
  event: 'probe.created' | 'probe.changed' | 'probe.removed',
  organisationId: Id<'organisation'>,
  id: Id<'instanceProbe'>,
  details: Record<string, unknown>,
): Promise<void> {
  return recordAudit(tx, ctx, event, { organisationId, kind: 'probe', id, details })
}

async function named(run: () => Promise<void>): Promise<void> {
  try {
    await run()
  } catch (error) {
    if (sqlState(error) === '23505' && violatedConstraint(error) === 'instance_probes_name')
      throw new DomainError('name_taken', { field: 'name', cause: error })
    throw error
  }
}
