import { beforeAll, expect, test } from 'vitest'
import { systemTestContext } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { type Id, newId } from '~/lib/kernel/ids'
import { type Books, makeBooks } from '../payments/testing/books'
import { readDunningDesk } from './read-dunning-desk'
import { sendDunning } from './send-dunning'

const { sql } = useTestDatabase()
let books: Books
beforeAll(async () => {
  process.env.PORTAL_URL = 'http://portal.example'
  books = await makeBooks(sql)
})

const today = new Date('2026-12-01T09:00:00Z')
async function said(documentId: Id<'invoice'>, codes: readonly (readonly [number, string])[]) {
  const [{ organisationId } = { organisationId: '' }] = books.organisations
  const id = newId('delivery')
  const isRejected = codes.some(([code]) => code === 210 || code === 221)
  await books.sql`insert into document_deliveries (id, organisation_id, document_id, channel, state, created_at)
    values (${id}, ${organisationId}, ${documentId}, 'platform', ${isRejected ? 'rejected' : 'accepted'}, now())`
  for (const [index, [code, at]] of codes.entries())
    await books.sql`insert into delivery_statuses (delivery_id, external_id, organisation_id, code, happened_at, received_at)
      values (${id}, ${`s${index}`}, ${organisationId}, ${code}, ${at}, ${at})`
  return id
}

test('no letter is sent about an invoice that its platform reports as refused, disputed or paid', async () => {
  const [first] = books.organisations
  const numbers = ['refused', 'disputed', 'sent', 'settled', 'approved', 'old', 'lost', 'filed']
  const ids: Id<'invoice'>[] = []
  for (const [index] of numbers.entries())
    ids.push(await books.issue(first, `FAC-2026-00080${index}`, 1_000n))
  const [refused, disputed, sent, settled, approved, old, lost, filed] = ids as [
    Id<'invoice'>,
    Id<'invoice'>,
    Id<'invoice'>,
    Id<'invoice'>,
    Id<'invoice'>,
    Id<'invoice'>,
    Id<'invoice'>,
    Id<'invoice'>,
  ]
  await said(refused, [[210, '2026-10-05T08:00:00Z']])
  await said(disputed, [[207, '2026-11-20T08:00:00Z']])
  await said(sent, [[211, '2026-11-28T08:00:00Z']])
  const dealtWith = await said(settled, [[210, '2026-10-05T08:00:00Z']])
  await books.sql`update document_deliveries set settled_at = now() where id = ${dealtWith}`
  await said(approved, [
    [207, '2026-11-20T08:00:00Z'],
    [205, '2026-11-21T08:00:00Z'],
  ])
  // A dispute without follow-up for a month no longer stops the letters.
  await said(old, [[207, '2026-10-20T08:00:00Z']])
  await said(lost, [[221, '2026-10-05T08:00:00Z']])
  // Statuses between the platform and the State do not come from the buyer.
  await said(filed, [
    [207, '2026-11-20T08:00:00Z'],
    [250, '2026-11-22T08:00:00Z'],
  ])
  await sendDunning(systemTestContext(today))
  const reminded = (await books.sql`select document_id as id from dunning_steps`).map(({ id }) => id)
  expect(reminded.sort()).toEqual([settled, approved, old].sort())
  const { late } = await readDunningDesk(books.accountant(today))
  const told = (id: Id<'invoice'>) => late.find(({ documentId }) => documentId === id)?.said
  expect(ids.map(told)).toEqual([210, 207, 211, null, null, null, 221, 207])
})
