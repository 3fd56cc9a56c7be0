import { beforeAll, describe, expect, test } from 'vitest'
import { useDemonstrationApi } from '../testing/demonstration'
import { addressOf, operationsOf } from '../testing/every-operation'
import { fuzz } from '../testing/fuzz'

const { call, document, faultsOf, strongToken, idsOf } = useDemonstrationApi()
const owner = 'anne.besson@valmont.example'
let secret: string

beforeAll(async () => {
  secret = await strongToken(owner)
})

/** What a reading cannot do without. */
const exported = { kind: 'documents', format: 'csv', period: '2026-10' }
const queries: Readonly<Record<string, Record<string, string>>> = {
  getInstanceMetrics: { range: 'day' },
  downloadExport: exported,
  previewExport: exported,
}
/** The demonstration has none of their objects, or no list names them. */
const without: readonly string[] = [
  'getUserData',
  'getOperation',
  'downloadPurchaseOrderDocument',
  'downloadPreparedExport',
  'downloadAttachment',
]

describe('each operation', () => {
  test('that reads answers as its document describes, for what the demonstration has', async () => {
    const reads = operationsOf(document).filter(({ method }) => method === 'GET')
    const ids = await idsOf(secret, owner)
    const faults: string[] = []
    const read = new Set<string>()
    for (const { path, entry } of reads) {
      const parameter = entry.parameters?.find((each) => each.in === 'path')
      const kind = /\^([a-z]{3})_/.exec(String(parameter?.schema.pattern))?.[1] ?? ''
      for (const id of parameter ? (ids.get(kind) ?? []) : ['']) {
        const params: Record<string, string> = parameter ? { [parameter.name]: id } : {}
        const address = addressOf(path, params, queries[entry.operationId] ?? {})
        const answer = await call(secret, 'GET', address)
        faults.push(...faultsOf(entry, answer).map((each) => `${address}: ${each}`))
        if (answer.status === 500) faults.push(`${address}: a bug`)
        if (answer.status === 200) read.add(entry.operationId)
      }
    }
    expect(faults).toEqual([])
    const unread = reads.map(({ entry }) => entry.operationId).filter((id) => !read.has(id))
    expect(unread).toEqual(without)
  })

  test('answers each request drawn from its document as it describes, and breaks on none', async () => {
    const known = await idsOf(secret, owner)
    const { faults, sent, statuses } = await fuzz({
      call,
      secret: async () => secret,
      document,
      known,
      faultsOf,
      count: 2_500,
      seed: 20_261_205,
    })
    expect(sent).toBeGreaterThanOrEqual(2_500)
    expect(faults).toEqual([])
    // The token and its holder remain.
    expect(statuses[401]).toBeUndefined()
  })
})
