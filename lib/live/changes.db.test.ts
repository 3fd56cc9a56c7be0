import { beforeAll, describe, expect, test } from 'vitest'
import { rawClient } from '~/db/client'
import { systemTestContext, testNow } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { changeMemberRole, removeMember } from '~/lib/identity'
import { newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { renameInstance } from '~/lib/resources'
import { addInstance } from '~/lib/resources/testing/resources'
import { sweepExpired } from '~/lib/worker/sweepers/expiry'
import { makeBuyer } from '~/testing/buyer'
import { type Estate, makeEstate } from '~/testing/estate'
import { readChanges } from './queries/changes'

const database = useTestDatabase()
const { sql } = database
let estate: Estate
beforeAll(async () => {
  estate = await makeEstate(sql)
})

/** Changes that `work` commits, as the role of the site reads them. */
async function notedBy(work: () => Promise<unknown>, surface: 'portal' | 'operator' = 'operator') {
  const { snapshot } = await readChanges(rawClient(surface), null)
  await work()
  const { changes } = await readChanges(rawClient(surface), snapshot)
  return changes.map(({ topic, audience, project }) => [topic, audience, project].join(' ').trim()).sort()
}

describe('a change is noted', () => {
  test('with its organisation and project, once per transaction for any number of rows', async () => {
    const { own } = estate
    const ids = [await addInstance(estate), await addInstance(estate)]
    const noted = await notedBy(() => sql`update instances set name = name || '-x' where id in ${sql(ids)}`)
    expect(noted).toEqual([`resources ${own.organisationId} ${own.projectId}`])
  })

  test('by the use cases that make it', async () => {
    const { own } = estate
    const instanceId = await addInstance(estate)
    const noted = await notedBy(() =>
      renameInstance(own.as('technical'), { instanceId, name: 'autre-nom' } as never),
    )
    expect(noted).toEqual([`resources ${own.organisationId} ${own.projectId}`])
  })

  test('by a round of probes that sees a server otherwise than before, once for all servers of a customer', async () => {
    const { own, zone } = estate
    const ids = [await addInstance(estate), await addInstance(estate), await addInstance(estate)]
    const vantageId = newId('vantage')
    await sql`insert into probe_vantages (id, zone_id, kind, name, created_at)
      values (${vantageId}, ${zone.zoneId}, 'agent', ${vantageId}, now())`
    const of = { vantage_id: vantageId, subject_kind: 'instance', organisation_id: own.organisationId }
    const up = ids.map((subject_id) => ({ ...of, subject_id, reading: 'up', state: 'up' }))
    expect(await notedBy(() => sql`insert into probe_states ${sql(up)}`)).toEqual([])
    const see = (reading: string) =>
      notedBy(() => sql`update probe_states set reading = ${reading} where vantage_id = ${vantageId}`)
    expect(await see('down')).toEqual([`resources ${own.organisationId}`])
    expect(await see('down')).toEqual([])
  })

  test('by a host that stops answering, for the customers of its servers and the operator', async () => {
    const { own } = estate
    const id = await addInstance(estate)
    const silence = (at: Date | null) =>
      notedBy(
        () =>
          sql`update hosts set unreachable_since = ${at} where id = (select host_id from instances where id = ${id})`,
      )
    const noted = ['operations staff', `resources ${own.organisationId} ${own.projectId}`]
    expect(await silence(testNow)).toEqual(noted)
    expect(await silence(new Date(testNow.getTime() + 3_000))).toEqual([])
    expect(await silence(null)).toEqual(noted)
  })

  test('not by a transaction that is rolled back, nor before another commits', async () => {
    const instanceId = await addInstance(estate)
    const rename = (tx: typeof sql) => tx`update instances set name = name || '-y' where id = ${instanceId}`
    expect(
      await notedBy(async () => {
        await sql
          .begin(async (tx) => {
            await rename(tx as never)
            throw new Error('not today')
          })
          .catch(() => undefined)
      }),
    ).toEqual([])
    const { snapshot } = await readChanges(rawClient('portal'), null)
    await sql.begin(async (tx) => {
      await rename(tx as never)
      const during = await readChanges(rawClient('portal'), snapshot)
      expect(during.changes).toEqual([])
    })
    expect((await readChanges(rawClient('portal'), snapshot)).changes).toHaveLength(1)
  })

  test('and read once, however early its transaction began and however late others end', async () => {
    const note = (tx: typeof sql, audience: string) => tx`select app.note_change('orders', ${audience}, '')`
    let since = (await readChanges(rawClient('portal'), null)).snapshot
    const read = async () => {
      const reading = await readChanges(rawClient('portal'), since)
      since = reading.snapshot
      return reading.changes.map(({ audience }) => audience).sort()
    }
    const found: string[][] = []
    await sql.begin(async (old) => {
      await note(old as never, 'org_old')
      await sql.begin(async (late) => {
        await note(late as never, 'org_late')
        for (const audience of ['org_1', 'org_2', 'org_3']) {
          await note(sql, audience)
          found.push(await read())
        }
      })
      found.push(await read())
      await note(sql, 'org_4')
      found.push(await read(), await read())
    })
    found.push(await read(), await read())
    expect(found).toEqual([['org_1'], ['org_2'], ['org_3'], ['org_late'], ['org_4'], [], ['org_old'], []])
  })

  test('not when nothing changes, nor when a worker extends its lease', async () => {
    const instanceId = await addInstance(estate)
    const { own } = estate
    await sql`insert into sagas (id, organisation_id, kind, resource_kind, resource_id, state, input, requested_by, fence, run_after, created_at)
      values ('sag_lease', ${own.organisationId}, 'stop_instance', 'instance', ${instanceId}, 'running', '{}', 'test', 1, now(), now())`
    await sql`insert into saga_steps (saga_id, organisation_id, position, name, state)
      values ('sag_lease', ${own.organisationId}, 0, 'stop', 'pending')`
    const quiet = await notedBy(async () => {
      await sql`update sagas set lease_owner = 'w', lease_expires_at = now(), fence = 2 where id = 'sag_lease'`
      await sql`update instances set name = name where id = ${instanceId}`
    })
    expect(quiet).toEqual([])
    const step = await notedBy(
      () => sql`update saga_steps set state = 'running', attempt = 1 where saga_id = 'sag_lease'`,
    )
    expect(step).toEqual([`resources ${own.organisationId} ${own.projectId}`])
  })

  test('for staff alone, where customers see nothing', async () => {
    const change =
      () => sql`insert into billing_runs (id, period, mode, state, requested_by_staff_id, started_at, scope)
      values (${newId('billingRun')}, '2026-10', 'rehearsal', 'done', null, now(), 'all')`
    expect(await notedBy(change)).toEqual(['operations staff'])
    expect(await notedBy(change, 'portal')).toEqual([])
  })
})

test('every table has the columns that its trigger names', async () => {
  const needed: Record<string, string[]> = {
    note_project_change: ['organisation_id', 'project_id'],
    note_organisation_change: ['organisation_id'],
    note_instance_change: ['organisation_id', 'instance_id'],
    note_saga_change: ['organisation_id'],
  }
  const triggers = await sql<{ table: string; name: string; columns: string[] }[]>`
    select c.relname as table, p.proname as name, array_agg(a.attname::text) as columns
    from pg_trigger t join pg_proc p on p.oid = t.tgfoid join pg_class c on c.oid = t.tgrelid
      join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    where t.tgname like '%_noted%' group by t.oid, c.relname, p.proname`
  expect(triggers.length).toBeGreaterThan(60)
  const wrong = triggers.filter(({ name, columns }) => needed[name]?.some((each) => !columns.includes(each)))
  expect(wrong).toEqual([])
})

describe('a change of access is noted for the person', () => {
  const session = (table: string, column: string, person: string, hash: string) =>
    sql`insert into ${sql(table)} (token_hash, ${sql(column)}, created_at, last_seen_at, expires_at)
      values (${hash}, ${person}, ${testNow}, ${testNow}, ${testNow})`

  test('when a session ends, not when it is used', async () => {
    const { accountId } = estate.own
    await session('account_sessions', 'account_id', accountId, 'hash one')
    const used = await notedBy(
      () => sql`update account_sessions set last_seen_at = now() where token_hash = 'hash one'`,
    )
    expect(used).toEqual([])
    const ended = await notedBy(
      () =>
        sql`update account_sessions set ended_at = now(), ended_reason = 'signed_out' where token_hash = 'hash one'`,
    )
    expect(ended).toEqual([`access ${accountId}`])
  })

  test('when the role changes, a project is taken away, and the membership ends', async () => {
    const buyer = await makeBuyer(sql, { roles: ['technical'] })
    const member = buyer.members.technical
    if (!member) throw new Error('the technical member is missing')
    const [row] = await sql`select id from organisation_members where account_id = ${member.accountId}`
    const own: OpContext = buyer.as('owner')
    const about = [`access ${member.accountId}`]
    expect(await notedBy(() => changeMemberRole(own, { memberId: row?.id, role: 'guest' } as never))).toEqual(
      about,
    )
    const give =
      () => sql`insert into project_roles (organisation_id, project_id, member_id, role, granted_at)
      values (${buyer.organisationId}, ${buyer.projectId}, ${row?.id}, 'reader', now())`
    expect(await notedBy(give)).toEqual(about)
    expect(await notedBy(() => sql`delete from project_roles where member_id = ${row?.id}`)).toEqual(about)
    expect(await notedBy(() => removeMember(own, { memberId: row?.id } as never))).toEqual(about)
  })

  test('when the organisation is suspended', async () => {
    const { organisationId } = await makeBuyer(sql)
    const noted = await notedBy(
      () => sql`update organisations set state = 'suspended' where id = ${organisationId}`,
    )
    expect(noted).toContain(`access ${organisationId}`)
  })
})

test('no role of the product writes changes by itself, and the worker deletes old ones', async () => {
  for (const role of ['andromede_portal', 'andromede_operator', 'andromede_worker'] as const) {
    const insert = database
      .sqlAs(role)
      .begin(
        'read write',
        (tx) => tx`insert into changes values (pg_current_xact_id(), 'orders', 'everyone', '', now())`,
      )
    await expect(insert, role).rejects.toThrow(/permission denied/)
  }
  await sql`insert into changes values ('1'::xid8, 'orders', 'old', '', ${testNow}::timestamptz - interval '11 minutes')`
  await sql`insert into changes values ('2'::xid8, 'orders', 'new', '', ${testNow}::timestamptz - interval '9 minutes')`
  await sweepExpired(systemTestContext())
  const left = await sql`select audience from changes where transaction_id <= '2'::xid8`
  expect(left.map(({ audience }) => audience)).toEqual(['new'])
})
