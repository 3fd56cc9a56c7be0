import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemTestContext } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { openRowProbe, type RowProbe } from '~/lib/resources/testing/saga-rows'
import { bindIncusZone } from './bind-incus-zone'

const database = useTestDatabase()
let rows: RowProbe
beforeAll(() => {
  rows = openRowProbe(database.current)
})
afterAll(() => rows?.close())

const bind = () => bindIncusZone(systemTestContext(), { socketPath: '/nowhere/unix.socket' })

test('a restored database does not contact the hypervisor until an operator approves it', async () => {
  expect(await bind()).toMatchObject({ outcome: 'refused', reason: 'unusable' })
  await rows.query(`insert into installation_facts (name, value) values ('database', '1/1/00000001')
    on conflict (name) do update set value = excluded.value`)
  expect(await bind()).toEqual({ outcome: 'held' })
  expect(await rows.query(`select 1 from zones where driver = 'incus'`)).toEqual([])
})
