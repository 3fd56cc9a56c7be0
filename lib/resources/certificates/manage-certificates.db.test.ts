import { beforeAll, describe, expect, test } from 'vitest'
import { withOrganisation, withSystem } from '~/db/client'
import { systemTestContext, testNow } from '~/db/testing/contexts'
import { countWaiting } from '~/db/testing/count-waiting'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { newId } from '~/lib/kernel/ids'
import { unseal } from '~/lib/kernel/secrets/secrets'
import { openPromise } from '~/lib/kernel/testing/open-promise'
import { type Estate, insertOrderLine, makeEstate } from '~/testing/estate'
import { addMember } from '~/testing/member'
import { daysFromTestNow, type MadeCertificate, makeCertificate } from '../testing/make-certificate'
import { findCertificateFault } from './find-certificate-fault'
import { listCertificates } from './list-certificates'
import { deleteCertificate, replaceCertificate, uploadCertificate } from './manage-certificates'
import { notifyEndingCertificates } from './notify-ending'
import { openBundles } from './open-bundles'
import { certificatesMax } from './require-room'
import { bundlePlace } from './secret-places'

const database = useTestDatabase()
const { sql } = database
let estate: Estate
let web: MadeCertificate
let next: MadeCertificate
let networkId: string

beforeAll(async () => {
  process.env.PORTAL_URL = 'http://portal.example'
  estate = await makeEstate(sql)
  web = await makeCertificate('web', { names: ['www.example.fr'] })
  next = await makeCertificate('web', { names: ['www.example.fr', 'example.fr'], to: daysFromTestNow(200) })
  networkId = newId('network')
  const { organisationId: organisation_id, projectId: project_id } = estate.own
  await sql`insert into private_networks ${sql({ id: networkId, organisation_id, project_id, zone_id: estate.zone.zoneId, name: 'net', range: '10.9.0.0/24', created_at: testNow })}`
})

const owner = () => estate.own.as()
let named = 0
async function upload(over: { made?: MadeCertificate; name?: string } = {}, ctx = owner()) {
  named += 1
  const { made = web, name = `certificate ${named}` } = over
  const texts = { chain: made.pem, privateKey: made.key }
  return (await uploadCertificate(ctx, { projectId: estate.own.projectId, name, ...texts })).id
}
async function balancerWith(certificateId: string, name = `front-${named}`) {
  const id = newId('balancer')
  const { organisationId: organisation_id, projectId: project_id } = estate.own
  const listener = { port: 443, protocol: 'https', certificateId, redirectsToHttps: false }
  await sql`insert into balancers ${sql({
    id,
    organisation_id,
    project_id,
    zone_id: estate.zone.zoneId,
    network_id: networkId,
    bundle_id: estate.bundles.small.id,
    order_line_id: await insertOrderLine(estate, estate.own, 'small'),
    name,
    state: 'active',
    settings: sql.json({ listeners: [listener] }),
    created_at: testNow,
  })}`
  return id
}
const viewOf = async (id: string) =>
  (await listCertificates(owner())).certificates.find((certificate) => certificate.id === id)
const refusal = (reason: string) => ({ params: expect.objectContaining({ reason }) })

