import { and, asc, desc, eq, inArray, like, lte } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { bundles, images, zones } from '~/db/schema/catalogue'
import {
  accounts,
  joinRequests,
  organisationMembers,
  organisations,
  projects,
  sshKeys,
  staffAccounts,
} from '~/db/schema/identity/identity'
import { hosts } from '~/db/schema/inventory'
import { quotaRequests } from '~/db/schema/limits'
import { nameServices } from '~/db/schema/names'
import { installationFacts, mailMessages } from '~/db/schema/operations'
import { orderLines } from '~/db/schema/ordering/ordering'
import { placementGroups } from '~/db/schema/placement'
import { sagas } from '~/db/schema/provisioning'
import { instances, volumes } from '~/db/schema/resources/compute'
import { privateNetworks } from '~/db/schema/resources/networks'
import { snapshotSchedules } from '~/db/schema/resources/snapshots'
import type { Id } from '~/lib/kernel/ids'

/** The secret in the confirmation link of the last mail to this address, with the worker's right to send it. */
export async function findConfirmationSecret(tx: Tx, email: string): Promise<string | null> {
  const [mail] = await tx
    .select({ text: mailMessages.textBody })
    .from(mailMessages)
    .where(and(eq(mailMessages.recipient, email), like(mailMessages.textBody, '%/confirmation/%')))
    .orderBy(desc(mailMessages.id))
    .limit(1)
  return mail?.text.match(/\/confirmation\/([A-Za-z0-9_-]+)/)?.[1] ?? null
}

/** Keeps mails written during seeding for reading, without sending them: their addresses are invented. */
export async function keepQueuedMails(tx: Tx): Promise<void> {
  await tx.update(mailMessages).set({ state: 'kept' }).where(eq(mailMessages.state, 'queued'))
}

export async function findAccountId(tx: Tx, email: string) {
  const [row] = await tx.select({ id: accounts.id }).from(accounts).where(eq(accounts.email, email))
  return row?.id ?? null
}

export async function findStaffId(tx: Tx, email: string) {
  const [row] = await tx
    .select({ id: staffAccounts.id })
    .from(staffAccounts)
    .where(eq(staffAccounts.email, email))
  return row?.id ?? null
}

export async function findOrganisationOfOwner(tx: Tx, accountId: Id<'account'>) {
  const [row] = await tx
    .select({ id: organisations.id, state: organisations.state })
    .from(organisationMembers)
    .innerJoin(organisations, eq(organisations.id, organisationMembers.organisationId))
    .where(eq(organisationMembers.accountId, accountId))
  return row ?? null
}

export async function findPendingJoinRequest(tx: Tx, accountId: Id<'account'>) {
  const [row] = await tx
    .select({ id: joinRequests.id })
    .from(joinRequests)
    .where(and(eq(joinRequests.accountId, accountId), eq(joinRequests.state, 'pending')))
  return row?.id ?? null
}

/** Ids by the short names in the plans. */
export async function readSeedNames(tx: Tx) {
  const [zoneRows, bundleRows, imageRows, hostRows] = [
    await tx.select({ id: zones.id, name: zones.code }).from(zones),
    await tx.select({ id: bundles.id, name: bundles.slug }).from(bundles),
    await tx.select({ id: images.id, name: images.slug }).from(images),
    await tx.select({ id: hosts.id, name: hosts.name }).from(hosts),
  ]
  const byName = <T>(rows: { id: T; name: string }[]) => new Map(rows.map((row) => [row.name, row.id]))
  return {
    zones: byName(zoneRows),
    bundles: byName(bundleRows),
    images: byName(imageRows),
    hosts: byName(hostRows),
  }
}

export async function findServer(tx: Tx, organisationId: Id<'organisation'>, name: string) {
  const [row] = await tx
    .select({ id: instances.id })
    .from(instances)
    .where(and(eq(instances.organisationId, organisationId), eq(instances.name, name)))
  return row?.id ?? null
}

export async function findProjectOfServer(tx: Tx, organisationId: Id<'organisation'>, name: string) {
  const [row] = await tx
    .select({ id: instances.projectId })
    .from(instances)
    .where(and(eq(instances.organisationId, organisationId), eq(instances.name, name)))
  return row?.id ?? null
}

/** The default project without a name. */
export async function findProject(tx: Tx, organisationId: Id<'organisation'>, name: string | null) {
  const [row] = await tx
    .select({ id: projects.id })
    .from(projects)
    .where(
      and(
        eq(projects.organisationId, organisationId),
        name === null ? eq(projects.isDefault, true) : eq(projects.name, name),
      ),
    )
  return row?.id ?? null
}

/** The default network of the project there without a name. */
export async function findNetwork(tx: Tx, projectId: Id<'project'>, zoneId: Id<'zone'>, name: string | null) {
  const [row] = await tx
    .select({ id: privateNetworks.id })
    .from(privateNetworks)
    .where(
      and(
        eq(privateNetworks.projectId, projectId),
        eq(privateNetworks.zoneId, zoneId),
        name === null ? eq(privateNetworks.isDefault, true) : eq(privateNetworks.name, name),
      ),
    )
  return row?.id ?? null
}

