import { withSystem } from '~/db/client'
import { acceptQuotaRequest, requestQuota, reviewQuotaRequests } from '~/lib/budgets'
import { createProject, shareQuota } from '~/lib/identity'
import { quotaResources } from '~/lib/kernel/quota-resources'
import { addSeconds } from '~/lib/kernel/time/clock'
import { seedMember, seedStaff, seedSystem } from '../contexts'
import type { HistoryEvent } from '../demonstration/history-event'
import { projectNamed, type Scene } from './history-scene'
import * as queries from './queries/seed'
import type { Moderator } from './seed-people'

/** Creates a project with exactly this share of the default project's quotas. */
export async function openProject(
  scene: Scene,
  { name, costCentre, share }: Extract<HistoryEvent, { do: 'project' }>,
): Promise<void> {
  const ctx = seedMember(scene.at, scene.ownerId, scene.organisationId)
  const fromProjectId = await projectNamed(scene, undefined)
  const { id: toProjectId } = await createProject(ctx, { name, costCentre, sharePercent: '0' })
  for (const resource of quotaResources) {
    const amount = share[resource]
    if (amount) await shareQuota(ctx, { fromProjectId, toProjectId, resource, amount })
  }
}

/** Requests limits of the default project; a moderator accepts those that no rule accepts. */
export async function grantQuotas(
  scene: Scene,
  { limits, reason }: Extract<HistoryEvent, { do: 'quotas' }>,
  { staffId, roles }: Moderator,
): Promise<void> {
  const ctx = seedMember(scene.at, scene.ownerId, scene.organisationId)
  const projectId = await projectNamed(scene, undefined)
  for (const resource of quotaResources) {
    const limit = limits[resource]
    if (limit) await requestQuota(ctx, { projectId, resource, limit, reason })
  }
  await reviewQuotaRequests(seedSystem(addSeconds(scene.at, 60)))
  const waiting = await withSystem(seedSystem(scene.at), (tx) =>
    queries.listWaitingQuotaRequests(tx, scene.organisationId),
  )
  const moderator = seedStaff(addSeconds(scene.at, 900), staffId, roles)
  for (const requestId of waiting) await acceptQuotaRequest(moderator, { requestId })
}
