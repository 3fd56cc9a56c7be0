import { beforeAll, describe, expect, test } from 'vitest'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { seedContext } from '~/lib/datacentre/testing/datacenter'
import type { Id } from '~/lib/kernel/ids'
import { hashSecret } from '~/lib/kernel/secrets/secrets'
import { defineSellingEntity } from '~/lib/ordering/seller/define-selling-entity'
import { testSeller } from '~/lib/ordering/testing/order-world'
import { addInstance } from '~/lib/resources/testing/resources'
import { type Estate, makeEstate } from '~/testing/estate'
import { useApi } from '../testing/caller'
import { tokenOf } from '../testing/token-of'

const { sql } = useTestDatabase()
const { call } = useApi()
let estate: Estate
let instanceId: Id<'instance'>
/** May operate, delete and order. */
let strong: string
/** May read servers. */
let weak: string

beforeAll(async () => {
  await defineSellingEntity(seedContext(), testSeller)
  estate = await makeEstate(sql, { hosts: { count: 4, vcpu: 512 } })
  instanceId = await addInstance(estate, { state: 'stopped' })
  strong = await tokenOf(estate.own.as(), {
    permissions: ['instance:operate', 'instance:delete', 'order:place', 'ssh_key:write', 'project:manage'],
    mayDestroy: true,
  })
  weak = await tokenOf(estate.own.as())
})

const get = (path: string, headers: Record<string, string> = {}, secret: string | null = strong) =>
  call(secret, 'GET', path, { headers })
const codeOf = ({ body }: { body: unknown }) => (body as { code: string }).code
const problemOf = ({ body }: { body: unknown }) =>
  body as { code: string; field?: string; params?: Record<string, string>; detail: string }

describe('who may call', () => {
  test.each([
    ['no token', null, 'token_missing'],
    ['a malformed token', 'andr_pat_x', 'token_malformed'],
    ['a token with a wrong checksum', `andr_pat_${'0'.repeat(49)}`, 'token_malformed'],
  ])('%s is refused with its reason', async (_, secret, reason) => {
    const answer = await get('/v1/instances', {}, secret)
    expect([answer.status, codeOf(answer), problemOf(answer).params?.reason]).toEqual([
      401,
      'unauthenticated',
      reason,
    ])
    expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer/)
  })

  test('a cookie is no credential', async () => {
    const answer = await get('/v1/instances', { cookie: `andromede-session=${strong}` }, null)
    expect(answer.status).toBe(401)
  })

  test('a token in the address is refused with its reason, before anything else', async () => {
    for (const query of [`access_token=${strong}`, `text=${strong}`]) {
      const answer = await get(`/v1/instances?${query}`)
      expect([answer.status, problemOf(answer).params?.reason]).toEqual([400, 'token_in_address'])
    }
  })

  test('a missing permission is named', async () => {
    const answer = await call(weak, 'POST', `/v1/instances/${instanceId}/start`)
    expect([answer.status, problemOf(answer).params]).toEqual([
      403,
      { permission: 'instance:operate', reason: 'token' },
    ])
  })

  test('a revoked token is refused at the next request', async () => {
    const secret = await tokenOf(estate.own.as())
    expect((await get('/v1/instances', {}, secret)).status).toBe(200)
    await sql`update api_tokens set revoked_at = now() where secret_hash = ${hashSecret(secret)}`
    const answer = await get('/v1/instances', {}, secret)
    expect([answer.status, problemOf(answer).params?.reason]).toEqual([401, 'token_revoked'])
  })

  test('the object of another organisation is exactly as absent', async () => {
    const foreign = await tokenOf(estate.foreign.as(), { permissions: ['instance:operate'] })
    const absent = `${instanceId.slice(0, -4)}zzzz`
    for (const [method, path] of [
      ['GET', ''],
      ['POST', '/start'],
    ] as const) {
      const [other, none] = await Promise.all([
        call(foreign, method, `/v1/instances/${instanceId}${path}`),
        call(foreign, method, `/v1/instances/${absent}${path}`),
      ])
      const without = ({ body }: { body: unknown }) => ({ ...(body as object), instance: '' })
      expect(other.status).toBe(404)
      expect(without(other)).toEqual(without(none))
    }
  })
})

