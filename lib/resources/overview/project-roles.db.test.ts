import { beforeAll, describe, expect, test } from 'vitest'
import { withOrganisation } from '~/db/client'
import { memberTestContext } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { authorize, may } from '~/lib/identity'
import { type Id, newId } from '~/lib/kernel/ids'
import { type MemberRole, memberRoles, type ProjectRole, projectRoles } from '~/lib/kernel/op-context'
import { operatedProjects, visibleProjects } from '~/lib/kernel/project-scope'
import { committedMonthlyCents } from '~/lib/usage'
import { type Estate, makeEstate } from '~/testing/estate'
import { listProjectSummaries } from '../projects/list-project-summaries'
import { getInstance } from '../servers/get-instance'
import { listInstances } from '../servers/list-instances'
import { protectInstance } from '../servers/protect-instance'
import { renameInstance } from '../servers/rename-instance'
import { listInstancesInput } from '../servers/schema'
import { addInstance, addVolume } from '../testing/resources'
import { listVolumes } from '../volumes/list-volumes'
import { listVolumesInput } from '../volumes/schema'
import { estateFrame } from './estate-frame'

const { sql } = useTestDatabase()
let estate: Estate
let here: Id<'project'>
let there: Id<'project'>
let inHere: Id<'instance'>
let inThere: Id<'instance'>

beforeAll(async () => {
  estate = await makeEstate(sql)
  here = estate.own.projectId
  there = newId('project')
  await sql`insert into projects (id, organisation_id, name, is_default, created_at) values (${there}, ${estate.own.organisationId}, 'Ailleurs', false, now())`
  inHere = await addInstance(estate, { bundle: 'small' })
  inThere = await addInstance(estate, { bundle: 'small' })
  // Moves the order of a resource to the resource's project.
  await sql`with line as (update order_lines set project_id = ${there} where id = (select order_line_id from instances where id = ${inThere}) returning order_id)
    update orders set project_id = ${there} where id = (select order_id from line)`
  await sql`update instances set project_id = ${there} where id = ${inThere}`
  await addVolume(estate)
})

const as = (role: MemberRole, roles: Partial<Record<Id<'project'>, ProjectRole>> = {}) =>
  memberTestContext(estate.own.accountId, {
    organisationId: estate.own.organisationId,
    role,
    projectRoles: roles,
  })
const listed = async (ctx: ReturnType<typeof as>) =>
  (await listInstances(ctx, listInstancesInput.parse({}))).rows.map(({ id }) => id)

describe('a guest of one project', () => {
  test('sees the resources of that project and nothing else, in every list', async () => {
    const guest = as('guest', { [there]: 'reader' })
    expect(await listed(guest)).toEqual([inThere])
    expect((await listVolumes(guest, listVolumesInput.parse({}))).total).toBe(0)
    expect((await listProjectSummaries(guest)).map(({ id }) => id)).toEqual([there])
    await expect(getInstance(guest, { instanceId: inHere })).rejects.toMatchObject({ code: 'not_found' })
    await expect(renameInstance(guest, { instanceId: inThere, name: 'pris' })).rejects.toMatchObject({
      code: 'forbidden',
    })
    const committed = (ctx: ReturnType<typeof as>) =>
      withOrganisation(ctx, (tx, organisationId) => committedMonthlyCents(tx, organisationId, ctx.now))
    expect(await committed(guest)).toBeLessThan(await committed(as('reader')))
    const frame = await withOrganisation(guest, (tx, organisationId) =>
      estateFrame(tx, guest, organisationId),
    )
    expect(frame.notices).toEqual([])
  })

  test('operates there when its role allows it, and nothing elsewhere', async () => {
    const guest = as('guest', { [there]: 'technical' })
    await protectInstance(guest, { instanceId: inThere, isProtected: true })
    await expect(protectInstance(guest, { instanceId: inHere, isProtected: true })).rejects.toMatchObject({
      code: 'not_found',
    })
  })

  test('without any project sees nothing', async () => {
    expect(await listed(as('guest'))).toEqual([])
    expect(may(as('guest'), 'order:place')).toBe(false)
  })
})

test('a reader of the organisation with the operator role in one project sees everything and changes that project only', async () => {
  const mixed = as('reader', { [there]: 'technical' })
  expect((await listed(mixed)).sort()).toEqual([inHere, inThere].sort())
  await renameInstance(mixed, { instanceId: inThere, name: 'a-moi' })
  await expect(renameInstance(mixed, { instanceId: inHere, name: 'pris' })).rejects.toMatchObject({
    code: 'forbidden',
  })
})

test('row-level security holds without authorize: no row of another project is changed or inserted', async () => {
  const mixed = as('billing', { [there]: 'technical' })
  const changed = await withOrganisation(mixed, (tx) =>
    tx.execute(`update instances set is_protected = true where id = '${inHere}' returning id`),
  )
  expect(changed).toHaveLength(0)
  await expect(
    withOrganisation(mixed, (tx) =>
      tx.execute(`insert into placement_groups select * from jsonb_populate_record(null::placement_groups,
        '{"id":"pgr_x","organisation_id":"${estate.own.organisationId}","project_id":"${here}"}')`),
    ),
  ).rejects.toMatchObject({ cause: { code: '42501' } })
})

test('row-level security allows exactly what authorize allows, for every pair of roles', () => {
  for (const role of memberRoles) {
    for (const inProject of [...projectRoles, undefined]) {
      const ctx = as(role, inProject ? { [there]: inProject } : {})
      const scope = {
        role,
        ...(ctx.membership?.projectRoles && { projectRoles: ctx.membership.projectRoles }),
      }
      for (const project of [here, there]) {
        for (const permission of [
          'instance:operate',
          'instance:delete',
          'instance:console',
          'order:place',
        ] as const)
          expect([role, inProject, permission, operatedProjects(scope)?.includes(project) ?? true]).toEqual([
            role,
            inProject,
            permission,
            may(ctx, permission, project),
          ])
      }
      expect(visibleProjects(scope) === null).toBe(role !== 'guest')
    }
  }
  expect(() => authorize(as('guest', { [there]: 'approver' }), 'member:manage')).toThrow('forbidden')
  // A role in a project gives no permission on the organisation.
  expect(may(as('guest', { [there]: 'billing' }), 'organisation:update')).toBe(false)
})
