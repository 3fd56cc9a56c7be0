import type postgres from 'postgres'
import { testNow } from '~/db/testing/contexts'
import type { OpContext } from '~/lib/kernel/op-context'
import { makeStaff } from '~/testing/staff'
import { decideSellerChange } from '../changes/decide-change'
import { listSellerChanges } from '../changes/list-changes'

/** An accountant without proposals. */
export async function makeAccountant(sql: postgres.Sql, now = testNow): Promise<OpContext> {
  return (await makeStaff(sql, ['accountant'], { fullName: 'Second Regard' })).as(now)
}

/** Another person accepts all pending changes. */
export async function agreeSellerChanges(sql: postgres.Sql, now = testNow): Promise<void> {
  const another = await makeAccountant(sql, now)
  for (const { id } of await listSellerChanges(another))
    await decideSellerChange(another, { changeId: id, decision: 'agreed' })
}
