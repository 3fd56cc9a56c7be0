import { beforeAll, expect, test } from 'vitest'
import { withOrganisation, withSystem } from '~/db/client'
import { systemTestContext } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { makeZone, type TestZone } from '~/lib/datacentre/testing/datacenter'
import { archiveProject, changeProject, createProject, shareQuota, tagProject } from '~/lib/identity'
import { type Id, newId } from '~/lib/kernel/ids'
import { endAllocation } from '~/lib/placement'
import { listInstances, listProjectSummaries } from '~/lib/resources'
import { listInstancesInput } from '~/lib/resources/schema'
import { monthToDateCents } from '~/lib/usage'
import { makeBuyers, type TestBuyer } from '~/testing/buyer'
import { listOrders, placeOrder } from '../index'
import { makeCatalogue, serverOrder, type TestCatalogue } from '../testing/order-world'

const { sql } = useTestDatabase()
const quotas = {
  instances: 10,
  vcpu: 20,
  memory_mib: 40_000,
  disk_gib: 401,
  volume_gib: 1_000,
  public_addresses: 4,
  load_balancers: 10,
}
let zone: TestZone
let catalogue: TestCatalogue
let ours: TestBuyer
let theirs: TestBuyer

beforeAll(async () => {
  process.env.RATE_LIMIT_FACTOR = '1000'
  zone = await makeZone({ count: 2, vcpu: 50 })
  catalogue = await makeCatalogue([zone])
  await sql`insert into selling_entities (id, legal_name, siren, vat_number, order_prefix, is_default) values (${newId('sellingEntity')}, 'Andromède SAS', '123456782', 'FR00123456782', 'CMD', true)`
})

const newBuyers = async () => {
  ;[ours, theirs] = await makeBuyers(sql, 2, { quotas })
}
const project = (name: string, sharePercent: '0' | '25' | '50' = '25') =>
  createProject(ours.as(), { name, sharePercent })
const standingOf = async (id: Id<'project'>) =>
  (await listProjectSummaries(ours.as())).find((each) => each.id === id)
const limits = async () =>
  Object.fromEntries(
    (await listProjectSummaries(ours.as())).map(({ name, quotas: held }) => [
      name,
      Object.fromEntries(held.map(({ resource, limit }) => [resource, limit])),
    ]),
  )
const orderIn = (projectId: Id<'project'>, name: string) =>
  placeOrder(ours.as(), { ...serverOrder(zone, catalogue, { name }), projectId })

test("a project's quota comes from the default project, and their sum stays the same", async () => {
  await newBuyers()
  await project('Essais')
  await project('Archives', '0')
  expect(await limits()).toEqual({
    Principal: {
      instances: 8,
      vcpu: 15,
      memory_mib: 30_000,
      disk_gib: 301,
      volume_gib: 750,
      public_addresses: 3,
      load_balancers: 8,
    },
    Essais: {
      instances: 2,
      vcpu: 5,
      memory_mib: 10_000,
      disk_gib: 100,
      volume_gib: 250,
      public_addresses: 1,
      load_balancers: 2,
    },
    Archives: {},
  })
})

test('an order belongs to the chosen project, and so do its resources, cost and quota use', async () => {
  await newBuyers()
  const { id } = await project('Essais')
  expect(await orderIn(id, 'essai')).toMatchObject({ outcome: 'accepted' })
  expect(await placeOrder(ours.as(), serverOrder(zone, catalogue, { name: 'essai' }))).toMatchObject({
    outcome: 'accepted',
  })
  const { rows } = await listInstances(ours.as(), listInstancesInput.parse({ project: id }))
  expect(rows.map((row) => row.name)).toEqual(['essai'])
  expect((await listOrders(ours.as(), { projectId: id })).rows).toMatchObject([
    { project: { name: 'Essais' } },
  ])
  expect(await standingOf(id)).toMatchObject({ instances: 1, committedCents: '3528' })
  const [used] = await sql`select used from quotas where project_id = ${id} and resource = 'instances'`
  expect(used).toEqual({ used: 1 })
})

test("an order over the project's quota is refused although another project has some left", async () => {
  await newBuyers()
  const { id } = await project('Archives', '0')
  expect(await orderIn(id, 'archive')).toMatchObject({ outcome: 'quota_exceeded', limit: 0, asked: 10 })
})

test('a project with resources cannot be archived; an empty one returns its quota and frees its name', async () => {
  await newBuyers()
  const { id } = await project('Essais')
  const before = await limits()
  await orderIn(id, 'essai')
  await expect(archiveProject(ours.as(), { projectId: id })).rejects.toMatchObject({
    code: 'state_forbids',
    params: { reason: 'project_holds', count: '1' },
  })
  const rows = await sql`select id from instances where project_id = ${id}`
  await withSystem(systemTestContext(), (tx) => endAllocation(tx, rows[0]?.id, 'voided', new Date()))
  await expect(archiveProject(ours.as(), { projectId: id })).rejects.toMatchObject({
    params: { reason: 'project_has_orders', count: '1' },
  })
  await sql`update orders set state = 'failed', finished_at = now() where project_id = ${id}`
  await archiveProject(ours.as(), { projectId: id })
  expect((await limits()).Essais).toEqual({
    instances: 0,
    vcpu: 0,
    memory_mib: 0,
    disk_gib: 0,
    volume_gib: 0,
    public_addresses: 0,
    load_balancers: 0,
  })
  expect((await limits()).Principal).toEqual({ ...quotas })
  expect(before.Principal).not.toEqual(quotas)
  await expect(orderIn(id, 'essai')).rejects.toMatchObject({
    code: 'state_forbids',
    params: { reason: 'project_archived' },
  })
  await expect(project('Essais')).resolves.toMatchObject({ id: expect.any(String) })
})