describe('addresses, methods and bodies', () => {
  test('an unknown address is absent, and another method names those that there are', async () => {
    expect((await get('/v1/nothing')).status).toBe(404)
    expect((await get(`/v1/instances/${instanceId}/`)).status).toBe(404)
    const answer = await call(strong, 'PUT', `/v1/instances/${instanceId}`)
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'GET, PATCH, DELETE'])
  })

  test('a method override is ignored', async () => {
    const answer = await get(`/v1/instances/${instanceId}`, { 'x-http-method-override': 'DELETE' })
    expect(answer.status).toBe(200)
  })

  test('HEAD answers as GET without a body', async () => {
    const answer = await call(strong, 'HEAD', `/v1/instances/${instanceId}`)
    expect([answer.status, answer.text]).toEqual([200, ''])
    expect(answer.headers.get('etag')).toMatch(/^"[\w-]{22}"$/)
  })

  test('an unknown field is named with its path', async () => {
    const line = { bundleId: estate.bundles.small.id, zoneId: estate.zone.zoneId, name: 'a1', quantity: 1 }
    for (const [body, field] of [
      [{ lines: [line], colour: 'red' }, 'colour'],
      [{ lines: [{ ...line, colour: 'red' }] }, 'lines.0.colour'],
    ] as const) {
      const answer = await call(strong, 'POST', '/v1/orders', { body })
      expect([answer.status, problemOf(answer).field]).toEqual([400, field])
    }
    expect(problemOf(await get('/v1/instances?colour=red')).field).toBe('colour')
  })

  test.each([
    ['not JSON', '{', 'application/json', 400, 'invalid_input'],
    ['another type', 'name=x', 'application/x-www-form-urlencoded', 415, 'unsupported_media_type'],
    ['no type', '{}', '', 415, 'unsupported_media_type'],
    ['bytes that are no text', new Uint8Array([123, 255, 125]), 'application/json', 400, 'invalid_input'],
    ['a list', '[]', 'application/json', 400, 'invalid_input'],
    ['more than 1 MiB', `"${'x'.repeat(1_048_576)}"`, 'application/json', 413, 'payload_too_large'],
    ['a NUL', '{"name":"a\\u0000b"}', 'application/json', 400, 'invalid_input'],
    ['a lone surrogate', '{"name":"\\ud800"}', 'application/json', 400, 'invalid_input'],
    ['the prototype of objects', '{"__proto__":{"name":"x"}}', 'application/json', 400, 'invalid_input'],
    ['deep JSON', '['.repeat(50_000) + ']'.repeat(50_000), 'application/json', 400, 'invalid_input'],
  ])('a body with %s is refused', async (_, raw, type, status, code) => {
    const answer = await call(strong, 'POST', '/v1/projects', { raw, headers: { 'content-type': type } })
    expect([answer.status, codeOf(answer)]).toEqual([status, code])
  })

  test('an operation without a body refuses one', async () => {
    const answer = await call(strong, 'POST', `/v1/instances/${instanceId}/start`, { body: { force: true } })
    expect(answer.status).toBe(400)
  })

  test('a parameter given twice is refused', async () => {
    const answer = await get('/v1/instances?limit=1&limit=2')
    expect([answer.status, problemOf(answer).params?.reason]).toEqual([400, 'twice'])
  })

  test('refusals are written in the language of the caller', async () => {
    const [french, english] = [
      await get('/v1/nothing', { 'accept-language': 'fr-FR,fr;q=0.9' }),
      await get('/v1/nothing', { 'accept-language': 'de' }),
    ]
    expect([french.headers.get('content-language'), english.headers.get('content-language')]).toEqual([
      'fr',
      'en',
    ])
    expect(problemOf(french).detail).not.toBe(problemOf(english).detail)
  })
})

describe('lists', () => {
  test('are read to their end by cursors, each item once', async () => {
    for (let made = 0; made < 5; made += 1) await addInstance(estate, { state: 'running' })
    const ids: string[] = []
    let cursor: string | null = null
    do {
      const answer = await get(`/v1/instances?limit=2${cursor ? `&cursor=${cursor}` : ''}`)
      const page = answer.body as { items: { id: string }[]; nextCursor: string | null }
      expect(page.items.length).toBeLessThanOrEqual(2)
      ids.push(...page.items.map(({ id }) => id))
      cursor = page.nextCursor
    } while (cursor)
    const all =
      await sql`select id from instances where organisation_id = ${estate.own.organisationId} order by id desc`
    expect(ids).toEqual(all.map(({ id }) => id))
  })

  test('refuse a cursor that is altered, of another filter, list or organisation', async () => {
    const { body } = await get('/v1/instances?limit=1')
    const { nextCursor } = body as { nextCursor: string }
    const foreign = await tokenOf(estate.foreign.as())
    const [position, code] = nextCursor.split('.')
    const forged = `${Buffer.from('["ins_x"]').toString('base64url')}.${code}`
    for (const [path, secret] of [
      [`/v1/instances?limit=1&text=x&cursor=${nextCursor}`, strong],
      [`/v1/volumes?limit=1&cursor=${nextCursor}`, strong],
      [`/v1/instances?limit=1&cursor=${nextCursor}`, foreign],
      [`/v1/instances?limit=1&cursor=${forged}`, strong],
      [`/v1/instances?limit=1&cursor=${position}`, strong],
      ['/v1/instances?limit=1&cursor=.', strong],
    ] as const) {
      const answer = await get(path, {}, secret)
      expect([answer.status, problemOf(answer).params?.reason]).toEqual([400, 'cursor'])
    }
  })
})

