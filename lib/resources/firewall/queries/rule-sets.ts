import { and, asc, eq, inArray, isNull, ne, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { zones } from '~/db/schema/catalogue'
import { projects } from '~/db/schema/identity/identity'
import { instances } from '~/db/schema/resources/compute'
import { firewallRules, ruleSetInstances, ruleSetNetworks, ruleSets } from '~/db/schema/resources/firewall'
import { privateNetworks } from '~/db/schema/resources/networks'
import type { Id } from '~/lib/kernel/ids'

export type RuleSetRow = typeof ruleSets.$inferSelect
type Of = { organisationId: Id<'organisation'>; setId: Id<'ruleSet'> }
export type RuleValues = Omit<
  typeof firewallRules.$inferInsert,
  'id' | 'organisationId' | 'setId' | 'createdAt'
>

/** Rules of one project change one after another: a decision sees all earlier ones. */
export async function lockFirewall(tx: Tx, projectId: Id<'project'>): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`firewall ${projectId}`}, 0))`)
}

/**
 * The same for the project of a server. Comes before a lock of the server: who gives it an address or names it in a rule
 * holds the rules already, and waits for the server.
 */
export async function lockFirewallOfServer(tx: Tx, instanceId: Id<'instance'>): Promise<void> {
  await tx.execute(sql`
    select pg_advisory_xact_lock(hashtextextended('firewall ' || project_id, 0)) from instances where id = ${instanceId}`)
}

/** Null also for a set that this person may not change. */
export async function lockRuleSet(tx: Tx, id: Id<'ruleSet'>): Promise<RuleSetRow | null> {
  const [row] = await tx.select().from(ruleSets).where(eq(ruleSets.id, id)).for('no key update')
  return row ?? null
}

export async function findRuleSet(tx: Tx, id: Id<'ruleSet'>): Promise<RuleSetRow | null> {
  const [row] = await tx.select().from(ruleSets).where(eq(ruleSets.id, id))
  return row ?? null
}

export async function findRule(tx: Tx, id: Id<'firewallRule'>) {
  const [row] = await tx
    .select({ id: firewallRules.id, setId: firewallRules.setId })
    .from(firewallRules)
    .where(eq(firewallRules.id, id))
  return row ?? null
}

/** The set that came with this network. */
export async function findOwnRuleSet(tx: Tx, networkId: Id<'network'>): Promise<RuleSetRow | null> {
  const [row] = await tx.select().from(ruleSets).where(eq(ruleSets.networkId, networkId))
  return row ?? null
}

export async function findNetworkTechnology(tx: Tx, networkId: Id<'network'>) {
  const [row] = await tx
    .select({ technology: zones.networkTechnology })
    .from(privateNetworks)
    .innerJoin(zones, eq(zones.id, privateNetworks.zoneId))
    .where(eq(privateNetworks.id, networkId))
  return row?.technology ?? null
}

/** False when the project has another set of this name. */
export async function insertRuleSet(tx: Tx, row: typeof ruleSets.$inferInsert): Promise<boolean> {
  const made = await tx.insert(ruleSets).values(row).onConflictDoNothing().returning({ id: ruleSets.id })
  return made.length > 0
}

/** False when the project has another set of this name. */
export async function renameRuleSet(tx: Tx, { id, projectId }: RuleSetRow, name: string): Promise<boolean> {
  const [taken] = await tx
    .select({ id: ruleSets.id })
    .from(ruleSets)
    .where(and(eq(ruleSets.projectId, projectId), eq(ruleSets.name, name), ne(ruleSets.id, id)))
  if (taken) return false
  await tx.update(ruleSets).set({ name }).where(eq(ruleSets.id, id))
  return true
}

/** With its rules and attachments. */
export async function deleteRuleSet(tx: Tx, id: Id<'ruleSet'>): Promise<void> {
  await tx.delete(ruleSets).where(eq(ruleSets.id, id))
}

export async function insertRules(
  tx: Tx,
  { organisationId, setId }: Of,
  rules: readonly (RuleValues & { id: Id<'firewallRule'> })[],
  createdAt: Date,
): Promise<void> {
  if (rules.length === 0) return
  await tx.insert(firewallRules).values(rules.map((rule) => ({ ...rule, organisationId, setId, createdAt })))
}

/** Keeps its place in the list: the new values take the time of the former ones. */
export async function replaceRule(tx: Tx, id: Id<'firewallRule'>, values: RuleValues): Promise<void> {
  const [former] = await tx.delete(firewallRules).where(eq(firewallRules.id, id)).returning()
  if (!former) return
  const { organisationId, setId, createdAt } = former
  await tx.insert(firewallRules).values({ id, organisationId, setId, createdAt, ...values })
}

export async function deleteRule(tx: Tx, id: Id<'firewallRule'>): Promise<void> {
  await tx.delete(firewallRules).where(eq(firewallRules.id, id))
}

export async function attachNetwork(tx: Tx, row: Of & { networkId: Id<'network'> }): Promise<void> {
  await tx.insert(ruleSetNetworks).values(row)
}

export async function detachNetwork(
  tx: Tx,
  { setId, networkId }: Of & { networkId: Id<'network'> },
): Promise<void> {
  await tx
    .delete(ruleSetNetworks)
    .where(and(eq(ruleSetNetworks.setId, setId), eq(ruleSetNetworks.networkId, networkId)))
}

export async function attachServer(tx: Tx, row: Of & { instanceId: Id<'instance'> }): Promise<void> {
  await tx.insert(ruleSetInstances).values(row)
}

export async function detachServer(
  tx: Tx,
  { setId, instanceId }: Of & { instanceId: Id<'instance'> },
): Promise<void> {
  await tx
    .delete(ruleSetInstances)
    .where(and(eq(ruleSetInstances.setId, setId), eq(ruleSetInstances.instanceId, instanceId)))
}

/** Ends the rules that concern only this erased server. */
export async function forgetRulesOfServer(tx: Tx, instanceId: Id<'instance'>): Promise<void> {
  await tx.execute(sql`select app.forget_rules_of_server(${instanceId})`)
}

export async function setFilteredInside(tx: Tx, id: Id<'network'>, filtersInside: boolean): Promise<void> {
  await tx.update(privateNetworks).set({ filtersInside }).where(eq(privateNetworks.id, id))
}

/** Marks the rules of these networks as changed by the customer, also after a restore, and to be written. */
export async function reviseNetworks(tx: Tx, ids: readonly Id<'network'>[]): Promise<void> {
  if (ids.length === 0) return
  await tx
    .update(privateNetworks)
    .set({ revision: sql`${privateNetworks.revision} + 1`, unverified: false })
    .where(inArray(privateNetworks.id, [...ids]))
}

/** Servers of a project that are not erased, with their tags. */
export async function listServersOfProjects(tx: Tx, projectIds: readonly Id<'project'>[]) {
  if (projectIds.length === 0) return []
  return tx
    .select({ id: instances.id, projectId: instances.projectId, name: instances.name, tags: instances.tags })
    .from(instances)
    .where(
      and(
        inArray(instances.projectId, [...projectIds]),
        sql`${instances.state} not in ('failed', 'purging', 'purged')`,
      ),
    )
    .orderBy(asc(instances.name), asc(instances.id))
}

/** Networks of these projects with the names of their zones. */
export async function listNetworksOfProjects(tx: Tx, projectIds: readonly Id<'project'>[]) {
  if (projectIds.length === 0) return []
  return tx
    .select({
      network: privateNetworks,
      zoneName: zones.name,
      zoneCode: zones.code,
      technology: zones.networkTechnology,
      awaitsComparison: sql<boolean>`app.awaits_comparison(${privateNetworks.zoneId}, ${privateNetworks.id})`,
    })
    .from(privateNetworks)
    .innerJoin(zones, eq(zones.id, privateNetworks.zoneId))
    .where(and(inArray(privateNetworks.projectId, [...projectIds]), isNull(privateNetworks.deletedAt)))
    .orderBy(asc(zones.code), asc(privateNetworks.name))
}

export async function listProjects(tx: Tx) {
  return tx
    .select({
      id: projects.id,
      name: projects.name,
      isDefault: projects.isDefault,
      archivedAt: projects.archivedAt,
    })
    .from(projects)
    .orderBy(asc(projects.name), asc(projects.id))
}