test('of a concurrent archiving and order of one project, one is refused', async () => {
  for (let round = 0; round < 10; round += 1) {
    await newBuyers()
    const { id } = await project('Essais')
    const [archived, ordered] = await Promise.allSettled([
      archiveProject(ours.as(), { projectId: id }),
      orderIn(id, 'essai'),
    ])
    const isOrdered = ordered.status === 'fulfilled' && ordered.value.outcome === 'accepted'
    expect([archived.status === 'fulfilled', isOrdered]).toContain(false)
    expect([archived.status === 'fulfilled', isOrdered]).toContain(true)
  }
})

test('the default project cannot be archived; names are unique; only owners of the organisation manage projects', async () => {
  await newBuyers()
  const { id } = await project('Essais')
  await expect(archiveProject(ours.as(), { projectId: ours.projectId })).rejects.toMatchObject({
    params: { reason: 'default_project' },
  })
  await expect(project('Essais')).rejects.toMatchObject({ code: 'name_taken', field: 'name' })
  await expect(changeProject(ours.as(), { projectId: ours.projectId, name: 'Essais' })).rejects.toMatchObject(
    { code: 'name_taken' },
  )
  await changeProject(ours.as(), { projectId: id, name: 'Recette', costCentre: 'CC-204' })
  await tagProject(ours.as(), { projectId: id, tags: { service: 'dsi' } })
  expect(await standingOf(id)).toMatchObject({
    name: 'Recette',
    costCentre: 'CC-204',
    tags: { service: 'dsi' },
  })
  for (const role of ['technical', 'approver', 'billing', 'reader'] as const) {
    const ctx = ours.as(role)
    await expect(createProject(ctx, { name: 'Autre', sharePercent: '0' })).rejects.toMatchObject({
      code: 'forbidden',
    })
    expect(await listProjectSummaries(ctx)).toHaveLength(2)
  }
  for (const attempt of [
    () => changeProject(theirs.as(), { projectId: id, name: 'Pris' }),
    () => archiveProject(theirs.as(), { projectId: id }),
  ])
    await expect(attempt()).rejects.toMatchObject({ code: 'not_found' })
  expect((await listProjectSummaries(theirs.as())).map((each) => each.id)).toEqual([theirs.projectId])
  await expect(
    placeOrder(theirs.as(), { ...serverOrder(zone, catalogue), projectId: id }),
  ).rejects.toMatchObject({ code: 'invalid_input', field: 'projectId' })
})

test('the costs of all projects add up to the cost of the organisation, to the cent', async () => {
  await newBuyers()
  const { id } = await project('Essais')
  // In the middle of a month, so not at its start.
  const now = new Date('2026-10-15T10:00:00Z')
  await orderIn(id, 'essai')
  await placeOrder(ours.as(), serverOrder(zone, catalogue, { name: 'autre' }))
  const lines =
    await sql`select i.id, i.project_id, i.order_line_id, l.bundle_id, l.price_version_ids ->> 'compute' as price
    from instances i join order_lines l on l.id = i.order_line_id where i.organisation_id = ${ours.organisationId}`
  for (const [index, line] of lines.entries()) {
    await sql`insert into usage_intervals (id, organisation_id, project_id, resource_kind, resource_id, meter, bundle_id, price_version_id, micro_cents_per_hour, order_line_id, started_at, recorded_at)
      values (${newId('usageInterval')}, ${ours.organisationId}, ${line.project_id}, 'instance', ${line.id}, 'compute', ${line.bundle_id}, ${line.price}, ${4_000_000 + index}, ${line.order_line_id}, ${new Date(now.getTime() - 3_000_000 * (index + 1))}, ${now})`
  }
  const standings = await listProjectSummaries(ours.as('owner', now))
  const parts = standings.map(({ monthToDateCents: cents }) => BigInt(cents))
  expect(parts.every((cents) => cents > 0n)).toBe(true)
  const ctx = ours.as('owner', now)
  expect(parts.reduce((sum, cents) => sum + cents, 0n)).toBe(
    await withOrganisation(ctx, (tx, organisationId) => monthToDateCents(tx, organisationId, now)),
  )
})

test('concurrent transfers, orders and archivings preserve the sum of the quotas, and no quota falls below its use', async () => {
  await newBuyers()
  const ids = [ours.projectId, (await project('Essais')).id, (await project('Recette', '50')).id]
  const sums = () =>
    sql`select resource, sum("limit")::int as "limit", bool_and(used <= "limit") as held from quotas
      where organisation_id = ${ours.organisationId} group by 1 order by 1`
  const before = await sums()
  // The same mix each time; only the interleaving differs.
  const deeds = Array.from({ length: 48 }, (_, step) => {
    const [from, to] = [ids[step % 3], ids[(step * 7 + 1) % 3]] as [Id<'project'>, Id<'project'>]
    if (step % 4 === 3) return () => orderIn(from, `essai-${step}`)
    if (step === 40) return () => archiveProject(ours.as(), { projectId: from })
    return () =>
      shareQuota(ours.as(), {
        fromProjectId: from,
        toProjectId: to,
        resource: step % 2 ? 'instances' : 'vcpu',
        amount: 1 + (step % 3),
      })
  })
  const answers = await Promise.allSettled(deeds.map((deed) => deed()))
  const bugs = answers.filter((each) => each.status === 'rejected' && !('code' in Object(each.reason)))
  expect(bugs).toEqual([])
  expect(answers.filter((each) => each.status === 'fulfilled').length).toBeGreaterThan(10)
  const after = await sums()
  expect(after.map(({ resource, limit }) => [resource, limit])).toEqual(
    before.map(({ resource, limit }) => [resource, limit]),
  )
  expect(after.every(({ held }) => held)).toBe(true)
})
