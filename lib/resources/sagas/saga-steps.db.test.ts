import type postgres from 'postgres'
import { beforeAll, expect, test } from 'vitest'
import { withOrganisation } from '~/db/client'
import { testNow } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { sqlState } from '~/lib/kernel/errors'
import { type Id, newId } from '~/lib/kernel/ids'
import { makeBuyers, type TestBuyer } from '~/testing/buyer'
import { insertSagaSteps, insertSagas } from '../queries/record-saga'

const database = useTestDatabase()
const sql = database.sqlAs('andromede_worker')
let own: TestBuyer
let other: TestBuyer

beforeAll(async () => {
  ;[own, other] = await makeBuyers(database.sql, 2)
})

const member = (organisation: TestBuyer) => organisation.as()

async function sagaOf({ organisationId, ...organisation }: TestBuyer): Promise<Id<'saga'>> {
  const id = newId('saga')
  await withOrganisation(member({ organisationId, ...organisation }), (tx) =>
    insertSagas(tx, [
      {
        id,
        organisationId,
        kind: 'create_instance',
        resourceKind: 'instance',
        resourceId: newId('instance'),
        state: 'running',
        input: {},
        requestedBy: 'test',
        runAfter: testNow,
        createdAt: testNow,
      },
    ]),
  )
  return id
}

/** Writes the steps of these sagas as the portal role of the organisation; returns the database's answer. */
const write = (organisation: TestBuyer, sagaIds: Id<'saga'>[]) =>
  withOrganisation(member(organisation), (tx) =>
    insertSagaSteps(
      tx,
      sagaIds.map((sagaId, position) => ({
        sagaId,
        organisationId: organisation.organisationId,
        position,
        name: 'create_instance',
        state: 'pending' as const,
      })),
    ),
  ).then(
    () => 'written',
    (error: unknown) => sqlState(error),
  )

test('a step belongs to a saga of its own organisation, in every row of a statement', async () => {
  const [first, second, foreign] = [await sagaOf(own), await sagaOf(own), await sagaOf(other)]
  expect(await write(own, [first, foreign])).toBe('23503')
  expect(await write(own, [first, newId('saga')])).toBe('23503')
  expect(await write(own, [first, second])).toBe('written')
  expect(await write(other, [foreign])).toBe('written')
  const rows = await sql`select saga_id from saga_steps where saga_id = any (${[first, second, foreign]})`
  expect(rows).toHaveLength(3)
})

test('neither a saga nor a step can change its organisation, and no saga can be deleted', async () => {
  const saga = await sagaOf(own)
  expect(await write(own, [saga])).toBe('written')
  const refusal = (work: postgres.PendingQuery<postgres.Row[]>) =>
    work.then(
      () => 'done',
      (error: unknown) => sqlState(error),
    )
  const { organisationId } = other
  expect(
    await refusal(sql`update saga_steps set organisation_id = ${organisationId} where saga_id = ${saga}`),
  ).toBe('42501')
  expect(await refusal(sql`update saga_steps set saga_id = ${newId('saga')} where saga_id = ${saga}`)).toBe(
    '42501',
  )
  expect(await refusal(sql`update sagas set organisation_id = ${organisationId} where id = ${saga}`)).toBe(
    '42501',
  )
  expect(await refusal(sql`update sagas set id = ${newId('saga')} where id = ${saga}`)).toBe('42501')
  expect(await refusal(sql`delete from sagas where id = ${saga}`)).toBe('42501')
})
