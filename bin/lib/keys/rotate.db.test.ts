import { randomBytes } from 'node:crypto'
import type postgres from 'postgres'
import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest'
import { withSystem } from '~/db/client'
import { findKeptKey, keepKey } from '~/db/kept-key'
import { findKeyFault } from '~/db/other-secrets'
import { countByKey, resealColumns } from '~/db/sealed/reseal'
import { withKeysTurn } from '~/db/sealed/rotation-state'
import { systemTestContext } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { secretPlace as cardPlace } from '~/lib/billing/cards/provider-for'
import { ibanPlace } from '~/lib/billing/payments/mandate'
import { totpPlace } from '~/lib/identity/second-factor/totp'
import type { Id } from '~/lib/kernel/ids'
import { setKeys } from '~/lib/kernel/secrets/keyring'
import { type EncryptionKeys, heldBy, keyIdOf } from '~/lib/kernel/secrets/keyring-form'
import { seal, unseal } from '~/lib/kernel/secrets/secrets'
import { makeBuyer } from '~/testing/buyer'
import { openSql, writesByDefault } from '~/testing/sql'
import { sealedColumns } from '../../commands/sealed-columns'
import { admitNextKey, leavePreviousKey } from './rotate'

const { sql, sqlAs, current } = useTestDatabase()
const worker = sqlAs('andromede_worker')
const [old, young] = [randomBytes(32).toString('base64'), randomBytes(32).toString('base64')]
const [oldId, youngId] = [keyIdOf(old), keyIdOf(young)]
const mandateId = 'mdt_01kbc6zq8nf2t9v4x7y1w3m5p0' as Id<'mandate'>
const sellerId = 'sel_01kbc6zq8nf2t9v4x7y1w3m5p0' as Id<'sellingEntity'>
let owner: postgres.Sql
let admin: postgres.Sql
let accountId: string

beforeAll(async () => {
  owner = openSql(current.roleUrl('andromede_migrator'), { connection: writesByDefault })
  const url = new URL(inject('adminUrl'))
  url.pathname = `/${current.name}`
  admin = openSql(url.href)
  accountId = (await makeBuyer(sql)).owner.accountId
})
afterAll(() => Promise.all([owner.end(), admin.end()]))

const options = () => ({ sql: owner, report: () => undefined, patienceMs: 0, settleSeconds: 30 })
const counts = async () => Object.fromEntries(await countByKey(owner, sealedColumns))
const faultOf = (...keys: EncryptionKeys) => findKeyFault(owner, heldBy(keys))

/** Rows of which some are closed to every other change, and the fact that the old key sealed them. */
beforeEach(async () => {
  setKeys([old])
  await sql`delete from process_heartbeats`
  await admin.begin(async (tx) => {
    // References and triggers of other tables are not what is tested.
    await tx`set local session_replication_role = replica`
    await tx`truncate mandates, seller_changes cascade`
    await tx`insert into mandates (id, organisation_id, selling_entity_id, reference, scheme, state, iban_sealed, iban_masked,
        bic, holder_name, holder_address, signed_by_account_id, signed_at, revoked_at)
      values (${mandateId}, 'o', ${sellerId}, 'R-1', 'core', 'revoked', ${seal('FR76', ibanPlace(mandateId))}, 'FR76',
        'B', 'H', '{}', 'a', now(), now())`
    await tx`insert into seller_changes (id, subject, before, after, sealed, state, proposed_by_staff_id, proposed_at,
        decided_by_staff_id, decided_at)
      values ('c', 'card_provider', '{}', '{}',
        ${tx.json({ sellingEntityId: sellerId, secret: seal('card', cardPlace(sellerId)) })}, 'agreed', 's', now(), 't', now())`
    await tx`update accounts set totp_secret_sealed = ${seal('TOTP', totpPlace('account', accountId))} where id = ${accountId}`
  })
  await sql`delete from installation_facts where name = 'secrets'`
  await admitNextKey(options(), [old])
})

