import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type postgres from 'postgres'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { staffTestContext, systemTestContext } from '~/db/testing/contexts'
import { openAsSuperuser } from '~/db/testing/superuser'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { type Id, newId } from '~/lib/kernel/ids'
import { makeStaff } from '~/testing/staff'
import { carryOutSendings, decideSendings, listDoubtfulSendings, proposeSendings } from '../index'

const database = useTestDatabase()
const { sql } = database
const rounds = Number(process.env.ROUNDS ?? 20)
let people: Id<'staff'>[]
/** Reads the queue too. */
let all: postgres.Sql

beforeAll(async () => {
  all = openAsSuperuser(inject('adminUrl'), database.current)
  people = await Promise.all(
    ['un@example.test', 'deux@example.test'].map(
      async (email) => (await makeStaff(sql, ['accountant'], { email })).staffId,
    ),
  )
})
afterAll(() => all?.end())

const staff = (index: number) => staffTestContext(people[index] as Id<'staff'>, ['accountant'])

/** Runs a worker that is killed at that time; returns whether it ended before. */
async function carryOutAndDie(afterMs: number): Promise<boolean> {
  const script = fileURLToPath(new URL('./testing/carry-out-process.ts', import.meta.url))
  const child = spawn(process.execPath, ['--import', 'tsx', script, `${afterMs}`], {
    env: { PATH: process.env.PATH, NODE_ENV: 'production', DATABASE_URL: database.current.urls.worker },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let output = ''
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString()
  })
  await new Promise((resolve) => child.once('close', resolve))
  return output.includes('done')
}

test('workers killed at any moment leave each sending with one outcome, recorded once', {
  timeout: 600_000,
}, async () => {
  let died = 0
  let split = 0
  for (let round = 0; round < rounds; round += 1) {
    await sql`delete from doubtful_sendings`
    await sql`delete from mail_messages`
    await sql`insert into mail_messages (id, recipient, subject, text_body, html_body, template, state, created_at)
      select 'mai_' || lpad(n::text, 6, '0') || ${newId('mail').slice(4)}, 'a@b.test', 's', 't', 'h', 'x', 'queued', now()
      from generate_series(1, 300) n`
    await sql`delete from recoveries`
    await sql`select app.note_recovery(${newId('recovery')}, 'new_timeline', now())`
    const ids = (await listDoubtfulSendings(staff(0))).sendings.map(({ id }) => id)
    const [sent, send] = [ids.slice(0, 150), ids.slice(150)]
    await proposeSendings(staff(0), { sendingIds: sent, outcome: 'sent', reference: 'Journal.' })
    await proposeSendings(staff(0), { sendingIds: send, outcome: 'send', reference: 'Journal.' })
    await decideSendings(staff(1), { sendingIds: sent, outcome: 'sent', decision: 'confirm' })
    await decideSendings(staff(1), { sendingIds: send, outcome: 'send', decision: 'confirm' })
    if (!(await carryOutAndDie(Math.floor(Math.random() * 800)))) died += 1
    // A sending is over exactly where its mail was marked, or is enqueued once.
    const [{ inconsistent, over } = { inconsistent: 0, over: 0 }] = await all<
      { inconsistent: number; over: number }[]
    >`
      select count(*) filter (where (d.state = 'done') <> case d.outcome when 'sent' then m.state = 'sent'
          else exists (select from graphile_worker._private_jobs j where j.key = 'mail:' || m.id) end)::int as inconsistent,
        count(*) filter (where d.state = 'done')::int as over
      from doubtful_sendings d join mail_messages m on m.id = d.subject`
    expect(inconsistent).toBe(0)
    if (over > 0 && over < 300) split += 1
    await carryOutSendings(systemTestContext())
    const outcomes = await sql`
      select event, count(*)::int as n, count(distinct subject_id)::int as subjects from audit_events
      where event in ('recovery.sending_marked', 'recovery.sending_released') and subject_id = any(${ids}) group by 1 order by 1`
    expect(outcomes).toEqual([
      { event: 'recovery.sending_marked', n: 150, subjects: 150 },
      { event: 'recovery.sending_released', n: 150, subjects: 150 },
    ])
    expect(await sql`select state, count(*)::int as n from mail_messages group by 1 order by 1`).toEqual([
      { state: 'queued', n: 150 },
      { state: 'sent', n: 150 },
    ])
  }
  console.log(
    `${rounds} rounds of 300 decisions: ${died} workers killed, ${split} of them between two transactions`,
  )
})