describe('an uploaded certificate', () => {
  test('is listed with its facts; its key is sealed, and in no view, audit event or refusal', async () => {
    const { projectId } = estate.own
    const input = { projectId, name: '', chain: web.pem, privateKey: web.key }
    const { id, name } = await uploadCertificate(owner(), input)
    expect(name).toBe('www.example.fr')
    const taken = await uploadCertificate(owner(), input).catch((error: unknown) => error)
    expect(taken).toMatchObject({ code: 'name_taken', field: 'name' })
    const view = await viewOf(id)
    expect(view).toMatchObject({
      projectId,
      hostNames: ['www.example.fr'],
      validTo: daysFromTestNow(80).toISOString(),
      state: 'valid',
      usedBy: [],
      mayChange: true,
    })
    expect(view?.fingerprint).toMatch(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/)
    const [row] = await sql<{ sealed: string }[]>`
      select bundle_sealed as sealed from certificate_secrets where certificate_id = ${id}`
    expect(unseal(row?.sealed ?? '', bundlePlace(id))).toBe(`${web.key.trim()}\n${web.pem.trim()}\n`)
    const secret = web.key.split('\n')[1] ?? 'none'
    const events = await sql`select * from audit_events where subject_id = ${id}`
    expect(events).toMatchObject([{ event: 'certificate.uploaded' }])
    for (const text of [row?.sealed, JSON.stringify(events), JSON.stringify(view), String(taken)])
      expect(text).not.toContain(secret)
    expect(JSON.stringify(taken)).not.toContain(secret)
  })

  test('is refused for its own reason, without a row', async () => {
    const other = await makeCertificate('other', { names: ['other.example'] })
    const input = { projectId: estate.own.projectId, name: 'refused', chain: web.pem }
    await expect(uploadCertificate(owner(), { ...input, privateKey: other.key })).rejects.toMatchObject({
      code: 'invalid_input',
      field: 'privateKey',
      ...refusal('key_other'),
    })
    await expect(
      uploadCertificate(owner(), { ...input, chain: 'text', privateKey: web.key }),
    ).rejects.toMatchObject({ field: 'chain', ...refusal('certificate_unreadable') })
    expect((await listCertificates(owner())).certificates.some(({ name }) => name === 'refused')).toBe(false)
  })

  test('is of its organisation and project only', async () => {
    const id = await upload()
    const texts = { chain: next.pem, privateKey: next.key }
    const stranger = estate.foreign.as()
    expect((await listCertificates(stranger)).certificates).toEqual([])
    await expect(replaceCertificate(stranger, { certificateId: id, ...texts })).rejects.toMatchObject({
      code: 'not_found',
    })
    await expect(deleteCertificate(stranger, { certificateId: id })).rejects.toMatchObject({
      code: 'not_found',
    })
    await expect(upload({}, stranger)).rejects.toMatchObject({ code: 'not_found' })
    const reader = await addMember(sql, estate.own, 'reader')
    await expect(upload({}, reader.as())).rejects.toMatchObject({ code: 'forbidden' })
    expect((await listCertificates(reader.as())).projects).toEqual([])
    const fault = await withOrganisation(stranger, (tx) =>
      findCertificateFault(tx, estate.foreign.projectId, [{ certificateId: id }], { now: testNow }),
    )
    expect(fault).toEqual({ at: 0, reason: 'certificate_unknown' })
  })

  test('a site may write its key but not read it; the worker may', async () => {
    const id = await upload()
    await expect(withOrganisation(owner(), (tx) => openBundles(tx, [id]))).rejects.toThrow()
    const opened = await withSystem(systemTestContext(), (tx) => openBundles(tx, [id]))
    expect(opened.get(id)).toContain('BEGIN PRIVATE KEY')
  })

  test('is replaced in its place, and its members are notified of the new end', async () => {
    const id = await upload()
    await sql`update certificates set notified_days = 1 where id = ${id}`
    await replaceCertificate(owner(), { certificateId: id, chain: next.pem, privateKey: next.key })
    expect(await viewOf(id)).toMatchObject({
      hostNames: ['www.example.fr', 'example.fr'],
      validTo: daysFromTestNow(200).toISOString(),
    })
    const opened = await withSystem(systemTestContext(), (tx) => openBundles(tx, [id]))
    expect(opened.get(id)).toContain(next.pem.trim())
    const [row] = await sql`select notified_days from certificates where id = ${id}`
    expect(row?.notified_days).toBeNull()
  })

  test('is one of a limited number in a project', async () => {
    const { organisationId: organisation_id, projectId: project_id } = estate.foreign
    await sql`insert into certificates ${sql(
      Array.from({ length: certificatesMax }, (_, at) => ({
        id: newId('certificate'),
        organisation_id,
        project_id,
        name: `other ${at}`,
        host_names: ['a.example'],
        created_at: testNow,
        changed_at: testNow,
      })),
    )}`
    const texts = { chain: web.pem, privateKey: web.key }
    await expect(
      uploadCertificate(estate.foreign.as(), { projectId: project_id, name: 'more', ...texts }),
    ).rejects.toMatchObject({ code: 'quota_exceeded' })
  })
})

