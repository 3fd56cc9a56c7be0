import type postgres from 'postgres'
import { staffTestContext, testNow } from '~/db/testing/contexts'
import { newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { decideSellerChange } from '../changes/decide-change'
import { listSellerChanges } from '../changes/list-changes'

/** An accountant without proposals. */
export async function makeAccountant(sql: postgres.Sql, now = testNow): Promise<OpContext> {
  const id = newId('staff')
  await sql`insert into staff_accounts (id, email, full_name, password_hash, roles, created_at)
    values (${id}, ${`${id}@example.test`}, 'Second Regard', '-', ${['accountant']}, now())`
  return staffTestContext(id, ['accountant'], now)
}

/** Another person accepts all pending changes. */
export async function agreeSellerChanges(sql: postgres.Sql, now = testNow): Promise<void> {
  const another = await makeAccountant(sql, now)
  for (const { id } of await listSellerChanges(another))
    await decideSellerChange(another, { changeId: id, decision: 'agreed' })
}
