import { type Tx, withSystem } from '~/db/client'
import { recordAudits } from '~/lib/audit'
import { authorizeSystem } from '~/lib/identity'
import { newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { projectLabel } from '../labels'
import { listOpenDifferences } from '../queries/differences'
import * as rows from '../queries/facts'
import { changeRecord, insertRecords, listRecords } from '../queries/records'
import { deleteReverseNames6OfGone } from '../queries/reverse-names6'
import { awaitsComparison, findNameService } from '../queries/service'
import type { NameFacts, WantedRecord } from './facts'
import { planRecords } from './plan-records'
import { planServerNames } from './plan-server-names'
import { wantedRecords } from './wanted-records'

/**
 * Brings the rows of names and record sets up to date with addresses and servers; nothing leaves the database. Every way
 * in which an address or a server changes is covered, because nothing but their rows is read. One worker at a time; the
 * next pass repeats what another one is doing.
 */
export async function planNames(ctx: OpContext): Promise<void> {
  authorizeSystem(ctx)
  await withSystem(ctx, async (tx) => {
    const service = await findNameService(tx)
    if (!service || !(await rows.lockPlanning(tx))) return
    // A label that was given after the backup is only known from the DNS server.
    if (service.isOn && !(await awaitsComparison(tx))) await labelProjects(tx, ctx, service.domain)
    await endNamesOfReleased(tx, ctx)
    await nameServers(tx, ctx)
    const facts = await readFacts(tx, service)
    const plan = planRecords(wantedRecords(facts), await listRecords(tx))
    await insertRecords(
      tx,
      (await stillReserved(tx, plan.added)).map(({ addresses, ...record }) => ({
        ...record,
        id: newId('nameRecord', ctx.now.getTime()),
        heldAddresses: addresses,
        revision: 1,
      })),
    )
    for (const { id, contents, heldAddresses } of await stillReserved(tx, plan.changed))
      await changeRecord(tx, id, { contents, heldAddresses })
  })
}

async function labelProjects(tx: Tx, ctx: OpContext, domain: string): Promise<void> {
  const unlabelled = await rows.listProjectsToLabel(tx)
  if (unlabelled.length === 0) return
  const taken = new Set((await rows.listNameZones(tx)).map(({ label }) => label))
  for (const { name } of await listOpenDifferences(tx))
    if (name.endsWith(`.${domain}`))
      taken.add(
        name
          .slice(0, -domain.length - 1)
          .split('.')
          .at(-1) ?? '',
      )
  for (const project of unlabelled) {
    const label = projectLabel(project, (each) => taken.has(each))
    taken.add(label)
    const { id: projectId, organisationId } = project
    await rows.insertNameZone(tx, { projectId, organisationId, label, createdAt: ctx.now })
  }
}

async function endNamesOfReleased(tx: Tx, ctx: OpContext): Promise<void> {
  await rows.deleteReverseNamesOfReleased(tx)
  await deleteReverseNames6OfGone(tx)
  await end(tx, ctx, await rows.listNamesOfReleased(tx))
}

/** Deletes names with the aliases that lead to them; those of customers are in their journal. */
async function end(tx: Tx, ctx: OpContext, ids: Parameters<typeof rows.deleteNames>[1]): Promise<void> {
  const ended = (await rows.deleteNames(tx, ids)).filter(({ kind }) => kind !== 'server')
  await recordAudits(
    tx,
    ctx,
    'name.removed',
    ended.map(({ id, organisationId, label }) => ({
      organisationId,
      kind: 'name' as const,
      id,
      details: { name: label },
    })),
  )
}

async function nameServers(tx: Tx, ctx: OpContext): Promise<void> {
  const plan = planServerNames(await rows.listServersToName(tx), await rows.listNames(tx))
  await end(tx, ctx, plan.ended)
  for (const each of plan.relabelled) await rows.relabelName(tx, each)
  await rows.insertNames(
    tx,
    plan.added.map(({ server, ...labels }) => ({
      id: newId('name', ctx.now.getTime()),
      organisationId: server.organisationId,
      projectId: server.projectId,
      ...labels,
      kind: 'server',
      instanceId: server.id,
      createdAt: ctx.now,
    })),
  )
}

async function readFacts(tx: Tx, service: NameFacts['service']): Promise<NameFacts> {
  return {
    service,
    zones: await rows.listNameZones(tx),
    names: await rows.listNames(tx),
    addresses: await rows.listReservedAddresses(tx),
    addresses6: await rows.listHeldAddresses6(tx),
    reverseNames: new Map((await rows.listReverseNames(tx)).map(({ addressId, name }) => [addressId, name])),
  }
}

/**
 * Drops records that lead to an address which was released meanwhile: it may already belong to another customer. The
 * other addresses stay reserved until this transaction ends.
 */
async function stillReserved<R extends Pick<WantedRecord, 'organisationId' | 'addresses'>>(
  tx: Tx,
  records: readonly R[],
): Promise<R[]> {
  const locked = await rows.lockReserved(tx, [...new Set(records.flatMap(({ addresses }) => addresses))])
  const owners = new Map(locked.map(({ address, organisationId }) => [address, organisationId]))
  return records.filter(({ organisationId, addresses }) =>
    addresses.every((address) => owners.get(address) === organisationId),
  )
}