describe('a certificate that a load balancer shows', () => {
  test('cannot be deleted, and the balancers are named', async () => {
    const id = await upload()
    const balancerId = await balancerWith(id, 'front-used')
    expect(await viewOf(id)).toMatchObject({ usedBy: [{ id: balancerId, name: 'front-used' }] })
    await expect(deleteCertificate(owner(), { certificateId: id })).rejects.toMatchObject({
      code: 'state_forbids',
      params: { reason: 'certificate_used', balancers: 'front-used' },
    })
    // Its deletion may fail, and then it needs its certificate.
    await sql`update balancers set state = 'deleting' where id = ${balancerId}`
    await expect(deleteCertificate(owner(), { certificateId: id })).rejects.toMatchObject(
      refusal('certificate_used'),
    )
    await sql`update balancers set state = 'deleted' where id = ${balancerId}`
    await deleteCertificate(owner(), { certificateId: id })
    expect(await sql`select from certificate_secrets where certificate_id = ${id}`).toHaveLength(0)
    await expect(deleteCertificate(owner(), { certificateId: id })).rejects.toMatchObject({
      code: 'not_found',
    })
  })

  test('is kept when a balancer takes it while it is being deleted', async () => {
    const id = await upload()
    const [locked, change] = [openPromise(), openPromise()]
    const taking = withOrganisation(owner(), async (tx) => {
      const listeners = [{ certificateId: id }]
      expect(await findCertificateFault(tx, estate.own.projectId, listeners, { now: testNow })).toBeNull()
      locked.resolve()
      await change.promise
    })
    await locked.promise
    const deletion = deleteCertificate(owner(), { certificateId: id }).catch((error: unknown) => error)
    await expect.poll(() => countWaiting(sql)).toBe(1)
    await balancerWith(id)
    change.resolve()
    await taking
    expect(await deletion).toMatchObject(refusal('certificate_used'))
  })

  test('may have ended only where the balancer has it already', async () => {
    const id = await upload()
    const now = daysFromTestNow(81)
    const find = (present: { certificateId: typeof id }[]) =>
      withOrganisation(owner(), (tx) =>
        findCertificateFault(tx, estate.own.projectId, [{ certificateId: id }], { now, present }),
      )
    expect(await find([])).toEqual({ at: 0, reason: 'certificate_expired' })
    expect(await find([{ certificateId: id }])).toBeNull()
  })
})

test('members are notified 30, 7 and 1 days before the end, once each', async () => {
  const id = await upload({ name: 'soon' })
  await balancerWith(id, 'front-soon')
  const mails = async () =>
    (await sql`select from mail_messages where template = 'certificate-ends' and subject like '%soon%'`)
      .length
  const notices = async () =>
    (await sql`select from notices where kind = 'certificate_ends' and params ->> 'name' = 'soon'`).length
  for (const [day, count] of [
    [49, 0],
    [50, 1],
    [51, 1],
    [73, 2],
    [79.5, 3],
    [79.6, 3],
    [81, 3],
  ] as const) {
    await notifyEndingCertificates(systemTestContext(daysFromTestNow(day)))
    expect([day, await notices(), await mails()]).toEqual([day, count, count])
  }
  const events = await sql<{ days: number }[]>`
    select (details ->> 'days')::int as days from audit_events
    where event = 'certificate.end_announced' and subject_id = ${id} order by occurred_at`
  expect(events.map(({ days }) => days)).toEqual([30, 7, 1])
})
