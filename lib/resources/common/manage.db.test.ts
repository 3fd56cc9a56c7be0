import { beforeAll, describe, expect, test } from 'vitest'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { newId } from '~/lib/kernel/ids'
import { type Estate, makeEstate } from '~/testing/estate'
import { getOverview } from '../overview/get-overview'
import { listInstances } from '../servers/list-instances'
import { protectInstance } from '../servers/protect-instance'
import { renameInstance } from '../servers/rename-instance'
import { listInstancesInput, tagInstanceInput } from '../servers/schema'
import { tagInstance } from '../servers/tag-instance'
import { addInstance, addVolume } from '../testing/resources'
import { rowProbe } from '../testing/row-probe'
import { listVolumes } from '../volumes/list-volumes'
import { protectVolume } from '../volumes/protect-volume'
import { renameVolume } from '../volumes/rename-volume'
import { listVolumesInput } from '../volumes/schema'
import { tagVolume } from '../volumes/tag-volume'

const database = useTestDatabase()
const { sql } = database
const { query, auditsOf } = rowProbe(database)
let estate: Estate
const own = () => estate.own.as('technical')

beforeAll(async () => {
  estate = await makeEstate(sql, { hosts: { count: 2, vcpu: 128 } })
})

describe('the list of servers', () => {
  const names = async (given: Record<string, string>) => {
    const { rows, total } = await listInstances(own(), listInstancesInput.parse(given))
    return [total, ...rows.map((row) => row.name)]
  }

  test('filters, sorts and paginates; erased and foreign servers are not in it', async () => {
    const alpha = await addInstance(estate, { name: 'alpha' })
    await addInstance(estate, { name: 'beta', state: 'stopped', bundle: 'large' })
    await addInstance(estate, { name: 'gamma', zoneId: estate.otherZone.zoneId })
    const gone = await addInstance(estate, { name: 'erased' })
    await query("update instances set state = 'purged' where id = $1", gone)
    await addInstance(estate, { name: 'foreign', of: estate.foreign })
    await tagInstance(own(), { instanceId: alpha, tags: { env: 'prod', team: '100%_sure' } })
    expect(await names({})).toEqual([3, 'alpha', 'beta', 'gamma'])
    expect(await names({ direction: 'desc' })).toEqual([3, 'gamma', 'beta', 'alpha'])
    expect(await names({ sort: 'bundle', direction: 'desc' })).toEqual([3, 'beta', 'alpha', 'gamma'])
    expect(await names({ state: 'stopped' })).toEqual([1, 'beta'])
    expect(await names({ tag: 'env' })).toEqual([1, 'alpha'])
    expect(await names({ tag: 'env:prod' })).toEqual([1, 'alpha'])
    expect(await names({ tag: 'env:test' })).toEqual([0])
    // No id contains an l, and ids are searched too.
    expect(await names({ q: 'LPH' })).toEqual([1, 'alpha'])
    expect(await names({ q: '%' })).toEqual([0])
    expect(await names({ q: alpha })).toEqual([1, 'alpha'])
    expect(await names({ page: '9' })).toEqual([3, 'alpha', 'beta', 'gamma'])
    expect(await names({ state: 'nonsense', sort: 'password', page: '-1' })).toEqual([
      3,
      'alpha',
      'beta',
      'gamma',
    ])
  })

  test('every row has its monthly price; the tags and zones in use are offered as filters', async () => {
    const { rows, tags, zones } = await listInstances(own(), listInstancesInput.parse({}))
    expect(rows.map((row) => row.monthlyCents)).toEqual(['1987', '3974', '1987'])
    // A page has fifty rows, so a row contains only the displayed columns.
    expect(Object.keys(rows[0] ?? {}).sort()).toEqual([
      'address',
      'bundle',
      'createdAt',
      'id',
      'isProtected',
      'monthlyCents',
      'name',
      'state',
      'tags',
      'zone',
    ])
    expect(tags).toEqual(['env:prod', 'team:100%_sure'])
    expect(zones).toHaveLength(2)
  })
})

const requests = [
  ['rename', (id: string) => renameInstance(own(), { instanceId: id as never, name: 'autre' })],
  ['tag', (id: string) => tagInstance(own(), { instanceId: id as never, tags: {} })],
  ['protect', (id: string) => protectInstance(own(), { instanceId: id as never, isProtected: true })],
] as const

