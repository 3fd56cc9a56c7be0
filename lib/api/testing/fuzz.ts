import fc from 'fast-check'
import type { Called, Sent } from './caller'
import type { answerChecker } from './check-answer'
import { type Document, type Drawn, type KnownIds, requestsOf } from './draw'
import { addressOf, type Listed, operationsOf } from './every-operation'

type Call = (secret: string | null, method: string, path: string, sent?: Sent) => Promise<Called>

export type Fuzzed = {
  sent: number
  /** How often each status answered. */
  statuses: Record<number, number>
  /** Answers of status 500, and answers that are not as described. */
  faults: string[]
  /** Operations that never answered with success. */
  neverDone: string[]
}

/** They would ask a service outside of this machine. */
const outside = new Set(['orderCertificate'])

/** Breaks one thing of a request that its document allows. */
const breakers: readonly ((drawn: Drawn) => { address?: string; sent: Sent })[] = [
  ({ body }) => ({ sent: { body: { ...(body as object), unknownField: 1 } } }),
  ({ body }) => ({ sent: { body: [body] } }),
  () => ({ sent: { body: null } }),
  () => ({ sent: { body: 'text' } }),
  ({ body }) => ({
    sent: {
      body: Object.fromEntries(Object.keys((body as object | undefined) ?? {}).map((key) => [key, null])),
    },
  }),
  ({ body }) => ({
    sent: {
      body: Object.fromEntries(Object.keys((body as object | undefined) ?? {}).map((key) => [key, {}])),
    },
  }),
  ({ body }) => ({ sent: { body: Object.fromEntries(Object.entries(body ?? {}).slice(1)) } }),
  () => ({ sent: { raw: '{"a":', headers: { 'content-type': 'application/json' } } }),
  () => ({
    sent: { raw: '{"__proto__":{"isAdmin":true}}', headers: { 'content-type': 'application/json' } },
  }),
  () => ({ sent: { raw: '{"a":1,"a":2}', headers: { 'content-type': 'application/json' } } }),
  () => ({ sent: { raw: '['.repeat(5_000), headers: { 'content-type': 'application/json' } } }),
  () => ({ sent: { raw: Buffer.from([0xff, 0xfe, 0x00]), headers: { 'content-type': 'application/json' } } }),
  ({ body }) => ({ sent: { raw: JSON.stringify(body ?? {}), headers: { 'content-type': 'text/plain' } } }),
  () => ({ sent: { raw: 'a=1', headers: { 'content-type': 'application/x-www-form-urlencoded' } } }),
  ({ body }) => ({ sent: { body, headers: { 'if-match': '*' } } }),
  ({ body }) => ({ sent: { body, headers: { 'if-match': '"stale"' } } }),
  ({ body }) => ({ sent: { body, headers: { 'idempotency-key': 'é' } } }),
  ({ body }) => ({ sent: { body, headers: { prefer: 'wait=abc' } } }),
  ({ body }) => ({ address: '?limit=0', sent: { body } }),
  ({ body }) => ({ address: '?limit=5&limit=6', sent: { body } }),
  ({ body }) => ({ address: '?cursor=forged.cursor', sent: { body } }),
  ({ body }) => ({ address: '?%00=%ED%A0%80', sent: { body } }),
]

/**
 * Sends `count` requests that are drawn from the document alone, one in three of them broken, by several callers at
 * once. The same seed draws the same requests.
 */
export async function fuzz(options: {
  call: Call
  secret: () => Promise<string>
  document: Document
  known: KnownIds
  faultsOf: ReturnType<typeof answerChecker>
  count: number
  seed: number
  callers?: number
}): Promise<Fuzzed> {
  const { call, document, known, faultsOf, count, seed } = options
  const listed = operationsOf(document).filter(({ entry }) => !outside.has(entry.operationId))
  const perOperation = Math.ceil(count / listed.length)
  const result: Fuzzed = { sent: 0, statuses: {}, faults: [], neverDone: [] }
  const done = new Set<string>()

  async function sendAll({ method, path, entry }: Listed, index: number): Promise<void> {
    const drawn = fc.sample(requestsOf(entry, document, known), { numRuns: perOperation, seed: seed + index })
    const secret = await options.secret()
    for (const [position, request] of drawn.entries()) {
      const isBroken = position % 3 === 2
      const broken = isBroken ? breakers[(position + index) % breakers.length]?.(request) : undefined
      const address = addressOf(path, request.path, request.query) + (broken?.address ?? '')
      const sent = broken?.sent ?? { body: request.body }
      const answer = await call(secret, method, address, method === 'GET' ? withoutBody(sent) : sent)
      result.sent++
      result.statuses[answer.status] = (result.statuses[answer.status] ?? 0) + 1
      if (answer.status < 300) done.add(entry.operationId)
      const faults = answer.status === 500 ? ['a bug'] : faultsOf(entry, answer)
      for (const fault of faults)
        result.faults.push(
          `${entry.operationId}: ${fault}: ${address} ${JSON.stringify(sent).slice(0, 300)} ${answer.text.slice(0, 200)}`,
        )
    }
  }

  const queue = listed.map((each, index) => [each, index] as const)
  const work = async () => {
    for (let next = queue.shift(); next; next = queue.shift()) await sendAll(...next)
  }
  await Promise.all(Array.from({ length: options.callers ?? 8 }, work))
  result.neverDone = listed.map(({ entry }) => entry.operationId).filter((id) => !done.has(id))
  return result
}

const withoutBody = ({ headers }: Sent): Sent => (headers ? { headers } : {})
