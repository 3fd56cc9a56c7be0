import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { text as textOf } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { operations } from '~/lib/api/operations'
import { examplesOf, sampleCall } from '~/lib/api/reference/examples'
import type { ApiDocument } from '~/lib/api/reference/json-schema'
import { apiDocumentText } from '~/lib/api/reference/read-reference'
import { commandTable } from './command-table'
import { main } from './main'

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
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'andromede-examples-'))
  writeFileSync(path.join(folder, 'report.pdf'), 'a file')
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const secret = `andr_pat_${'A'.repeat(49)}`

/** The requests that `act` sends to the address that it gets, in their order. */
async function requestsOf(act: (url: string) => Promise<void>): Promise<Seen[]> {
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
  try {
    await act(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  } finally {
    server.close()
  }
  return seen
}

/** What a program that a reader would run writes. */
async function outputOf(program: string, args: readonly string[], url = ''): Promise<string> {
  const child = spawn(program, args, {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ANDROMEDE_URL: url, ANDROMEDE_TOKEN: secret },
  })
  const [output, errors] = [textOf(child.stdout), textOf(child.stderr)]
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve))
  if (code !== 0) throw new Error(`${program} ended with ${code}: ${await errors}`)
  return output
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

test('the examples for curl send the request of their operation', async () => {
  const file = script('curl.sh', ['set -e', ...all.map(({ examples }) => examples.curl)])
  expect(await requestsOf(async (url) => void (await outputOf('bash', [file], url)))).toEqual(expected)
}, 120_000)

test('the examples for the command line send the request of their operation', async () => {
  // The shell splits the words; the program runs here, since 210 starts of Node would take most of the time.
  const print = `andromede() { printf '%s\\0' "$@"; printf '\\1\\0'; }`
  const file = script('cli.sh', [print, ...all.map(({ examples }) => examples.cli)])
  const calls = (await outputOf('bash', [file])).split('\u0001\0').slice(0, -1)
  const inFolder = (word: string) => (/^(report\.pdf|file)$/.test(word) ? path.join(folder, word) : word)
  const requests = await requestsOf(async (url) => {
    for (const call of calls) {
      const terminal = {
        env: { HOME: folder, ANDROMEDE_URL: url, ANDROMEDE_TOKEN: secret },
        isForPeople: false,
        out: () => {},
        progress: () => {},
        secret: async () => '',
        confirm: async () => false,
      }
      const failures: string[] = []
      const words = call.split('\0').slice(0, -1).map(inFolder)
      await main(words, terminal, (failure) => void failures.push(failure))
      expect([words, failures]).toEqual([words, []])
    }
  })
  expect(requests).toEqual(expected)
}, 120_000)

test('the examples for TypeScript send the request of their operation', async () => {
  const names = all.map(({ operation, examples }) => script(`${operation.id}.mjs`, [examples.typescript]))
  const file = script(
    'all.mjs',
    names.map((name) => `await import('./${name}')`),
  )
  const run = async (url: string) => void (await outputOf(process.execPath, [file], url))
  expect(await requestsOf(run)).toEqual(expected)
  expect(readFileSync(path.join(folder, 'file'), 'utf8')).toContain('items')
}, 120_000)