/** The network with this name in the project and zone of the server. */
export async function findNetworkFor(tx: Tx, instanceId: Id<'instance'>, name: string) {
  const [row] = await tx
    .select({ id: privateNetworks.id })
    .from(privateNetworks)
    .innerJoin(
      instances,
      and(eq(instances.projectId, privateNetworks.projectId), eq(instances.zoneId, privateNetworks.zoneId)),
    )
    .where(and(eq(instances.id, instanceId), eq(privateNetworks.name, name)))
  return row?.id ?? null
}

export async function findPlacementGroup(tx: Tx, organisationId: Id<'organisation'>, name: string) {
  const [row] = await tx
    .select({ id: placementGroups.id })
    .from(placementGroups)
    .where(and(eq(placementGroups.organisationId, organisationId), eq(placementGroups.name, name)))
  return row?.id ?? null
}

/** Those that no rule accepted. */
export async function listWaitingQuotaRequests(tx: Tx, organisationId: Id<'organisation'>) {
  const rows = await tx
    .select({ id: quotaRequests.id })
    .from(quotaRequests)
    .where(and(eq(quotaRequests.organisationId, organisationId), eq(quotaRequests.state, 'pending')))
    .orderBy(asc(quotaRequests.id))
  return rows.map(({ id }) => id)
}

/** The place of a server. */
export async function findPlace(tx: Tx, organisationId: Id<'organisation'>, name: string) {
  const [row] = await tx
    .select({ hostId: hosts.id, rackId: hosts.rackId, zoneId: hosts.zoneId })
    .from(instances)
    .innerJoin(hosts, eq(hosts.id, instances.hostId))
    .where(and(eq(instances.organisationId, organisationId), eq(instances.name, name)))
  return row ?? null
}

export async function findDisk(tx: Tx, organisationId: Id<'organisation'>, name: string) {
  const [row] = await tx
    .select({ id: volumes.id })
    .from(volumes)
    .where(and(eq(volumes.organisationId, organisationId), eq(volumes.name, name)))
  return row?.id ?? null
}

export async function listServersOfOrder(tx: Tx, orderId: Id<'order'>) {
  const lines = tx.select({ id: orderLines.id }).from(orderLines).where(eq(orderLines.orderId, orderId))
  return tx.select({ id: instances.id }).from(instances).where(inArray(instances.orderLineId, lines))
}

export async function listOpenLines(tx: Tx) {
  return tx
    .select({ organisationId: orderLines.organisationId, orderLineId: orderLines.id })
    .from(orderLines)
    .where(inArray(orderLines.state, ['accepted', 'in_progress']))
}

export async function setFact(tx: Tx, name: string, value: string): Promise<void> {
  await tx
    .insert(installationFacts)
    .values({ name, value, isDemonstration: true })
    .onConflictDoUpdate({ target: installationFacts.name, set: { value } })
}

export async function findFact(tx: Tx, name: string): Promise<string | null> {
  const [row] = await tx
    .select({ value: installationFacts.value })
    .from(installationFacts)
    .where(eq(installationFacts.name, name))
  return row?.value ?? null
}

/** The moments, up to `until`, at which the grace of a deleted resource ends. */
export async function listGraceEnds(tx: Tx, until: Date): Promise<Date[]> {
  const rows = [
    ...(await tx
      .select({ at: instances.purgeAfter })
      .from(instances)
      .where(and(eq(instances.state, 'deleted'), lte(instances.purgeAfter, until)))),
    ...(await tx
      .select({ at: volumes.purgeAfter })
      .from(volumes)
      .where(and(eq(volumes.state, 'deleted'), lte(volumes.purgeAfter, until)))),
  ]
  return rows.flatMap(({ at }) => (at ? [at] : [])).sort((a, b) => a.getTime() - b.getTime())
}

export async function listDueSagaIds(tx: Tx, now: Date) {
  const rows = await tx
    .select({ id: sagas.id })
    .from(sagas)
    .where(and(inArray(sagas.state, ['running', 'undoing']), lte(sagas.runAfter, now)))
    .orderBy(sagas.createdAt, sagas.id)
  return rows.map((row) => row.id)
}

export async function listKeyIds(tx: Tx, organisationId: Id<'organisation'>) {
  const rows = await tx
    .select({ id: sshKeys.id })
    .from(sshKeys)
    .where(eq(sshKeys.organisationId, organisationId))
    .orderBy(sshKeys.name)
  return rows.map((row) => row.id)
}

/** When the next scheduled snapshot is due, if by `until`. */
export async function findNextScheduled(tx: Tx, until: Date): Promise<Date | null> {
  const [row] = await tx
    .select({ at: snapshotSchedules.nextDueAt })
    .from(snapshotSchedules)
    .where(lte(snapshotSchedules.nextDueAt, until))
    .orderBy(asc(snapshotSchedules.nextDueAt))
    .limit(1)
  return row?.at ?? null
}

/** The simulated DNS server holds the names of the demonstration. */
export async function insertNameService(tx: Tx, domain: string, updatedAt: Date): Promise<void> {
  await tx
    .insert(nameServices)
    .values({ kind: 'simulator', domain, nameServers: [`ns1.${domain}`, `ns2.${domain}`], updatedAt })
}
