import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import postgres from 'postgres'
import { afterEach, beforeEach, expect, inject, test } from 'vitest'
import { applyMigrations } from './apply-migrations'

let database: string
let folder: string
let clients: postgres.Sql[]
const connect = (name: string, settings: Record<string, number> = {}) => {
  const url = new URL(inject('adminUrl'))
  url.pathname = `/${database}`
  const connection = { application_name: name, ...settings }
  const sql = postgres(url.href, { max: 1, onnotice: () => undefined, connection })
  clients.push(sql)
  return sql
}
async function onServer(statement: string) {
  const admin = postgres(inject('adminUrl'), { max: 1, onnotice: () => undefined })
  await admin.unsafe(statement)
  await admin.end()
}

beforeEach(async () => {
  clients = []
  database = `migrated_${randomBytes(6).toString('hex')}`
  folder = mkdtempSync(path.join(tmpdir(), 'andromede-migrations-'))
  mkdirSync(path.join(folder, 'meta'))
  await onServer(`create database ${database}`)
})
afterEach(async () => {
  for (const sql of clients) await sql.end({ timeout: 0 })
  await onServer(`drop database ${database} with (force)`)
  rmSync(folder, { recursive: true, force: true })
})

const create = 'create table orders (number int); --> statement-breakpoint\ncreate table notes (text text);'
const alter =
  "insert into notes values ('once'); --> statement-breakpoint\nalter table orders add column net int;"

function write(migrations: Record<string, string>) {
  const entries = Object.keys(migrations).map((tag) => ({ tag, when: Number(tag.slice(0, 4)) }))
  for (const [tag, text] of Object.entries(migrations)) writeFileSync(path.join(folder, `${tag}.sql`), text)
  writeFileSync(path.join(folder, 'meta/_journal.json'), JSON.stringify({ entries }))
}
const apply = (giveUpAfterMs = 100_000) =>
  applyMigrations(connect('migrator'), connect('observer'), {
    folder,
    limits: { waitMs: 400, giveUpAfterMs },
  })
const applied = async () => {
  const rows = await connect('reader')<{ at: string }[]>`
    select created_at as at from drizzle.__drizzle_migrations order by id`
  return rows.map(({ at }) => Number(at))
}

/** A transaction of a version in service that has read `orders` and is not at its end. */
async function readOrdersAndStay() {
  const sql = await connect('andromede-portal').reserve()
  await sql`begin`
  await sql`select from orders`
  return async () => {
    await sql`commit`
    sql.release()
  }
}

test('others are served while a migration waits for a lock; once it is free the migration is applied, whole and once', async () => {
  write({ '0001_create': create })
  await apply()
  const leave = await readOrdersAndStay()
  write({ '0001_create': create, '0002_alter': alter })
  const applying = apply()

  const others = connect('andromede-operator', { statement_timeout: 20_000 })
  const isWaiting = async () => {
    const [row] = await others`
      select count(*)::int as count from pg_locks where relation = 'orders'::regclass and not granted`
    return row?.count
  }
  for (let turn = 0; turn < 3; turn += 1) {
    await expect.poll(isWaiting).toBe(1)
    expect(await others`select count(*)::int from orders`).toEqual([{ count: 0 }])
  }
  await leave()
  await applying
  expect(await others`select net from orders`).toEqual([])
  expect(await others`select text from notes`).toEqual([{ text: 'once' }])
  expect(await applied()).toEqual([1, 2])
})

test('a lock that is never free ends in one line that names the migration and who holds it; the next try goes on there', async () => {
  write({ '0001_create': create })
  await apply()
  const leave = await readOrdersAndStay()
  write({
    '0001_create': create,
    '0002_first': "insert into notes values ('first')",
    '0003_alter': alter,
    '0004_last': '',
  })
  await expect(apply(1_500)).rejects.toThrow(
    /^The migration 0003_alter did not get its locks within 2 s \(table orders, held by process \d+ \(andromede-portal\)\); .*\.$/,
  )
  expect(await applied()).toEqual([1, 2])
  await leave()
  await apply()
  expect(await applied()).toEqual([1, 2, 3, 4])
  expect(await connect('reader')`select text from notes`).toEqual([{ text: 'first' }, { text: 'once' }])
})

test('a migration that fails leaves nothing of itself and keeps what came before it', async () => {
  const broken =
    "insert into notes values ('gone'); --> statement-breakpoint\nalter table missing add column x int"
  write({ '0001_create': create, '0002_broken': broken })
  await expect(apply()).rejects.toMatchObject({ code: '42P01' })
  expect(await applied()).toEqual([1])
  expect(await connect('reader')`select from notes`).toEqual([])
})

test('a migration that is dated before the newest one applied is applied too', async () => {
  const files = { '0001_create': create, '0003_note': "insert into notes values ('third')" }
  write(files)
  await apply()
  write({ '0001_create': create, '0002_alter': alter, '0003_note': files['0003_note'] })
  await apply()
  expect(await applied()).toEqual([1, 3, 2])
})
