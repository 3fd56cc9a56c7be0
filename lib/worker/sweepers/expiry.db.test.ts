import { expect, test } from 'vitest'
import { systemTestContext, testNow } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { newId } from '~/lib/kernel/ids'
import { addSeconds } from '~/lib/kernel/time/clock'
import { addInstance } from '~/lib/resources/testing/resources'
import { rowProbe } from '~/lib/resources/testing/row-probe'
import { makeBuyers, type TestBuyer } from '~/testing/buyer'
import { makeEstate } from '~/testing/estate'
import { makeStaff } from '~/testing/staff'
import { sweepExpired } from './expiry'

const database = useTestDatabase()
const { sql } = database
const { query } = rowProbe(database)

const at = (seconds: number) => addSeconds(testNow, seconds).toISOString()
const day = 24 * 3600

async function left(table: string, column: string): Promise<string[]> {
  const rows = await query<{ kept: string }>(`select ${column} as kept from ${table} order by 1`)
  return rows.map((row) => row.kept)
}

test('expired rows are deleted in batches, and live ones stay', async () => {
  const [own, other] = await makeBuyers(sql, 2)
  const staffId = newId('staff')
  await makeStaff(sql, ['auditor'], { id: staffId })
  const key = ({ organisationId, accountId }: TestBuyer, name: string, expires: number) =>
    query(
      `insert into idempotency_keys (organisation_id, account_id, key, request_hash, created_at, expires_at, leased_until)
       values ($1, $2, $3, 'h', $4, $5, 'epoch')`,
      organisationId,
      accountId,
      name,
      at(-2 * day),
      at(expires),
    )
  const session = (table: 'account' | 'staff', hash: string, expires: number, ended: number | null) =>
    query(
      `insert into ${table}_sessions (token_hash, ${table}_id, created_at, last_seen_at, expires_at, ended_at)
       values ($1, $2, $3, $3, $4, ${ended === null ? 'null' : '$5'})`,
      hash,
      table === 'account' ? own.accountId : staffId,
      at(-3 * day),
      at(expires),
      ...(ended === null ? [] : [at(ended)]),
    )
  const token = (secret: string, expires: number, used: number | null) =>
    query(
      `insert into account_tokens (id, account_id, purpose, secret_hash, created_at, expires_at, used_at)
       values ($1, $2, 'reset_password', $3, $4, $5, ${used === null ? 'null' : '$6'})`,
      newId('token'),
      own.accountId,
      secret,
      at(-3600),
      at(expires),
      ...(used === null ? [] : [at(used)]),
    )
  const limit = (name: string, expires: number) =>
    query(
      `insert into rate_limits (key, points, expire) values ($1, 1, $2::bigint)`,
      name,
      String(addSeconds(testNow, expires).getTime()),
    )

  for (let each = 0; each < 5; each += 1) {
    await key(own, `old-${each}`, -1)
    await session('account', `old-${each}`, -day - 1, null)
    await session('staff', `old-${each}`, -day - 1, null)
    await token(`old-${each}`, -1, null)
    await limit(`old-${each}`, -1)
  }
  // The same key in another organisation still answers.
  await key(other, 'old-0', 60)
  await key(own, 'live', 60)
  for (const table of ['account', 'staff'] as const) {
    await session(table, 'live', 3600, null)
    await session(table, 'ended just now', 3600, -60)
    await session(table, 'ended long ago', 3600, -day - 1)
  }
  await token('live', 60, null)
  await token('used', 60, -10)
  await token('used and expired', -1, -10)
  await limit('live', 60)

  await sweepExpired(systemTestContext(), undefined, 2)

  expect(await left('idempotency_keys', 'key')).toEqual(['live', 'old-0'])
  expect(await left('account_sessions', 'token_hash')).toEqual(['ended just now', 'live'])
  expect(await left('staff_sessions', 'token_hash')).toEqual(['ended just now', 'live'])
  expect(await left('account_tokens', 'secret_hash')).toEqual(['live', 'used'])
  expect(await left('rate_limits', 'key')).toEqual(['live'])
})

test('console tickets are deleted a day after they were issued', async () => {
  const estate = await makeEstate(sql)
  const id = await addInstance(estate)
  for (const [hash, expires] of [
    ['old', -day - 1],
    ['of yesterday', -day + 60],
    ['live', 20],
  ] as const) {
    await query(
      `insert into console_tickets (secret_hash, organisation_id, instance_id, account_id, session_hash, created_at, expires_at)
       values ($1, $2, $3, $4, 'session', $5, $5)`,
      hash,
      estate.own.organisationId,
      id,
      estate.own.accountId,
      at(expires),
    )
  }
  await sweepExpired(systemTestContext())
  expect(await left('console_tickets', 'secret_hash')).toEqual(['live', 'of yesterday'])
})

test('mails and notices are deleted after their periods, except queued mails and notices of waiting orders', async () => {
  const [buyer] = (await makeBuyers(sql, 1)) as [TestBuyer]
  const mail = (id: string, days: number, state: string) =>
    query(
      `insert into mail_messages (id, recipient, subject, text_body, html_body, template, state, created_at)
       values ($1, 'x@example.fr', 's', '', '', 'confirmation', $2, $3)`,
      id,
      state,
      at(-days * day),
    )
  await mail('mail_old', 91, 'sent')
  await mail('mail_given_up', 91, 'failed')
  await mail('mail_waiting', 400, 'queued')
  await mail('mail_young', 89, 'sent')
  await query(`delete from notices`)
  const notice = (id: string, days: number, orderId: string) =>
    query(
      `insert into notices (id, organisation_id, kind, params, href, created_at)
       values ($1, $2, 'order_to_approve', jsonb_build_object('orderId', $3::text), '/', $4)`,
      id,
      buyer.organisationId,
      orderId,
      at(-days * day),
    )
  await notice('notice_old', 366, 'ord_decided')
  await notice('notice_young', 364, 'ord_decided')
  await notice('notice_waiting', 366, 'ord_waiting')
  await query(
    `insert into held_orders (order_id, organisation_id, project_id, reasons, approvals_needed, plan, resource_ids, names, content_hash, held_at, expires_at)
     values ('ord_waiting', $1, $2, '{approval}', 1, '[]', '{}', '{}', 'x', $3, $3)`,
    buyer.organisationId,
    buyer.projectId,
    at(0),
  )
  await sweepExpired(systemTestContext())
  expect(await left('mail_messages', 'id')).toEqual(['mail_waiting', 'mail_young'])
  expect(await left('notices', 'id')).toEqual(['notice_waiting', 'notice_young'])
})
