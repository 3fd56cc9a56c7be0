import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { withNeeded } from '~/lib/identity/api-tokens/manage-tokens'
import type { MemberPermission } from '~/lib/identity/client'
import { tokenPermissions } from '~/lib/identity/permissions'
import { hashSecret } from '~/lib/kernel/secrets/secrets'
import { useDemonstrationApi } from '../testing/demonstration'
import { type Drawn, requestsOf } from '../testing/draw'
import { addressOf, type Listed, operationsOf } from '../testing/every-operation'

const owner = 'anne.besson@valmont.example'
const { database, call, document, strongToken, idsOf } = useDemonstrationApi()
const listed = operationsOf(document)
let secret: string
let foreign: string
let known: Map<string, string[]>

beforeAll(async () => {
  secret = await strongToken(owner)
  foreign = await strongToken('sylvie.morel@ch-brevannes.example')
  known = await idsOf(secret, owner)
})

const setPermissions = (permissions: MemberPermission[]) =>
  database.current.sql`update api_tokens set permissions = ${withNeeded(permissions)}
    where secret_hash = ${hashSecret(secret)}`

/** A request that its document allows, about objects that exist where there are some. */
function requestOf({ entry }: Listed, ids = known): Drawn {
  const [drawn] = fc.sample(requestsOf(entry, document, ids), { numRuns: 1, seed: 7 })
  if (!drawn) throw new Error('nothing was drawn')
  return drawn
}
const send = (by: string, { method, path }: Listed, { path: params, query, body }: Drawn) =>
  call(by, method, addressOf(path, params, query), body === undefined ? {} : { body })

const permissionOf = ({ entry }: Listed) => entry['x-permission'] as MemberPermission

type Problem = { code: string; params?: Record<string, string> }

/** They need one more permission, for what the request is about. */
const needMore: Readonly<Record<string, MemberPermission>> = {
  decideOrder: 'order:approve',
  contestMonth: 'billing:view',
}
/** An incident is the same for every organisation that it touched; each sees only its own resources in it. */
const shared = ['getIncident']

describe('each operation', () => {
  test('refuses a token without its permission, before it looks at anything', async () => {
    const faults: string[] = []
    for (const operation of listed) {
      const other = permissionOf(operation) === 'ssh_key:read' ? 'journal:read' : 'ssh_key:read'
      await setPermissions([other])
      const answer = await send(secret, operation, requestOf(operation))
      const { code } = answer.body as Problem
      if (answer.status !== 403 || code !== 'forbidden')
        faults.push(`${operation.entry.operationId}: ${answer.status} ${answer.text.slice(0, 160)}`)
    }
    expect(faults).toEqual([])
  })

  test('asks for no other permission than the one that its document names', async () => {
    const faults: string[] = []
    for (const operation of listed) {
      const { operationId } = operation.entry
      const more = needMore[operationId]
      await setPermissions([permissionOf(operation), ...(more ? [more] : [])])
      const answer = await send(secret, operation, requestOf(operation))
      if (answer.status === 403 && (answer.body as Problem).params?.reason === 'token')
        faults.push(`${operationId}: ${answer.text.slice(0, 300)}`)
    }
    expect(faults).toEqual([])
  })

  test('answers about objects of another organisation as about absent ones', async () => {
    const faults: string[] = []
    const none = new Map<string, string[]>()
    for (const operation of listed.filter(({ path }) => path.includes('{'))) {
      const drawn = requestOf(operation)
      const absent = { ...drawn, path: requestOf(operation, none).path }
      const [other, missing] = [await send(foreign, operation, drawn), await send(foreign, operation, absent)]
      const [a, b] = [other.body as Problem | null, missing.body as Problem | null]
      if (shared.includes(operation.entry.operationId)) continue
      if (other.status < 300 || other.status !== missing.status || a?.code !== b?.code)
        faults.push(
          `${operation.entry.operationId}: ${other.status} ${a?.code}, absent ${missing.status} ${b?.code}`,
        )
    }
    expect(faults).toEqual([])
  })

  test('that may ask for a proof is described so, and refused to a token that cannot give one', async () => {
    await setPermissions([...tokenPermissions])
    await database.current
      .sql`update api_tokens set may_destroy = false where secret_hash = ${hashSecret(secret)}`
    const met = new Set<string>()
    const faults: string[] = []
    for (const operation of listed.filter(({ method }) => method !== 'GET')) {
      const { entry } = operation
      for (const drawn of fc.sample(requestsOf(entry, document, known), { numRuns: 6, seed: 11 })) {
        const answer = await send(secret, operation, drawn)
        if ((answer.body as Problem | null)?.params?.reason !== 'token_may_not_destroy') continue
        met.add(entry.operationId)
        if (!entry['x-asks-proof']) faults.push(entry.operationId)
      }
    }
    expect(faults).toEqual([])
    expect(met.size).toBeGreaterThan(15)
  })
})