async function beat(id: string, keys: object) {
  await sql`insert into process_heartbeats (id, kind, version, schema_version, started_at, seen_at, is_ready, keys)
    values (${id}, 'portal', '1', '1', now(), clock_timestamp(), true, ${sql.json(keys as never)})
    on conflict (id) do update set keys = excluded.keys`
}

test('everything is sealed again, closed rows too, and opens with the new key alone', async () => {
  await admitNextKey(options(), [old, young])
  await leavePreviousKey(options(), [young, old])
  expect(await counts()).toEqual({ [youngId]: 3 })
  setKeys([young])
  const [mandate] = await owner`select iban_sealed as sealed from mandates`
  const [change] =
    await owner`select sealed ->> 'secret' as sealed, sealed ->> 'sellingEntityId' as seller from seller_changes`
  const [account] = await owner`select totp_secret_sealed as sealed from accounts where id = ${accountId}`
  expect(unseal(mandate?.sealed, ibanPlace(mandateId))).toBe('FR76')
  expect(change?.seller).toBe(sellerId)
  expect(unseal(change?.sealed, cardPlace(sellerId))).toBe('card')
  expect(unseal(account?.sealed, totpPlace('account', accountId))).toBe('TOTP')
  await expect(owner`update mandates set holder_name = 'other'`).rejects.toThrow(/stays revoked/)
  await expect(owner`update seller_changes set state = 'refused'`).rejects.toThrow(/decided once/)
})

test('what follows from a kept key stays the same through a rotation', async () => {
  const now = systemTestContext(new Date())
  const before = await withSystem(now, (tx) => keepKey(tx, 'links'))
  await admitNextKey(options(), [old, young])
  await leavePreviousKey(options(), [young, old])
  setKeys([young])
  expect(await withSystem(now, (tx) => findKeptKey(tx, 'links'))).toEqual(before)
  expect(await withSystem(now, (tx) => keepKey(tx, 'links'))).toEqual(before)
  await expect(worker`update installation_facts set value = 'x' where name = 'links_key'`).rejects.toThrow(
    /only an operator/,
  )
  await sql`delete from installation_facts where name = 'links_key'`
})

test('of concurrent first uses all get the same kept key', async () => {
  const now = systemTestContext(new Date())
  const all = await Promise.all(
    Array.from({ length: 8 }, () => withSystem(now, (tx) => keepKey(tx, 'journal'))),
  )
  expect(new Set(all.map((each) => each.toString('hex'))).size).toBe(1)
  await sql`delete from installation_facts where name = 'journal_key'`
})

test('a process starts with exactly the keys that the state of the rotation needs', async () => {
  expect(await faultOf(old)).toBeNull()
  expect(await faultOf(old, young)).toBeNull()
  expect(await faultOf(young)).toMatch(/not the one that this database was sealed with/)
  expect(await faultOf(young, old)).toMatch(/not admitted to this database yet/)
  await admitNextKey(options(), [old, young])
  for (const keys of [
    [old, young],
    [young, old],
  ] as const)
    expect(await faultOf(...keys)).toBeNull()
  for (const key of [old, young])
    expect(await faultOf(key)).toMatch(/^A rotation of ENCRYPTION_KEY is under way/)
  await leavePreviousKey(options(), [young, old])
  expect(await faultOf(young)).toBeNull()
  expect(await faultOf(young, old)).toBeNull()
  expect(await faultOf(old)).toMatch(/not the one/)
  expect(await faultOf(old, young)).toMatch(/not admitted/)
})

test('the second half is refused before the first one, and changes nothing', async () => {
  await expect(leavePreviousKey(options(), [young, old])).rejects.toThrow(/is not admitted yet/)
  expect(await counts()).toEqual({ [oldId]: 3 })
})

