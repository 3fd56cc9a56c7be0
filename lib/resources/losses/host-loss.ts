import { type Tx, withStaff } from '~/db/client'
import { readLossFacts } from '~/lib/datacentre'
import { type LossAction, type LossRefusal, type LostHostFacts, lossCan } from '~/lib/datacentre/client'
import { findHost, findOpenLoss, findZoneTitle, type LossRow } from '~/lib/datacentre/rows'
import { authorizeStaff, readSamePeople } from '~/lib/identity'
import { DomainError, invariant } from '~/lib/kernel/errors'
import { groupedBy } from '~/lib/kernel/grouped-by'
import { type Id, isId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { copiesAsOf, copyGapOf } from './last-copies'
import { planRecovery } from './plan-recovery'
import * as rows from './queries/host-loss'
import { readLastCopies } from './read-last-copies'
import { type HostLossView, type LostServerView, lostServersShown } from './views'

/**
 * What is on a host that does not answer: its servers and their customers, the last copy of each, and where each could
 * start now; with the declaration of its loss, if there is one.
 *
 * @throws DomainError `not_found`
 */
export async function readHostLoss(ctx: OpContext, hostId: string): Promise<HostLossView> {
  const staffId = authorizeStaff(ctx, 'inventory:read')
  if (!isId('host', hostId)) throw new DomainError('not_found')
  return withStaff(ctx, async (tx) => {
    const host = await findHost(tx, hostId)
    if (!host) throw new DomainError('not_found')
    const zone = await findZoneTitle(tx, host.zoneId)
    invariant(zone, 'a host is in a zone')
    const loss = await findOpenLoss(tx, hostId)
    const facts = await readLossFacts(tx, host, loss)
    const { servers, roomy } = await readServers(tx, host)
    const recovered = loss ? await rows.listRecovered(tx, loss.id, lostServersShown) : []
    return {
      host: { id: host.id, name: host.name, silentSince: host.unreachableSince?.toISOString() ?? null },
      zone: { id: host.zoneId, code: zone.code, name: zone.name },
      loss: loss && (await toLossView(tx, staffId, loss)),
      refusals: refusalsOf(facts),
      servers,
      claims: facts.allocations,
      recovered: recovered.flatMap(({ at, ...row }) => (at ? [{ ...row, at: at.toISOString() }] : [])),
      roomy,
    }
  })
}

function refusalsOf(facts: LostHostFacts): Record<LossAction, LossRefusal | null> {
  const reason = (decision: ReturnType<typeof lossCan.declare>) => (decision.allowed ? null : decision.reason)
  return {
    declare: reason(lossCan.declare(facts)),
    confirm: reason(lossCan.confirm(facts)),
    withdraw: reason(lossCan.withdraw(facts)),
    reuse: reason(lossCan.reuse(facts)),
    recover: reason(lossCan.recover(facts.loss)),
  }
}

async function toLossView(
  tx: Tx,
  staffId: Id<'staff'>,
  loss: LossRow,
): Promise<NonNullable<HostLossView['loss']>> {
  const { declaredByStaffId, confirmedByStaffId } = loss
  const people = [declaredByStaffId, ...(confirmedByStaffId ? [confirmedByStaffId] : [])]
  const names = await rows.listStaffNames(tx, people)
  const isSame = await readSamePeople(tx, staffId, [declaredByStaffId])
  return {
    id: loss.id,
    verification: loss.verification,
    declaredBy: names.get(declaredByStaffId) ?? '',
    declaredAt: loss.declaredAt.toISOString(),
    confirmedBy: confirmedByStaffId ? (names.get(confirmedByStaffId) ?? '') : null,
    confirmedAt: loss.confirmedAt?.toISOString() ?? null,
    forgottenAt: loss.forgottenAt?.toISOString() ?? null,
    answeredAt: loss.answeredAt?.toISOString() ?? null,
    needsAnother: isSame(declaredByStaffId),
  }
}

async function readServers(tx: Tx, { id: hostId, zoneId }: { id: Id<'host'>; zoneId: Id<'zone'> }) {
  const found = await rows.listServersOnLostHost(tx, hostId, lostServersShown)
  const ids = found.map(({ id }) => id)
  const copiesOf = await readLastCopies(tx, ids)
  const addresses = groupedBy(await rows.listPublicAddressesOf(tx, ids), ({ instanceId }) => instanceId)
  const recoveries = new Map((await rows.listLatestRecoveries(tx, ids)).map((row) => [row.instanceId, row]))
  const startable = ids.filter((id) => copyGapOf(copiesOf(id)) === null)
  const { places, roomy } = await planRecovery(tx, { hostId, zoneId, servers: new Set(startable) })
  const servers = found.map(({ id, name, state, address, organisation }): LostServerView => {
    const copies = copiesOf(id)
    const recovery = recoveries.get(id)
    return {
      id,
      name,
      state,
      organisation,
      address,
      publicAddresses: (addresses.get(id) ?? []).map((row) => row.address),
      copies,
      copiesAsOf: copiesAsOf(copies),
      gap: copyGapOf(copies),
      place: places.get(id)?.hostName ?? null,
      recovery: recovery
        ? {
            state: recovery.state,
            failureCode: recovery.failureCode,
            endedAt: recovery.endedAt?.toISOString() ?? null,
          }
        : null,
    }
  })
  return { servers, roomy }
}
