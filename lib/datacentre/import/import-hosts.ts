import { type Tx, withShared } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { DomainError, invariant } from '~/lib/kernel/errors'
import { type Id, isId, newId, toId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { authorizeInventoryChange } from '../authorize-change'
import { convertViolations } from '../convert-violations'
import { sellableVcpu } from '../hosts/schema'
import { updateHostPlace } from '../places/queries/edit'
import { updateHostLabels } from '../queries/hosts'
import { callSetHostCapacity } from '../queries/zone-place'
import { type ImportPlan, type Known, type PlannedHost, planImport } from './plan-import'
import { insertHosts, insertRacks } from './queries/import'
import { readHostLines } from './read-host-lines'
import { readKnown } from './read-known'
import type { ImportHostsInput } from './schema'

/**
 * Imports a list of hosts: creates new ones in service and changes existing ones, all or none. Each is audited like a
 * manual change.
 *
 * @throws DomainError `invalid_input` with the first invalid line; `conflict` when the inventory has changed since it
 * was read
 */
export async function importHosts(
  ctx: OpContext,
  input: ImportHostsInput,
): Promise<{ created: number; changed: number }> {
  authorizeInventoryChange(ctx)
  const { lines, errors } = readHostLines(input.csv)
  return convertViolations(() =>
    withShared(ctx, async (tx) => {
      const known = await readKnown(tx, lines, true)
      const plan = planImport(lines, known)
      const [wrong] = [...errors, ...plan.errors]
      if (wrong) {
        const params = { reason: 'csv_line', line: String(wrong.line) }
        throw new DomainError('invalid_input', { field: 'csv', params })
      }
      const racks = await createRacks(tx, ctx, plan)
      await createHosts(tx, ctx, plan, racks)
      for (const each of plan.hosts) if (each.kind === 'change') await changeHost(tx, ctx, each, known, racks)
      const count = (kind: PlannedHost['kind']) => plan.hosts.filter((each) => each.kind === kind).length
      return { created: count('create'), changed: count('change') }
    }),
  )
}

/** Returns the ids of the racks of these hosts, creating missing racks. */
async function createRacks(tx: Tx, ctx: OpContext, plan: ImportPlan): Promise<Map<string, Id<'rack'>>> {
  const rows = plan.newRacks.map((rack) => ({ ...rack, id: newId('rack', ctx.now.getTime()) }))
  await insertRacks(
    tx,
    rows.map(({ id, roomId, name }) => ({ id, name, roomId: toId('room', roomId) })),
  )
  for (const { id, roomId, name } of rows) {
    const details = { roomId, name }
    await recordAudit(tx, ctx, 'rack.registered', { organisationId: null, kind: 'rack', id, details })
  }
  return new Map(rows.map((rack) => [rack.key, rack.id]))
}

/** `rack` is the id of an existing rack, or the key of a new one. */
function rackOf(racks: ReadonlyMap<string, Id<'rack'>>, rack: string): Id<'rack'> {
  const id = isId('rack', rack) ? rack : racks.get(rack)
  invariant(id, 'missing racks have been created')
  return id
}

async function createHosts(
  tx: Tx,
  ctx: OpContext,
  plan: ImportPlan,
  racks: ReadonlyMap<string, Id<'rack'>>,
): Promise<void> {
  const created = plan.hosts.filter((each) => each.kind === 'create')
  const rows = created.map(({ host, rack, zoneId }) => ({
    ...host,
    id: newId('host', ctx.now.getTime()),
    rackId: rackOf(racks, rack),
    zoneId: toId('zone', zoneId),
    state: 'in_service' as const,
    stateChangedAt: ctx.now,
    vcpuFree: sellableVcpu(host) - host.vcpuReserved,
    memoryMibFree: host.memoryMibPhysical - host.memoryMibReserved,
    diskGibFree: host.diskGibPhysical - host.diskGibReserved,
  }))
  await insertHosts(tx, rows)
  for (const [index, { id, rackId }] of rows.entries()) {
    const details = { ...created[index]?.host, rackId }
    await recordAudit(tx, ctx, 'host.registered', { organisationId: null, kind: 'host', id, details })
  }
}

async function changeHost(
  tx: Tx,
  ctx: OpContext,
  planned: PlannedHost,
  known: Known,
  racks: ReadonlyMap<string, Id<'rack'>>,
): Promise<void> {
  const before = known.hosts.find((host) => host.id === planned.hostId)
  invariant(before, 'a host that changes is known')
  const hostId = toId('host', before.id)
  const { labels, name: _name, generation, rackUnit, heightUnits, ...capacity } = planned.host
  const rackId = rackOf(racks, planned.rack)
  await updateHostPlace(tx, hostId, { rackId, rackUnit, heightUnits, generation })
  await updateHostLabels(tx, hostId, labels)
  if (!(await callSetHostCapacity(tx, hostId, capacity))) throw new DomainError('conflict')
  const to: Record<string, unknown> = { ...planned.host, rack: rackId }
  const from: Record<string, unknown> = { ...before, rack: before.rackId }
  const pick = (of: Record<string, unknown>) =>
    Object.fromEntries(planned.fields.map((field) => [field, of[field]]))
  await recordAudit(tx, ctx, 'host.changed', {
    organisationId: null,
    kind: 'host',
    id: hostId,
    details: { from: pick(from), to: pick(to) },
  })
}
