import { and, desc, eq, inArray, type SQL, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { accounts, organisations } from '~/db/schema/identity/identity'
import { type SagaState, sagas } from '~/db/schema/provisioning'
import { volumeBackups } from '~/db/schema/resources/backups'
import { instances, volumes } from '~/db/schema/resources/compute'
import { privateImages } from '~/db/schema/resources/images'
import { instanceSnapshots, volumeSnapshots } from '~/db/schema/resources/snapshots'
import { containing } from '~/lib/kernel/text/escape'
import type { SagaRow } from '~/lib/sagas/rows'
import { isStranded, withSteps } from '~/lib/sagas/rows'

export type SagaFilter = {
  /** Only sagas that no living worker knows. */
  isStranded: boolean
  states: readonly SagaState[]
  kind: string | null
  /** Part of the id of a saga or resource, or of the name of a resource or organisation. */
  text: string | null
}

export type SagaListRow = {
  saga: SagaRow
  organisationName: string
  resourceName: string | null
  requesterName: string | null
  isStranded: boolean
}

const resourceName = sql<
  string | null
>`coalesce(${instances.name}, ${volumes.name}, ${volumeSnapshots.name}, ${instanceSnapshots.name}, ${privateImages.name}, ${volumeBackups.name})`

function condition(filter: SagaFilter): SQL | undefined {
  const parts: (SQL | undefined)[] = [
    filter.states.length > 0 ? inArray(sagas.state, [...filter.states]) : undefined,
    filter.kind ? eq(sagas.kind, filter.kind) : undefined,
    filter.isStranded ? isStranded : undefined,
  ]
  if (filter.text) {
    const pattern = containing(filter.text)
    parts.push(
      sql`(${sagas.id} ilike ${pattern} or ${sagas.resourceId} ilike ${pattern} or ${organisations.legalName} ilike ${pattern} or ${resourceName} ilike ${pattern})`,
    )
  }
  return and(...parts)
}

function from(tx: Tx) {
  return tx
    .select({
      saga: sagas,
      organisationName: organisations.legalName,
      resourceName,
      requesterName: accounts.fullName,
      isStranded,
    })
    .from(sagas)
    .innerJoin(organisations, eq(organisations.id, sagas.organisationId))
    .leftJoin(instances, eq(instances.id, sagas.resourceId))
    .leftJoin(volumes, eq(volumes.id, sagas.resourceId))
    .leftJoin(volumeSnapshots, eq(volumeSnapshots.id, sagas.resourceId))
    .leftJoin(instanceSnapshots, eq(instanceSnapshots.id, sagas.resourceId))
    .leftJoin(privateImages, eq(privateImages.id, sagas.resourceId))
    .leftJoin(volumeBackups, eq(volumeBackups.id, sagas.resourceId))
    .leftJoin(accounts, sql`${accounts.id} = ${sagas.requestedBy}`)
}

/** Matching sagas, parked ones first, then the newest; with steps and names. */
export async function listSagaPage(tx: Tx, filter: SagaFilter, page: { offset: number; limit: number }) {
  const rows: SagaListRow[] = await from(tx)
    .where(condition(filter))
    .orderBy(sql`${sagas.state} = 'parked' desc`, desc(sagas.createdAt), desc(sagas.id))
    .limit(page.limit)
    .offset(page.offset)
  const steps = await withSteps(
    tx,
    rows.map((row) => row.saga),
  )
  return rows.map((row, index) => ({ ...row, steps: steps[index]?.steps ?? [] }))
}

export async function countSagas(tx: Tx, filter: SagaFilter): Promise<number> {
  const counted = from(tx).where(condition(filter)).as('fitting')
  const [row] = await tx.select({ count: sql<number>`count(*)::int` }).from(counted)
  return row?.count ?? 0
}

/** How many sagas are in each state, for the page's filters. */
export async function countSagasByState(tx: Tx): Promise<Partial<Record<SagaState, number>>> {
  const rows = await tx
    .select({ state: sagas.state, count: sql<number>`count(*)::int` })
    .from(sagas)
    .groupBy(sagas.state)
  return Object.fromEntries(rows.map((row) => [row.state, row.count]))
}

/** How many sagas no living worker knows. */
export async function countStrandedSagas(tx: Tx): Promise<number> {
  const [row] = await tx.select({ count: sql<number>`count(*)::int` }).from(sagas).where(isStranded)
  return row?.count ?? 0
}

export async function findSagaWithNames(tx: Tx, sagaId: string) {
  const [row]: SagaListRow[] = await from(tx).where(sql`${sagas.id} = ${sagaId}`)
  if (!row) return null
  const [withItsSteps] = await withSteps(tx, [row.saga])
  return { ...row, steps: withItsSteps?.steps ?? [] }
}
