import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import postgres from 'postgres'
import { afterEach, describe, expect, test } from 'vitest'
import { reachableBinaries } from './binaries'
import { type EmbeddedPostgres, startEmbeddedPostgres, startThrowawayPostgres } from './index'
import { readRecord, writeRecord } from './record'
import { asUser, chooseRunUser } from './run-user'
import { runPostmaster } from './server'
import { socketAddress } from './socket'
import { startWatchdog } from './watchdog'

const folders: string[] = []
const servers: EmbeddedPostgres[] = []

function newFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'andromede data '))
  folders.push(folder)
  return folder
}

async function start(folder: string): Promise<EmbeddedPostgres> {
  const server = await startEmbeddedPostgres(folder)
  servers.push(server)
  return server
}

async function ask<T>(server: EmbeddedPostgres, question: (sql: postgres.Sql) => Promise<T>): Promise<T> {
  const sql = postgres(server.adminUrl, { max: 1 })
  try {
    return await question(sql)
  } finally {
    await sql.end()
  }
}

function clusterOf(folder: string): string {
  return path.resolve(folder, readRecord(folder)?.cluster ?? 'missing')
}

afterEach(async () => {
  for (const server of servers.splice(0)) await server.stop()
  for (const folder of folders.splice(0)) {
    if (readRecord(folder)) rmSync(clusterOf(folder), { recursive: true, force: true })
    rmSync(folder, { recursive: true, force: true })
  }
})

describe('the embedded database', () => {
  test('keeps its data, its port and its password from one start to the next', async () => {
    const folder = newFolder()
    const first = await start(folder)
    await ask(first, (sql) => sql`create table kept as select 'Étoile' as name`)
    await first.stop()
    const second = await start(folder)
    expect(second.adminUrl).toBe(first.adminUrl)
    expect(await ask(second, (sql) => sql`select lower(name) as name from kept`)).toEqual([
      { name: 'étoile' },
    ])
  })

  test('listens on loopback only, requires its password, and keeps the password readable by its owner only', async () => {
    const folder = newFolder()
    const server = await start(folder)
    const [row] = await ask(server, (sql) => sql`show listen_addresses`)
    expect(row).toEqual({ listen_addresses: '127.0.0.1' })
    const stranger = postgres(server.adminUrl.replace(/:[^:@]+@/, ':wrong@'), { max: 1 })
    await expect(stranger`select 1`).rejects.toMatchObject({ code: '28P01' })
    await stranger.end()
    expect(statSync(path.join(folder, 'postgres.json')).mode & 0o777).toBe(0o600)
  })

  const bySocket = async (server: EmbeddedPostgres, password?: string) => {
    const url = password ? server.adminUrl.replace(/:[^:@]+@/, `:${password}@`) : server.adminUrl
    const sql = postgres(url, { max: 1, path: socketAddress(server.socketFolder ?? '', server.port) })
    try {
      const [row] = await sql<{ at: string | null }[]>`select inet_server_addr()::text as at`
      return row?.at
    } finally {
      await sql.end()
    }
  }

  test('is reachable through a socket in a folder where only its owner creates files, with its password', async () => {
    const folder = newFolder()
    const server = await start(folder)
    expect(await bySocket(server)).toBeNull()
    expect(statSync(server.socketFolder ?? '').mode & 0o777).toBe(0o711)
    await expect(bySocket(server, 'wrong')).rejects.toMatchObject({ code: '28P01' })
  })

  test('is reachable by TCP only where no socket can be made', async () => {
    const folder = newFolder()
    const first = await start(folder)
    await first.stop()
    const cluster = clusterOf(folder)
    mkdirSync(socketAddress(`${cluster}-socket`, first.port))
    const user = chooseRunUser(cluster)
    const watchdog = startWatchdog(user)
    const near = await runPostmaster({
      binaries: reachableBinaries(user),
      cluster,
      user,
      port: first.port,
      isThrowaway: false,
      watchdog,
      log: () => undefined,
    })
    if (near.outcome !== 'ready') throw new Error(near.outcome)
    expect(near.socketFolder).toBeNull()
    expect(await ask(first, (sql) => sql`select 1 as one`)).toEqual([{ one: 1 }])
    await near.postmaster.stop()
    watchdog.dismiss()
    rmSync(socketAddress(`${cluster}-socket`, first.port), { recursive: true })
  })

  test('takes another port when its own is in use', async () => {
    const folder = newFolder()
    const first = await start(folder)
    await first.stop()
    const other = await startThrowawayPostgres()
    servers.push(other)
    const record = readRecord(folder)
    if (record) writeRecord(folder, { ...record, port: other.port })
    const second = await start(folder)
    expect(second.port).not.toBe(other.port)
    expect(readRecord(folder)?.port).toBe(second.port)
  })

  test('starts despite files whose process id now belongs to another program', async () => {
    const folder = newFolder()
    const { port, stop } = await start(folder)
    await stop()
    // PostgreSQL itself ignores the process id of an ancestor and of another user's process.
    const another = spawn('/bin/sleep', ['120'], asUser(chooseRunUser(clusterOf(folder))))
    const left = `${another.pid}\n${clusterOf(folder)}\n0\n${port}\n\n127.0.0.1\n`
    writeFileSync(path.join(clusterOf(folder), 'postmaster.pid'), left)
    writeFileSync(path.join(`${clusterOf(folder)}-socket`, `.s.PGSQL.${port}.lock`), left)
    const again = await start(folder)
    expect(await ask(again, (sql) => sql`select 1 as one`)).toEqual([{ one: 1 }])
    another.kill()
  })

  test('refuses a folder of another PostgreSQL version and leaves it unchanged', async () => {
    const folder = newFolder()
    await (await start(folder)).stop()
    const version = path.join(clusterOf(folder), 'PG_VERSION')
    writeFileSync(version, '17\n')
    await expect(start(folder)).rejects.toThrow(/made by PostgreSQL 17/)
    expect(readFileSync(version, 'utf8')).toBe('17\n')
  })

  test('refuses to create an empty database in place of a missing one', async () => {
    const folder = newFolder()
    await (await start(folder)).stop()
    rmSync(clusterOf(folder), { recursive: true })
    await expect(start(folder)).rejects.toThrow(/is missing/)
  })
})

