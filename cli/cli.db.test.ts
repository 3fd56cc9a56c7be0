import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { useDemonstrationApi } from '~/lib/api/testing/demonstration'
import { ed25519Line } from '~/lib/identity/testing/ssh-lines'
import { main } from './main'

/** The command line against the API of the demonstration, without a worker: nothing that is ordered gets delivered. */
const { port, strongToken } = useDemonstrationApi()
const owner = 'anne.besson@valmont.example'
const publicKey = ed25519Line('test')
let home: string
let token: string

beforeAll(async () => {
  home = mkdtempSync(path.join(tmpdir(), 'andromede-cli-'))
  token = await strongToken(owner)
})
afterAll(() => rmSync(home, { recursive: true, force: true }))

async function run(args: string[], { isForPeople = false, secret = '', agrees = true } = {}) {
  let [out, errors] = ['', '']
  const exitCode = await main(
    args,
    {
      env: { HOME: home, LANG: 'en_GB.UTF-8' },
      isForPeople,
      out: (text) => {
        out += typeof text === 'string' ? text : Buffer.from(text).toString('latin1')
      },
      progress: () => {},
      secret: async () => secret,
      confirm: async () => agrees,
    },
    (text) => {
      errors += text
    },
  )
  return { exitCode, out, errors }
}
const json = async (args: string[]) => {
  const { exitCode, out, errors } = await run(args)
  expect([exitCode, errors]).toEqual([0, ''])
  return JSON.parse(out)
}

test('signing in tries the token, and keeps it for its owner alone', async () => {
  const api = `http://127.0.0.1:${port()}`
  const wrong = await run(['login', '--api', api], {
    secret: `${token.slice(0, -1)}${token.endsWith('0') ? '1' : '0'}`,
  })
  expect(wrong.exitCode).toBe(3)
  expect((await run(['server', 'list'])).exitCode).toBe(2)
  expect(await run(['login', '--api', api], { secret: token, isForPeople: true })).toMatchObject({
    exitCode: 0,
    out: expect.stringContaining('Valmont'),
  })
  const file = path.join(home, '.config/andromede/config.json')
  expect(statSync(file).mode & 0o777).toBe(0o600)
  expect(readFileSync(file, 'utf8')).toContain(token)
  expect(await json(['profile', 'list'])).toEqual([{ name: 'default', url: api, isCurrent: true }])
})

test('a list is a table for people and JSON for programs', async () => {
  const servers = await json(['server', 'list'])
  expect(servers.length).toBeGreaterThan(0)
  expect(await json(['server', 'list', '--max', '1'])).toEqual([servers[0]])
  const { out } = await run(['server', 'list'], { isForPeople: true })
  expect(out.split('\n')[0]).toMatch(/^ID +NAME +STATE/)
  expect(out).toContain(servers[0].name)
})

test('a name is taken for an id, and each refusal has its exit code', async () => {
  const [server] = await json(['server', 'list'])
  expect((await json(['server', 'get', server.name])).id).toBe(server.id)
  expect(await run(['server', 'get', 'no-such-server'])).toMatchObject({ exitCode: 4, out: '' })
  expect(await run(['server', 'get', `ins_${'0'.repeat(26)}`])).toMatchObject({ exitCode: 4, out: '' })
  expect(await run(['server', 'get'])).toMatchObject({
    exitCode: 2,
    errors: 'Give SERVER, and nothing else.\n',
  })
  expect(await run(['server', 'list', '--no-such-flag'])).toMatchObject({ exitCode: 2, out: '' })
  expect(await run(['ssh-key', 'add', '--public-key', 'no key'])).toMatchObject({ exitCode: 2, out: '' })
})

test('a server and a volume are priced and ordered', async () => {
  const key = path.join(home, 'own.pub')
  writeFileSync(key, publicKey)
  const code = ['--service-code', 'SVC-DSI-02']
  const before = await json(['ssh-key', 'list'])
  const ordered = [
    'server',
    'create',
    '--name',
    'ordered',
    '--count',
    '2',
    '--public-address',
    '--ssh-key',
    key,
  ]
  const price = await json([...ordered, '--dry-run'])
  const refused = await run([...ordered, '--no-wait'])
  expect(refused).toMatchObject({ exitCode: 2, errors: expect.stringContaining('serviceCode') })
  const placed = await json([...ordered, '--no-wait', ...code])
  const order = await json(['order', 'get', placed.orderId])
  expect([order.number, order.monthlyPrice]).toEqual([placed.number, price.monthlyPrice])
  await json(['volume', 'create', '--name', 'data', '--no-wait', ...code])
  // The key was added once: the next server finds it by its fingerprint.
  await json(['server', 'create', '--name', 'second', '--ssh-key', key, '--no-wait', ...code])
  expect(await json(['ssh-key', 'list'])).toHaveLength(before.length + 1)
  expect(await run(['server', 'create', '--name', 'x', '--bundle', 'none'])).toMatchObject({ exitCode: 2 })
})

test('an invoice is downloaded, and is found by its number', async () => {
  const [invoice] = await json(['invoice', 'list'])
  const file = path.join(home, 'invoice.pdf')
  expect((await run(['invoice', 'download', invoice.id, '-o', file])).exitCode).toBe(0)
  expect(readFileSync(file).subarray(0, 5).toString()).toBe('%PDF-')
  expect((await run(['invoice', 'download', invoice.number])).out.slice(0, 5)).toBe('%PDF-')
})

test('what deletes asks a person', async () => {
  const keys = await json(['ssh-key', 'list'])
  const declined = await run(['ssh-key', 'remove', keys[0].id], { agrees: false })
  expect(declined).toMatchObject({ exitCode: 1, errors: 'Nothing was changed.\n' })
  expect(await json(['ssh-key', 'list'])).toHaveLength(keys.length)
})

test('every event is listed, past the first page', async () => {
  const events: { id: string }[] = await json(['event', 'list'])
  const seen = new Set(events.map(({ id }) => id))
  expect(seen.size).toBe(events.length)
  const last = events.at(-1)?.id
  if (last) expect(await json(['event', 'list', '--after', last])).toEqual([])
})

test('completion knows nouns, verbs, flags and names', async () => {
  const [server] = await json(['server', 'list'])
  const complete = async (...words: string[]) => (await run(['__complete', ...words])).out.split('\n')
  expect(await complete('serv')).toContain('server')
  expect(await complete('server', 'cr')).toContain('create')
  expect(await complete('server', 'create', '--pub')).toContain('--public-address')
  expect(await complete('server', 'get', '')).toContain(server.name)
})
