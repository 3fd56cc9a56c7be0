import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { memberTestContext } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { newId } from '~/lib/kernel/ids'
import { listPublishedNames } from '../queries/published-names'
import { startFakeResolver } from '../testing/fake-resolver'
import { type NamesWorld, openNamesWorld } from '../testing/names-world'
import { addName, namesPerProject, removeName } from './change-names'
import { listNamesPage } from './list-names'
import { setReverseName } from './set-reverse-name'

const database = useTestDatabase()
const elsewhere = new Map<string, readonly string[] | null>()
let world: NamesWorld
let resolver: Awaited<ReturnType<typeof startFakeResolver>>
let zone: string
let web: Awaited<ReturnType<NamesWorld['address']>> & { server: `ins_${string}` }

beforeAll(async () => {
  world = await openNamesWorld(database)
  resolver = await startFakeResolver(elsewhere)
  await world.sql`update name_services set resolver = ${resolver.address}`
  const server = await world.server('web')
  web = { server, ...(await world.address(server)) }
  await world.pass()
  zone = await world.zone()
})
afterAll(async () => {
  await world?.close()
  await resolver?.close()
})

const owner = () => world.estate.own.as()
const projectId = () => world.estate.own.projectId
const add = (label: string, target: { addressId?: `pip_${string}`; host?: string }, ctx = owner()) =>
  addName(ctx, { projectId: projectId(), label, ...target })
const page = async (ctx = owner()) => {
  const found = await listNamesPage(ctx)
  if (!found) throw new Error('names are switched off')
  return found
}
const named = async (label: string) => (await page()).names.find(({ name }) => name === `${label}.${zone}`)
const refusal = (reason: string) => ({ params: expect.objectContaining({ reason }) })

