import { expect, test } from 'vitest'
import { systemTestContext } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { bindIncusZone } from './bind-incus-zone'

const { sql } = useTestDatabase()

const bind = () => bindIncusZone(systemTestContext(), { socketPath: '/nowhere/unix.socket' })

test('a restored database does not contact the hypervisor until an operator approves it', async () => {
  expect(await bind()).toMatchObject({ outcome: 'refused', reason: 'unusable' })
  await sql`insert into installation_facts (name, value) values ('database', '1/1/00000001')
    on conflict (name) do update set value = excluded.value`
  expect(await bind()).toEqual({ outcome: 'held' })
  expect(await sql`select 1 from zones where driver = 'incus'`).toHaveLength(0)
})