test.each(requests)('%s: a foreign server and a missing one are both not found', async (_name, run) => {
  const foreign = await addInstance(estate, { of: estate.foreign })
  for (const id of [foreign, newId('instance')])
    await expect(run(id)).rejects.toMatchObject({ code: 'not_found' })
  expect(await auditsOf(foreign)).toEqual([])
})

test('a reader changes nothing', async () => {
  const id = await addInstance(estate)
  const reader = estate.own.as('reader')
  await expect(renameInstance(reader, { instanceId: id, name: 'x1' })).rejects.toMatchObject({
    code: 'forbidden',
  })
  await expect(tagInstance(reader, { instanceId: id, tags: {} })).rejects.toMatchObject({ code: 'forbidden' })
  await expect(protectInstance(reader, { instanceId: id, isProtected: true })).rejects.toMatchObject({
    code: 'forbidden',
  })
})

test('a name is unique among live servers, and a renamed server frees its old name', async () => {
  const first = await addInstance(estate, { name: 'premier' })
  const second = await addInstance(estate, { name: 'second' })
  await expect(renameInstance(own(), { instanceId: second, name: 'premier' })).rejects.toMatchObject({
    code: 'name_taken',
    field: 'name',
  })
  await renameInstance(own(), { instanceId: first, name: 'dernier' })
  await renameInstance(own(), { instanceId: second, name: 'premier' })
  expect(await query('select name from instances where id = $1', second)).toEqual([{ name: 'premier' }])
  expect(await auditsOf(second)).toEqual(['instance.renamed'])
})

test('protecting a protected resource changes and records nothing', async () => {
  const instanceId = await addInstance(estate)
  for (const isProtected of [true, true, false]) await protectInstance(own(), { instanceId, isProtected })
  expect(await auditsOf(instanceId)).toEqual(['instance.protected', 'instance.unprotected'])
})

test('a server that is being created cannot be renamed', async () => {
  const instanceId = await addInstance(estate, { state: 'creating' })
  await expect(renameInstance(own(), { instanceId, name: 'autre' })).rejects.toMatchObject({
    code: 'state_forbids',
  })
})

test('volumes are listed, named, tagged and protected like servers', async () => {
  const volumeId = await addVolume(estate, { name: 'archives' })
  await renameVolume(own(), { volumeId, name: 'donnees' })
  await tagVolume(own(), { volumeId, tags: { env: 'prod' } })
  await protectVolume(own(), { volumeId, isProtected: true })
  const { rows } = await listVolumes(own(), listVolumesInput.parse({ q: 'donn', tag: 'env:prod' }))
  expect(rows).toMatchObject([
    { id: volumeId, name: 'donnees', isProtected: true, sizeGib: 100, monthlyCents: '950' },
  ])
  expect(await auditsOf(volumeId)).toEqual(['volume.protected', 'volume.renamed', 'volume.tagged'])
  expect((await listVolumes(estate.foreign.as('technical'), listVolumesInput.parse({}))).rows).toEqual([])
})

test.each([
  ['an upper-case key', { Env: 'x' }],
  ['an empty value', { env: '' }],
  ['a control character', { env: 'a\u0000b' }],
  ['markup', { env: '<b>' }],
  ['21 tags', Object.fromEntries(Array.from({ length: 21 }, (_, i) => [`k${i}`, 'v']))],
])('%s is refused', (_name, tags) => {
  expect(tagInstanceInput.safeParse({ instanceId: newId('instance'), tags }).success).toBe(false)
})

test('the home page counts the resources, waiting servers and changes of one organisation', async () => {
  const ours = await makeEstate(sql)
  await addInstance(ours, { name: 'marche' })
  await addInstance(ours, { name: 'arret', state: 'stopped' })
  await addInstance(ours, { name: 'rate', state: 'failed' })
  await addVolume(ours)
  const overview = await getOverview(ours.own.as('reader'))
  expect(overview.counts).toEqual({ running: 1, instances: 2, volumes: 1, volumeGib: 100 })
  expect(overview.changes.map((row) => row.name).sort()).toEqual([
    'arret',
    'marche',
    'rate',
    expect.stringMatching(/^volume-/),
  ])
  expect(overview.presets.length).toBeGreaterThan(0)
  expect(await getOverview(ours.foreign.as('technical'))).toMatchObject({
    counts: { instances: 0 },
    changes: [],
    presets: [],
  })
})
