import { spawnSync } from 'node:child_process'
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import postgres from 'postgres'
import { jobNames } from '~/lib/jobs/names'
import { startThrowawayPostgres, type ThrowawayPostgres } from '../embedded'
import { prepareDatabase } from '../prepare'
import { testPasswords } from './template'

/** Statements as superuser in a database of this server, on a connection of their own. */
export async function onServer<T>(
  server: Pick<ThrowawayPostgres, 'adminUrl'>,
  database: string,
  run: (sql: postgres.Sql) => Promise<T>,
): Promise<T> {
  const url = new URL(server.adminUrl)
  url.pathname = `/${database}`
  const client = postgres(url.href, { max: 1, onnotice: () => undefined })
  try {
    return await run(client)
  } finally {
    await client.end()
  }
}

/** A server that standbys can follow, with the prepared database `name`. */
export async function startPrimary(name: string): Promise<ThrowawayPostgres> {
  const primary = await startThrowawayPostgres({ isReplicated: true })
  const { adminUrl } = primary
  await prepareDatabase({ adminUrl, database: name, passwords: testPasswords, jobNames, openMailbox: false })
  return primary
}

/** A standby of this running primary, which replicates as `name` and knows the same passwords. */
export async function startStandby(primary: ThrowawayPostgres, name = 'standby'): Promise<ThrowawayPostgres> {
  const folder = mkdtempSync(path.join(tmpdir(), 'andromede-standby-'))
  try {
    const base = path.join(folder, 'base')
    const url = new URL(primary.adminUrl)
    await onServer(primary, 'postgres', async (client) => {
      const [row] = await client<{ folder: string }[]>`select current_setting('data_directory') as folder`
      await client`select pg_backup_start('standby', true)`
      spawnSync('cp', ['-a', row?.folder ?? '', base])
      const [end] = await client<{ label: string }[]>`select labelfile as label from pg_backup_stop(false)`
      writeFileSync(path.join(base, 'backup_label'), end?.label ?? '')
    })
    rmSync(path.join(base, 'postmaster.pid'))
    writeFileSync(path.join(base, 'standby.signal'), '')
    const conninfo = `host=127.0.0.1 port=${url.port} user=${url.username} password=${url.password} application_name=${name}`
    appendFileSync(path.join(base, 'postgresql.auto.conf'), `primary_conninfo = '${conninfo}'\n`)
    // PostgreSQL must run as the owner of its folder.
    spawnSync('chown', ['-R', `--reference=${path.join(base, 'PG_VERSION')}`, base])
    return await startThrowawayPostgres({
      isReplicated: true,
      like: { folder: base, password: url.password },
    })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