describe('a name that a customer adds', () => {
  test('leads to an address, is published, and withdrawn with its aliases', async () => {
    await add('www', { addressId: web.id })
    await add('blog', { host: `www.${zone}` })
    await add(`docs.${zone.toUpperCase()}.`, { host: 'Pages.Elsewhere.example.' })
    expect(await named('www')).toMatchObject({ kind: 'address', state: 'pending' })
    await world.pass()
    expect(await named('www')).toMatchObject({ state: 'published', leadsTo: [web.address] })
    expect(await named('blog')).toMatchObject({ kind: 'alias', leadsTo: [`www.${zone}`] })
    expect(await world.published()).toMatchObject({
      [`www.${zone} A`]: web.address,
      [`blog.${zone} CNAME`]: `www.${zone}`,
      [`docs.${zone} CNAME`]: 'pages.elsewhere.example',
    })
    const www = await named('www')
    if (!www) throw new Error('no name')
    await removeName(owner(), { nameId: www.id })
    await world.pass()
    const left = Object.keys(await world.published()).filter(
      (each) => each.endsWith(`.${zone} A`) || each.endsWith('CNAME'),
    )
    expect(left.sort()).toEqual([`docs.${zone} CNAME`, `web.${zone} A`])
    const events =
      await world.sql`select event from audit_events where subject_kind = 'name' order by occurred_at, id`
    expect(events.map(({ event }) => event)).toEqual([
      'name.added',
      'name.added',
      'name.added',
      'name.removed',
    ])
  })

  test.each([
    ['two words', 'two words', 'name_label'],
    ['an accent', 'été', 'name_label'],
    ['a hyphen at its end', 'end-', 'name_label'],
    ['an underscore', '_acme', 'name_label'],
    ['64 characters', 'a'.repeat(64), 'name_label'],
    ['two labels', 'a.b', 'name_outside_zone'],
    ['another domain', 'www.elsewhere.example', 'name_outside_zone'],
    ['the domain itself', 'other.cloud.example', 'name_outside_zone'],
  ])('is refused with %s', async (_what, label, reason) => {
    await expect(add(label, { addressId: web.id })).rejects.toMatchObject({
      code: 'invalid_input',
      field: 'label',
      ...refusal(reason),
    })
  })

  test.each([
    ['no host name', 'nothing', 'name_host'],
    ['an address', '192.0.2.1', 'name_host'],
    ['a name of the zone that does not exist', () => `absent.${zone}`, 'name_target_unknown'],
    ['a name of another customer', 'web.other.cloud.example', 'name_target_unknown'],
    ['the domain', 'cloud.example', 'name_target_unknown'],
    ['an alias', () => `docs.${zone}`, 'name_alias_of_alias'],
    ['itself', () => `loop.${zone}`, 'name_alias_loop'],
  ])('is refused as an alias of %s', async (_what, host, reason) => {
    await expect(add('loop', { host: typeof host === 'string' ? host : host() })).rejects.toMatchObject({
      code: 'invalid_input',
      field: 'host',
      ...refusal(reason),
    })
  })

  test('is refused when a server or another name has it, whichever comes first', async () => {
    for (const label of ['web', 'docs', `WEB.${zone}`])
      await expect(add(label, { addressId: web.id })).rejects.toMatchObject({
        code: 'already_exists',
        ...refusal('name_in_zone'),
      })
    await add('shop', { host: 'shop.elsewhere.example' })
    const server = await world.server('Shop')
    await world.address(server)
    await world.pass()
    expect((await page()).names.find((each) => each.server?.id === server)?.name).toBe(`shop-2.${zone}`)
    const [one, other] = await Promise.allSettled([
      add('twice', { addressId: web.id }),
      add('twice', { host: 'www.elsewhere.example' }),
    ])
    expect([one.status, other.status].sort()).toEqual(['fulfilled', 'rejected'])
  })

  test('leads to no address of another customer and enters no zone of another customer', async () => {
    const { foreign } = world.estate
    const theirs = await world.address(null, foreign)
    await world.pass()
    await expect(add('theirs', { addressId: theirs.id })).rejects.toMatchObject({ code: 'not_found' })
    await expect(add('theirs', { addressId: web.id }, foreign.as())).rejects.toMatchObject({
      code: 'not_found',
    })
    const docs = await named('docs')
    if (!docs) throw new Error('no name')
    await expect(removeName(foreign.as(), { nameId: docs.id })).rejects.toMatchObject({ code: 'not_found' })
    await expect(setReverseName(foreign.as(), { addressId: web.id, name: '' })).rejects.toMatchObject({
      code: 'not_found',
    })
    const seen = await listNamesPage(foreign.as())
    expect(seen?.names).toEqual([])
    expect(seen?.reverse.map(({ address }) => address)).toEqual([theirs.address])
  })

  test('needs the right to operate; the name of a server is not removed by hand', async () => {
    const reader = world.estate.own.as('reader')
    await expect(add('read', { addressId: web.id }, reader)).rejects.toMatchObject({ code: 'forbidden' })
    const own = await named('web')
    if (!own) throw new Error('no name')
    await expect(removeName(reader, { nameId: own.id })).rejects.toMatchObject({ code: 'forbidden' })
    await expect(removeName(owner(), { nameId: own.id })).rejects.toMatchObject({ code: 'not_found' })
  })

  test('goes with its address, and its aliases with it', async () => {
    const spare = await world.address(null)
    await add('spare', { addressId: spare.id })
    await add('spare-alias', { host: `spare.${zone}` })
    await world.pass()
    expect(await world.isNamed(spare.address)).toBe(true)
    await world.release(spare.id)
    await world.pass()
    expect(await named('spare')).toBeUndefined()
    expect(await named('spare-alias')).toBeUndefined()
    expect(await world.isNamed(spare.address)).toBe(false)
  })

  test('an alias follows the server that it leads to when it is renamed', async () => {
    const server = await world.server('before')
    await world.address(server)
    await world.pass()
    await add('follows', { host: `before.${zone}` })
    await world.rename(server, 'after')
    await world.pass()
    expect(await world.published()).toMatchObject({ [`follows.${zone} CNAME`]: `after.${zone}` })
  })

  test('no more than the limit of a project', async () => {
    const { organisationId } = world.estate.own
    const [row] = await world.sql<{ count: number }[]>`
      select count(*)::int as count from names where project_id = ${projectId()} and kind <> 'server'`
    const rows = Array.from({ length: namesPerProject - (row?.count ?? 0) }, (_, index) => ({
      id: newId('name'),
      organisation_id: organisationId,
      project_id: projectId(),
      label: `filled-${index}`,
      kind: 'alias',
      target_host: 'www.elsewhere.example',
      created_at: new Date(),
    }))
    await world.sql`insert into names ${world.sql(rows)}`
    await expect(add('one-more', { addressId: web.id })).rejects.toMatchObject({ code: 'quota_exceeded' })
    await world.sql`delete from names where label like 'filled-%'`
  })
})

test('a name ends for its customer as soon as its address is released, with its aliases', async () => {
  const { id } = await world.address(null)
  await add('ending', { addressId: id })
  await add('ending-too', { host: `ending.${zone}` })
  await world.pass()
  expect(await named('ending')).toMatchObject({ state: 'published' })
  await world.release(id)
  expect([await named('ending'), await named('ending-too')]).toEqual([undefined, undefined])
  await world.pass()
})

test('other domains read the published name of a server, and none that is being changed', async () => {
  const server = await world.server('published')
  const { address } = await world.address(server)
  const read = () => world.withSystem((tx) => listPublishedNames(tx, [server]))
  expect(await read()).toEqual(new Map())
  await world.pass()
  expect(await read()).toEqual(new Map([[server, { text: `published.${zone}`, addresses: [address] }]]))
  await world.sql`update name_records set revision = revision + 1 where name = ${`published.${zone}`}`
  expect(await read()).toEqual(new Map())
  await world.pass()
})