describe('conditions', () => {
  const path = () => `/v1/instances/${instanceId}`

  test('an unchanged resource is not sent again', async () => {
    const { headers } = await get(path())
    const answer = await get(path(), { 'if-none-match': headers.get('etag') ?? '' })
    expect([answer.status, answer.text]).toEqual([304, ''])
  })

  test('a change with a stale tag is refused, and changes nothing', async () => {
    const tag = (await get(path())).headers.get('etag') ?? ''
    const patch = (name: string, ifMatch: string) =>
      call(strong, 'PATCH', path(), { body: { name }, headers: { 'if-match': ifMatch } })
    const first = await patch('first-name', tag)
    expect(first.status).toBe(200)
    const stale = await patch('second-name', tag)
    expect([stale.status, codeOf(stale)]).toEqual([412, 'precondition_failed'])
    expect((await patch('third-name', first.headers.get('etag') ?? '')).status).toBe(200)
    expect((await patch('third-name', '*')).status).toBe(200)
  })

  test('of ten changes with one tag, one is made', async () => {
    const tag = (await get(path())).headers.get('etag') ?? ''
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        call(strong, 'PATCH', path(), { body: { tags: { n: `${index}` } }, headers: { 'if-match': tag } }),
      ),
    )
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(9).fill(412)])
  })

  test('one field is changed by a request', async () => {
    const answer = await call(strong, 'PATCH', path(), { body: { name: 'x-1', isProtected: true } })
    expect([answer.status, problemOf(answer).params?.reason]).toEqual([400, 'one_field'])
  })
})

describe('keys', () => {
  const keyed = (key: string, body: unknown, path = '/v1/projects') =>
    call(strong, 'POST', path, { body, headers: { 'idempotency-key': key } })
  const countOf = async (name: string) =>
    (await sql`select from projects where organisation_id = ${estate.own.organisationId} and name = ${name}`)
      .length

  test('a repeated request gets the first answer, marked, and does nothing', async () => {
    const body = { name: 'Once only' }
    const answers = await Promise.all(Array.from({ length: 6 }, () => keyed('once-0123456789abcdef', body)))
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1)
    expect(answers.map(({ status }) => status)).toEqual(Array(6).fill(201))
    const replayed = answers.filter(({ headers }) => headers.get('idempotent-replayed') === 'true')
    expect(replayed).toHaveLength(5)
    expect(answers.every(({ headers }) => headers.get('location')?.startsWith('/v1/projects/'))).toBe(true)
    expect(await countOf('Once only')).toBe(1)
  })

  test('a key with other content is refused', async () => {
    await keyed('reuse-0123456789abcdef', { name: 'Reuse one' })
    const answer = await keyed('reuse-0123456789abcdef', { name: 'Reuse two' })
    expect([answer.status, codeOf(answer)]).toEqual([422, 'idempotency_key_reused'])
    expect(await countOf('Reuse two')).toBe(0)
  })

  test('a refused request frees its key', async () => {
    const refused = await keyed('refused-0123456789abcd', { name: '' })
    expect(refused.status).toBe(400)
    expect((await keyed('refused-0123456789abcd', { name: 'Refused before' })).status).toBe(201)
  })

  test('a request that was interrupted after its change is not carried out again', async () => {
    await keyed('lost-0123456789abcdef0', { name: 'Lost answer' })
    await sql`update idempotency_keys set response = null, leased_until = 'epoch' where key = 'lost-0123456789abcdef0'`
    const answer = await keyed('lost-0123456789abcdef0', { name: 'Lost answer' })
    expect([answer.status, problemOf(answer).params?.reason]).toEqual([409, 'outcome_unknown'])
  })

  test('a malformed key is refused', async () => {
    expect((await keyed('short', { name: 'Short key' })).status).toBe(400)
  })

  test('an order is placed once for its key, by the key of the order itself', async () => {
    const body = {
      lines: [
        {
          bundleId: estate.bundles.small.id,
          zoneId: estate.zone.zoneId,
          imageId: estate.imageId,
          name: 'by-program',
          quantity: 1,
        },
      ],
    }
    const [first, again] = [
      await keyed('order-0123456789abcdef', body, '/v1/orders'),
      await keyed('order-0123456789abcdef', body, '/v1/orders'),
    ]
    expect(first.status).toBe(201)
    expect(again.body).toEqual(first.body)
    const order = await get(first.headers.get('location') ?? '')
    expect(order.body).toMatchObject({ lines: [{ name: 'by-program', resources: [{ kind: 'instance' }] }] })
  })
})

