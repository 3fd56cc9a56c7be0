import { withOrganisation, withSystem } from '~/db/client'
import { createBudget, requestQuota, reviewQuotaRequests } from '~/lib/budgets'
import { createProject, listMembers, setProjectRoles } from '~/lib/identity'
import { invariant } from '~/lib/kernel/errors'
import { addSeconds } from '~/lib/kernel/time/clock'
import { committedMonthlyCents } from '~/lib/usage'
import { seedMember, seedSystem } from '../contexts'
import * as queries from './queries/seed'
import type { SeededOrganisation } from './seed-people'

const asker = 'hugo.petit@ch-brevannes.example'

/**
 * Divides the hospital's quota: a project with a cost centre and a hard budget, an almost committed overall budget, and
 * an unanswered request for servers that no rule accepts. Gives the town a budget.
 */
export async function seedLimits(today: Date, organisations: readonly SeededOrganisation[]): Promise<void> {
  const hospital = organisations.find(({ key }) => key === 'brevannes')
  const at = addSeconds(today, -2 * 86_400)
  const accountId = await withSystem(seedSystem(at), (tx) => queries.findAccountId(tx, asker))
  invariant(hospital && accountId, 'the hospital and its technician are there')
  const owner = seedMember(at, hospital.ownerId, hospital.organisationId)
  const { id: projectId } = await createProject(owner, {
    name: 'Imagerie médicale',
    costCentre: 'CR-4120',
    sharePercent: '25',
  })
  const technician = (await listMembers(owner)).find(({ email }) => email === asker)
  invariant(technician, 'the technician is a member')
  await setProjectRoles(owner, { memberId: technician.id, roles: [{ projectId, role: 'approver' }] })
  const committed = await withOrganisation(owner, (tx, id) => committedMonthlyCents(tx, id, at))
  await createBudget(owner, {
    name: 'Fonctionnement',
    monthlyEuros: Number((committed * 115n) / 10_000n) + 1,
    thresholds: [50, 80, 100],
    isHard: false,
  })
  await createBudget(owner, {
    name: 'Imagerie',
    monthlyEuros: 400,
    thresholds: [80, 100],
    isHard: true,
    projectId,
  })
  const town = organisations.find(({ key }) => key === 'valmont')
  invariant(town, 'the town is there')
  // What waits for the mayor's decision nearly fills it.
  await createBudget(seedMember(at, town.ownerId, town.organisationId), {
    name: 'Informatique',
    monthlyEuros: 900,
    thresholds: [80, 100],
    isHard: false,
  })
  await requestQuota(seedMember(at, accountId, hospital.organisationId, 'technical'), {
    projectId,
    resource: 'instances',
    limit: 12,
    reason: 'Deux nouveaux appareils d’IRM en janvier : six serveurs de reconstruction de plus.',
  })
  await reviewQuotaRequests(seedSystem(at))
}