test('the names of a project are published while it holds a public address', async () => {
  const { foreign } = world.estate
  await world.address(null, foreign)
  await world.pass()
  const theirs = await world.zone(foreign)
  const ctx = foreign.as()
  await addName(ctx, { projectId: foreign.projectId, label: 'alone', host: 'www.elsewhere.example' })
  await world.pass()
  const isPublished = async () => `alone.${theirs} CNAME` in (await world.published())
  expect(await isPublished()).toBe(true)
  await world.sql`update public_addresses set released_at = now() where organisation_id = ${foreign.organisationId}`
  await world.pass()
  expect(await isPublished()).toBe(false)
  expect(Object.keys(await world.published()).filter((name) => name.includes(theirs))).toEqual([])
})

describe('a reverse name', () => {
  const set = (name: string) => setReverseName(owner(), { addressId: web.id, name })
  const shown = async () => (await page()).reverse.find(({ addressId }) => addressId === web.id)

  test('is the server’s, until another one that leads to the address is chosen, and again afterwards', async () => {
    await world.pass()
    expect(await shown()).toMatchObject({ name: `web.${zone}`, isChosen: false, state: 'published' })
    await add('mail', { addressId: web.id })
    await set(`mail.${zone}`)
    await world.pass()
    expect(await shown()).toMatchObject({ name: `mail.${zone}`, isChosen: true, state: 'published' })
    elsewhere.set('mail.elsewhere.example', ['192.0.2.9', web.address])
    await set('MAIL.elsewhere.example.')
    await world.pass()
    expect(await shown()).toMatchObject({ name: 'mail.elsewhere.example', isChosen: true })
    await set('')
    await world.pass()
    expect(await shown()).toMatchObject({ name: `web.${zone}`, isChosen: false })
  })

  test('that leads elsewhere is refused with what it leads to', async () => {
    elsewhere.set('other.elsewhere.example', ['192.0.2.8', '192.0.2.7'])
    await expect(set('other.elsewhere.example')).rejects.toMatchObject({
      code: 'invalid_input',
      field: 'name',
      params: {
        reason: 'reverse_leads_elsewhere',
        name: 'other.elsewhere.example',
        address: web.address,
        found: '192.0.2.7, 192.0.2.8',
      },
    })
    const server = await world.server('elsewhere')
    const { address } = await world.address(server)
    await world.pass()
    await expect(set(`elsewhere.${zone}`)).rejects.toMatchObject({
      params: { reason: 'reverse_leads_elsewhere', found: address },
    })
  })

  test.each([
    ['that leads nowhere', 'nothing.elsewhere.example', 'reverse_leads_nowhere'],
    ['that is none', 'nothing', 'name_host'],
    ['of another customer', 'web.other.cloud.example', 'reverse_not_yours'],
    ['that is an alias', () => `docs.${zone}`, 'reverse_alias'],
  ])('%s is refused', async (_what, name, reason) => {
    await expect(set(typeof name === 'string' ? name : name())).rejects.toMatchObject({
      code: 'invalid_input',
      ...refusal(reason),
    })
  })

  test('is refused while its target cannot be resolved', async () => {
    elsewhere.set('silent.elsewhere.example', null)
    await expect(set('silent.elsewhere.example')).rejects.toMatchObject(refusal('reverse_resolver_silent'))
    await world.sql`update name_services set resolver = null`
    await expect(set('mail.elsewhere.example')).rejects.toMatchObject(refusal('reverse_no_resolver'))
    await world.sql`update name_services set resolver = ${resolver.address}`
  })

  test('falls back to the server’s when the chosen name of the zone leads elsewhere', async () => {
    await set(`mail.${zone}`)
    const mail = await named('mail')
    if (!mail) throw new Error('no name')
    await removeName(owner(), { nameId: mail.id })
    await world.pass()
    expect(await shown()).toMatchObject({ name: `web.${zone}`, isChosen: false })
  })
})

test('a name is added only by members who operate servers of the project itself', async () => {
  const { accountId, organisationId } = world.estate.own
  const guest = memberTestContext(accountId, {
    organisationId,
    role: 'guest',
    projectRoles: { [projectId()]: 'reader', [newId('project')]: 'technical' },
  })
  await expect(add('guest', { addressId: web.id }, guest)).rejects.toMatchObject({ code: 'forbidden' })
})

test('while names are switched off nothing can be changed, and the page shows no names', async () => {
  await world.sql`update name_services set is_on = false`
  expect(await listNamesPage(owner())).toBeNull()
  await expect(add('off', { addressId: web.id })).rejects.toMatchObject(refusal('names_off'))
  await expect(setReverseName(owner(), { addressId: web.id, name: '' })).rejects.toMatchObject(
    refusal('names_off'),
  )
  await world.sql`update name_services set is_on = true`
})
