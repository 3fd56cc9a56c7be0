import { describe, expect, it } from 'vitest'
import { withSystem } from '~/db/client'
import { systemTestContext } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { chainAudit, recordAudit, verifyAuditChain } from '.'

const { sql } = useTestDatabase()
const ctx = systemTestContext()

async function record(count: number): Promise<void> {
  await withSystem(ctx, async (tx) => {
    for (let index = 0; index < count; index += 1)
      await recordAudit(tx, ctx, 'host.registered', {
        organisationId: null,
        kind: 'host',
        id: `host-${index}`,
        details: { b: { d: 1, c: [index] }, a: 'é' },
      })
  })
}

/** Changes rows as the owner of the tables with triggers disabled. */
async function tamper(statement: string): Promise<void> {
  await sql.unsafe(`alter table audit_events disable trigger user`)
  await sql.unsafe(statement)
  await sql.unsafe(`alter table audit_events enable trigger user`)
}

describe('the chain of the audit trail', () => {
  it('gives every row one place, however many workers chain at the same time', async () => {
    await record(700)
    const counts = await Promise.all([chainAudit(ctx), chainAudit(ctx), chainAudit(ctx)])
    expect(counts.reduce((sum, each) => sum + each, 0)).toBe(700)
    expect(await chainAudit(ctx)).toBe(0)
    expect(await verifyAuditChain(ctx)).toBeNull()
  })

  it('detects an altered row', async () => {
    await tamper(`update audit_events set details = '{"a": "other"}' where sequence = 5`)
    expect(await verifyAuditChain(ctx)).toMatchObject({ sequence: 5n, reason: 'altered' })
  })

  it('detects a removed row', async () => {
    await tamper(`delete from audit_events where sequence = 3`)
    expect(await verifyAuditChain(ctx)).toMatchObject({ sequence: 4n, reason: 'missing_before' })
  })
})
