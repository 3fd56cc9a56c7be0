/** Transactions a second of a database with the demonstration when nothing happens, by the number of workers. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import postgres from 'postgres'
import { databaseName, roleUrls } from '../bin/lib/roles.ts'
import { keepDemonstration, readKeptDemonstration } from '../bin/lib/test/kept-demonstration.ts'
import { startThrowawayPostgres } from '../db/embedded/index.ts'
import { startWorkerProcess, type WorkerProcess } from '../lib/resources/testing/worker-process.ts'
import { option } from './support/option.ts'

/** A first worker prints and sends the demonstration's documents, then reads their states every ten seconds for five minutes. */
const settleMs = 400_000
const shareMs = 20_000

export async function run(args: string[]): Promise<Record<string, number>> {
  const counts = (option(args, '--workers') ?? '1,2,4').split(',').map(Number)
  const seconds = Number(option(args, '--seconds') ?? 60)
  const folder = mkdtempSync(path.join(tmpdir(), 'andromede-idle-'))
  const kept = readKeptDemonstration() ?? (await keepDemonstration(path.join(folder, 'demonstration')))
  const server = await startThrowawayPostgres({ like: kept.cluster })
  const urls = roleUrls(server.adminUrl, kept.secrets.rolePasswords)
  const database = {
    urls: { worker: urls.andromede_worker },
    roleUrl: (role: keyof typeof urls) => urls[role],
  }
  const simulator = new URL(urls.andromede_simulator)
  simulator.pathname = '/simulated'
  const sql = postgres(server.adminUrl, { max: 1, onnotice: () => undefined })
  const workers: WorkerProcess[] = []
  const figures: Record<string, number> = {}
  try {
    // Hypervisors are elsewhere: the simulator's transactions are not ours.
    await sql`create database simulated template ${sql(databaseName)}`
    for (const count of counts) {
      const isFirst = workers.length === 0
      while (workers.length < count) {
        const worker = startWorkerProcess(database, {
          ENCRYPTION_KEY: kept.secrets.encryptionKey,
          SIMULATOR_DATABASE_URL: simulator.href,
          DATABASE_POOL_SIZE: '10',
        })
        workers.push(worker)
        await worker.ready
      }
      await wait(isFirst ? settleMs : shareMs)
      const before = await countTransactions(sql)
      await wait(seconds * 1_000)
      const after = await countTransactions(sql)
      figures[`workers${count}`] = Math.round(((after - before) / seconds) * 10) / 10
      console.error(`${count}: ${figures[`workers${count}`]} transactions a second`)
    }
  } finally {
    for (const worker of workers) worker.kill('SIGTERM')
    await Promise.all(workers.map(({ exited }) => exited))
    await sql.end()
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
  return figures
}

/** Committed and rolled back since the start of the server; processes report theirs once a second. */
async function countTransactions(sql: postgres.Sql): Promise<number> {
  const [row] = await sql`
    select (xact_commit + xact_rollback)::int as count from pg_stat_database where datname = ${databaseName}`
  return row?.count ?? 0
}