describe('long work', () => {
  test('an act answers with its operation, which can be read and waited for', async () => {
    const id = await addInstance(estate, { state: 'stopped' })
    const begun = await call(strong, 'POST', `/v1/instances/${id}/start`, { headers: { prefer: 'wait=1' } })
    expect([begun.status, begun.headers.get('preference-applied')]).toEqual([202, 'wait=1'])
    expect(begun.body).toMatchObject({ kind: 'start_instance', state: 'running', resource: { id } })
    const operation = await get(begun.headers.get('location') ?? '')
    expect(operation.body).toMatchObject({ kind: 'start_instance', resource: { kind: 'instance', id } })
    const foreign = await tokenOf(estate.foreign.as())
    expect((await get(begun.headers.get('location') ?? '', {}, foreign)).status).toBe(404)
  })

  test('an act that the state forbids is refused', async () => {
    const id = await addInstance(estate, { state: 'running' })
    const answer = await call(strong, 'POST', `/v1/instances/${id}/start`)
    expect([answer.status, codeOf(answer)]).toEqual([409, 'state_forbids'])
  })

  test('deleting needs a token that was made for it', async () => {
    const id = await addInstance(estate, { state: 'stopped' })
    const timid = await tokenOf(estate.own.as(), { permissions: ['instance:delete'] })
    const refused = await call(timid, 'DELETE', `/v1/instances/${id}`)
    expect([refused.status, problemOf(refused).params?.reason]).toEqual([403, 'token_may_not_destroy'])
    const deleted = await call(strong, 'DELETE', `/v1/instances/${id}`)
    expect([deleted.status, deleted.body]).toEqual([200, expect.objectContaining({ outcome: 'deleting' })])
    const [entry] =
      await sql`select details from audit_events where subject_id = ${id} and event = 'instance.deleted'`
    expect(entry?.details).toMatchObject({ token: { id: expect.stringMatching(/^apt_/) } })
  })
})

test('the document is public, and its tag spares sending it again', async () => {
  const answer = await get('/v1/openapi.json', {}, null)
  expect(answer.body).toMatchObject({ openapi: '3.1.1' })
  const again = await get('/v1/openapi.json', { 'if-none-match': answer.headers.get('etag') ?? '' }, null)
  expect(again.status).toBe(304)
})

describe('limits', () => {
  const limited = useApi({ perMinute: 10 })

  test('of fifty parallel requests of one token, those over the limit are refused with the time to wait', async () => {
    const secret = await tokenOf(estate.own.as())
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => limited.call(secret, 'GET', '/v1/instances?limit=1')),
    )
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(10)
    for (const { status, headers } of answers.filter(({ status: each }) => each !== 200)) {
      expect(status).toBe(429)
      expect(Number(headers.get('retry-after'))).toBeGreaterThan(0)
      expect(headers.get('ratelimit')).toMatch(/^"token";r=0;t=\d+$/)
    }
    expect((await limited.call(weak, 'GET', '/v1/instances?limit=1')).status).toBe(200)
  })
})

describe('files', () => {
  test('a file goes with a ticket and comes back byte for byte', async () => {
    const secret = await tokenOf(estate.own.as(), { permissions: ['support:write'] })
    const log = 'ligne é\n'.repeat(1_000)
    const octets = { 'content-type': 'application/octet-stream' }
    const upload = (name: string, raw: string, headers: Record<string, string> = octets) =>
      call(secret, 'POST', `/v1/ticket-files?name=${name}`, { raw, headers })
    expect((await upload('journal.log', log, { 'content-type': 'application/json' })).status).toBe(415)
    expect([(await upload('', log)).status, (await upload('a.exe', 'MZ')).status]).toEqual([400, 400])
    const { uploadId } = (await upload('journal.log', log)).body as { uploadId: string }
    const opened = await call(secret, 'POST', '/v1/tickets', {
      body: {
        subject: 'Journal',
        category: 'question',
        impact: 'none',
        body: 'Ci-joint.',
        files: [uploadId],
      },
    })
    expect(opened.status).toBe(201)
    const ticket = await call(secret, 'GET', opened.headers.get('location') ?? '')
    const { messages } = ticket.body as { messages: { files: { id: string; name: string }[] }[] }
    const [file] = messages[0]?.files ?? []
    expect(file?.name).toBe('journal.log')
    const download = await call(secret, 'GET', `/v1/ticket-attachments/${file?.id}`)
    expect([download.status, download.text === log]).toEqual([200, true])
    expect(download.headers.get('content-disposition')).toBe('attachment; filename="journal.log"')
  })
})