test('a rotation runs with no backup and no other rotation, and backups run together', async () => {
  const url = current.roleUrl('andromede_migrator')
  const inside = (outer: 'rotation' | 'backup', inner: 'rotation' | 'backup') =>
    withKeysTurn(url, outer, () => withKeysTurn(url, inner, async () => 'ran'))
  expect(await inside('backup', 'backup')).toBe('ran')
  expect(await inside('backup', 'rotation')).toBeNull()
  expect(await inside('rotation', 'backup')).toBeNull()
  expect(await inside('rotation', 'rotation')).toBeNull()
})

test('a key that sealed nothing here is refused as the one to change from', async () => {
  const other = randomBytes(32).toString('base64')
  await expect(admitNextKey(options(), [other, young])).rejects.toThrow(`needs the key ${oldId}`)
})

test('each half waits for every process, and names those that are behind', async () => {
  await beat('p1', { seals: oldId, holds: [oldId], sealsForSeconds: null })
  await beat('p2', {})
  await expect(admitNextKey(options(), [old, young])).rejects.toThrow(
    /do not hold the keys .*: portal p1, portal p2/,
  )
  expect(await faultOf(young)).toMatch(/not the one/)
  for (const id of ['p1', 'p2'])
    await beat(id, { seals: oldId, holds: [oldId, youngId], sealsForSeconds: null })
  await admitNextKey(options(), [old, young])
  await beat('p1', { seals: youngId, holds: [youngId, oldId], sealsForSeconds: null })
  await expect(leavePreviousKey(options(), [young, old])).rejects.toThrow(/do not seal with .*: portal p2/)
  // What it sealed before may still be in an open transaction.
  await beat('p2', { seals: youngId, holds: [youngId, oldId], sealsForSeconds: 29 })
  await expect(leavePreviousKey(options(), [young, old])).rejects.toThrow(/portal p2/)
  expect(await counts()).toEqual({ [oldId]: 3 })
  await beat('p2', { seals: youngId, holds: [youngId, oldId], sealsForSeconds: 30 })
  await leavePreviousKey(options(), [young, old])
  expect(await counts()).toEqual({ [youngId]: 3 })
})

test('a value that no key opens keeps the previous key admitted', async () => {
  await admitNextKey(options(), [old, young])
  await sql`update accounts set totp_secret_sealed = 'damaged' where id = ${accountId}`
  await expect(leavePreviousKey(options(), [young, old])).rejects.toThrow(
    /opens 1 in accounts.totp_secret_sealed/,
  )
  expect(await faultOf(young)).toMatch(/is under way/)
})

test('a value that changes meanwhile is not overwritten, and is sealed again by the next turn', async () => {
  setKeys([young, old])
  const change = await sql.reserve()
  try {
    await change`begin`
    setKeys([old])
    const sealed = seal('CHANGED', totpPlace('account', accountId))
    setKeys([young, old])
    await change`update accounts set totp_secret_sealed = ${sealed} where id = ${accountId}`
    const [{ pid } = { pid: 0 }] = await owner<{ pid: number }[]>`select pg_backend_pid() as pid`
    const turn = resealColumns(owner, sealedColumns, youngId, () => undefined)
    const isWaiting = () => sql`select from pg_locks where pid = ${pid} and not granted`
    while ((await isWaiting()).length === 0) await sql`select pg_stat_clear_snapshot()`
    await change`commit`
    expect(await turn).toEqual({ resealed: 2, missed: 1, unopened: {} })
  } finally {
    change.release()
  }
  const open = async () => {
    const [row] = await sql`select totp_secret_sealed as sealed from accounts where id = ${accountId}`
    return unseal(row?.sealed, totpPlace('account', accountId))
  }
  expect(await open()).toBe('CHANGED')
  expect(await resealColumns(owner, sealedColumns, youngId, () => undefined)).toMatchObject({
    resealed: 1,
    missed: 0,
  })
  expect(await open()).toBe('CHANGED')
})