describe('a throwaway database', () => {
  test('runs next to another one, and its folder is removed with it', async () => {
    const [one, two] = await Promise.all([startThrowawayPostgres(), startThrowawayPostgres()])
    const [row] = await ask(one, (sql) => sql<{ data_directory: string }[]>`show data_directory`)
    expect(await ask(two, (sql) => sql`select 1 as one`)).toEqual([{ one: 1 }])
    await Promise.all([one.stop(), two.stop()])
    expect(existsSync(path.dirname(row?.data_directory ?? ''))).toBe(false)
  })

  test('starts as a copy of a kept cluster, with its password, and leaves that cluster unchanged', async () => {
    const folder = path.join(newFolder(), 'kept')
    const first = await startThrowawayPostgres()
    await ask(first, (sql) => sql`create table kept as select 'étoile' as name`)
    const like = await first.keep(folder)
    await first.stop()
    for (let turn = 0; turn < 2; turn += 1) {
      const server = await startThrowawayPostgres({ like })
      servers.push(server)
      expect(await ask(server, (sql) => sql`select name from kept`)).toEqual([{ name: 'étoile' }])
      await ask(server, (sql) => sql`drop table kept`)
      await server.stop()
    }
  })

  test('stops and leaves nothing behind when the process that started it is killed', async () => {
    const script = `
      const { startThrowawayPostgres } = await import(${JSON.stringify(path.join(import.meta.dirname, 'index.ts'))})
      const { adminUrl } = await startThrowawayPostgres()
      console.log(adminUrl)
      setInterval(() => {}, 1000)`
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const adminUrl = await new Promise<string>((resolve) =>
      child.stdout.once('data', (chunk: Buffer) => resolve(chunk.toString().trim())),
    )
    const sql = postgres(adminUrl, { max: 1, onclose: () => {} })
    const [row] = await sql<{ data_directory: string }[]>`show data_directory`
    await sql.end()
    child.kill('SIGKILL')
    await expect.poll(() => existsSync(path.dirname(row?.data_directory ?? ''))).toBe(false)
  })
})
