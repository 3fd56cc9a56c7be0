import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { text as textOf } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { bundleCustomerCli } from '~/bin/lib/bundle-cli'
import { operations } from '~/lib/api/operations'
import { examplesOf, sampleCall } from '~/lib/api/reference/examples'
import type { ApiDocument } from '~/lib/api/reference/json-schema'
import { apiDocumentText } from '~/lib/api/reference/read-reference'
import { commandTable } from './command-table'

const document = JSON.parse(apiDocumentText()) as ApiDocument
const { schemas } = document.components
const entries = Object.values(document.paths).flatMap((methods) => Object.values(methods))
const commands = new Map(commandTable(document as never).map((each) => [each.operationId, each]))
const all = operations.map((operation) => {
  const entry = entries.find(({ operationId }) => operationId === operation.id)
  const command = commands.get(operation.id)
  if (!entry || !command) throw new Error(operation.id)
  return {
    operation,
    call: sampleCall(operation, entry, schemas),
    examples: examplesOf(operation, entry, schemas, command),
  }
})

test('the sample values are those that the operations accept', () => {
  for (const { operation, call } of all) {
    const { pathname, searchParams } = new URL(call.target, 'http://localhost')
    const query = operation.query.safeParse(Object.fromEntries(searchParams))
    expect([operation.id, query.error?.issues]).toEqual([operation.id, undefined])
    expect(pathname).not.toMatch(/[{}]|undefined/)
    const body = operation.body?.safeParse(call.body)
    expect([operation.id, body?.error?.issues]).toEqual([operation.id, undefined])
  }
})

/** What a request of an example was. */
type Seen = { method: string; target: string; body: unknown; type: string; token: string; hasKey: boolean }

let folder: string
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'andromede-examples-'))
  await bundleCustomerCli(path.relative(process.cwd(), path.join(folder, 'andromede')))
  writeFileSync(path.join(folder, 'report.pdf'), 'a file')
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const secret = `andr_pat_${'A'.repeat(49)}`

/** The requests of a program that a reader would run, in their order. */
async function requestsOf(program: string, args: readonly string[]): Promise<Seen[]> {
  const seen: Seen[] = []
  const server = createServer(async (request, response) => {
    const body = await textOf(request)
    seen.push({
      method: request.method ?? '',
      target: request.url ?? '',
      body: request.headers['content-type'] === 'application/json' ? JSON.parse(body) : body,
      type: request.headers['content-type'] ?? '',
      token: request.headers.authorization ?? '',
      hasKey: /^[\w-]{16,64}$/.test(String(request.headers['idempotency-key'] ?? '')),
    })
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"items":[],"nextCursor":null}')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const child = spawn(program, args, {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe'],
    env: {
      ...process.env,
      PATH: `${folder}:${process.env.PATH}`,
      HOME: folder,
      ANDROMEDE_URL: `http://127.0.0.1:${port}`,
      ANDROMEDE_TOKEN: secret,
    },
  })
  const errors = textOf(child.stderr)
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve))
  server.close()
  if (code !== 0) throw new Error(`${program} ended with ${code}: ${await errors}`)
  return seen
}

const expected: Seen[] = all.map(({ operation, call }) => ({
  method: operation.method,
  target: call.target,
  body: operation.takesFile ? 'a file' : (call.body ?? ''),
  token: `Bearer ${secret}`,
  hasKey: operation.method === 'POST',
  type: operation.takesFile ? 'application/octet-stream' : call.body === undefined ? '' : 'application/json',
}))

/** One script of all examples of a kind. */
function script(name: string, texts: readonly string[]): string {
  writeFileSync(path.join(folder, name), texts.join('\n'))
  return name
}

for (const kind of ['curl', 'cli'] as const)
  test(`the examples for ${kind} send the request of their operation`, async () => {
    const file = script(`${kind}.sh`, ['set -e', ...all.map(({ examples }) => examples[kind])])
    expect(await requestsOf('bash', [file])).toEqual(expected)
  }, 120_000)

test('the examples for TypeScript send the request of their operation', async () => {
  const names = all.map(({ operation, examples }) => script(`${operation.id}.mjs`, [examples.typescript]))
  const file = script(
    'all.mjs',
    names.map((name) => `await import('./${name}')`),
  )
  expect(await requestsOf(process.execPath, [file])).toEqual(expected)
  expect(readFileSync(path.join(folder, 'file'), 'utf8')).toContain('items')
}, 120_000)
