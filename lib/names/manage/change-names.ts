import { type Tx, withOrganisation } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { authorize } from '~/lib/identity'
import { DomainError, sqlState } from '~/lib/kernel/errors'
import { type Id, newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { requireOutsideWorld } from '~/lib/recovery'
import { isWithin, readHost, readName } from '../labels'
import * as rows from '../queries/manage'
import type { AddNameInput } from '../schema'
import { requireService } from './require-service'

/** Names that the customers of one project may add; those of servers are not counted. */
export const namesPerProject = 200

/**
 * Adds a name to the zone of a project: for one of its addresses, or as an alias of another name. A worker publishes it
 * within seconds.
 *
 * @throws DomainError `not_found`, `forbidden`, `invalid_input`, `already_exists`, `quota_exceeded`, `state_forbids` (no DNS server,
 * or the project has no zone yet), `recovery_in_progress`
 */
export async function addName(ctx: OpContext, input: AddNameInput): Promise<{ name: string }> {
  const organisationId = authorize(ctx, 'instance:operate')
  const { projectId } = input
  const id = newId('name', ctx.now.getTime())
  try {
    return await withOrganisation(ctx, async (tx) => {
      await requireOutsideWorld(tx)
      const { domain } = await requireService(tx)
      await rows.lockNamesOf(tx, projectId)
      const place = await rows.findZoneOfProject(tx, projectId)
      if (!place) throw new DomainError('not_found')
      authorize(ctx, 'instance:operate', projectId)
      if (place.label === null)
        throw new DomainError('state_forbids', { field: 'projectId', params: { reason: 'name_no_zone' } })
      const zone = `${place.label}.${domain}`
      const own = readName(input.label, zone)
      if ('refusal' in own) throw refused('label', own.refusal, { zone })
      const others = await rows.listNamesOf(tx, projectId)
      const { label } = own
      if (others.some((other) => other.label === label)) throw taken(`${label}.${zone}`)
      const added = others.filter(({ kind }) => kind !== 'server').length
      if (added >= namesPerProject) throw overQuota(added)
      const target = await readTarget(tx, input, { domain, zone, label, others })
      await rows.insertName(tx, { id, organisationId, projectId, label, ...target, createdAt: ctx.now })
      const name = `${label}.${zone}`
      await recordAudit(tx, ctx, 'name.added', {
        organisationId,
        kind: 'name',
        id,
        details: {
          name,
          ...(input.host && { to: input.host }),
          ...(input.addressId && { to: input.addressId }),
        },
      })
      return { name }
    })
  } catch (error) {
    // A server of that name was named concurrently.
    if (sqlState(error) === '23505') throw taken(input.label)
    throw error
  }
}

type Place = {
  domain: string
  zone: string
  label: string
  others: Awaited<ReturnType<typeof rows.listNamesOf>>
}

async function readTarget(tx: Tx, { projectId, addressId, host: text }: AddNameInput, place: Place) {
  if ((addressId === undefined) === (text === undefined || text === '')) throw refused('host', 'name_target')
  if (addressId) {
    const address = await rows.findReservedAddress(tx, addressId)
    if (address?.projectId !== projectId) throw new DomainError('not_found', { field: 'addressId' })
    return { kind: 'address' as const, addressId }
  }
  const host = readHost(text ?? '')
  if (host === null) throw refused('host', 'name_host')
  if (!isWithin(host, place.domain)) return { kind: 'alias' as const, targetHost: host }
  const target = place.others.find(({ label }) => `${label}.${place.zone}` === host)
  if (host === `${place.label}.${place.zone}`) throw refused('host', 'name_alias_loop')
  if (!target) throw refused('host', 'name_target_unknown', { zone: place.zone })
  if (target.kind === 'alias') throw refused('host', 'name_alias_of_alias')
  return { kind: 'alias' as const, targetNameId: target.id }
}

/**
 * Removes a name that was added, with the aliases that lead to it.
 *
 * @throws DomainError `not_found` (also for the name of a server), `recovery_in_progress`
 */
export async function removeName(ctx: OpContext, { nameId }: { nameId: Id<'name'> }): Promise<void> {
  const organisationId = authorize(ctx, 'instance:operate')
  await withOrganisation(ctx, async (tx) => {
    await requireOutsideWorld(tx)
    const row = await rows.deleteOwnName(tx, nameId)
    if (!row) throw new DomainError('not_found')
    await recordAudit(tx, ctx, 'name.removed', {
      organisationId,
      kind: 'name',
      id: row.id,
      details: { name: row.label },
    })
  })
}

const refused = (field: string, reason: string, params: Record<string, string> = {}) =>
  new DomainError('invalid_input', { field, params: { reason, ...params } })
const taken = (name: string) =>
  new DomainError('already_exists', { field: 'label', params: { reason: 'name_in_zone', name } })
const overQuota = (used: number) =>
  new DomainError('quota_exceeded', {
    params: { reason: 'names', resource: 'names', limit: `${namesPerProject}`, used: `${used}` },
  })
