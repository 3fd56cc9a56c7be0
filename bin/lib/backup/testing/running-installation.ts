import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import postgres from 'postgres'
import { placeOf, startEmbeddedPostgres } from '~/db/embedded/index'
import { readRecord } from '~/db/embedded/record'
import { prepareDatabase } from '~/db/prepare'
import { jobNames } from '~/lib/jobs/names'
import { newId } from '~/lib/kernel/ids'
import { makeBuyer } from '~/testing/buyer'
import { sealedColumns } from '../../../commands/sealed-columns'
import { openDataFolder } from '../../data-folder'
import { dropUnfinishedDatabase } from '../../migration-check'
import { databaseName, roleUrls } from '../../roles'
import { encryptionKeysOf, loadSecrets, type Secrets } from '../../secrets'

export type RunningInstallation = {
  secrets: Secrets
  urls: ReturnType<typeof roleUrls>
  /** The owner of the tables. */
  sql: postgres.Sql
  stop(): Promise<void>
}

/** Open a data folder like `npm start` does, with the database and without sites and workers. */
export async function startDatabaseOf(dataDir: string): Promise<RunningInstallation> {
  const data = openDataFolder(dataDir)
  const secrets = loadSecrets(dataDir)
  const server = await startEmbeddedPostgres(dataDir)
  if (!data.isPrepared) await dropUnfinishedDatabase(server.adminUrl)
  await prepareDatabase({
    adminUrl: server.adminUrl,
    database: databaseName,
    passwords: secrets.rolePasswords,
    jobNames,
    openMailbox: true,
    seal: { encryptionKeys: encryptionKeysOf(secrets), columns: sealedColumns },
    remembersDatabase: true,
    place: placeOf(dataDir),
  })
  data.markPrepared()
  const urls = roleUrls(server.adminUrl, secrets.rolePasswords)
  const sql = postgres(urls.andromede_migrator, {
    max: 2,
    onnotice: () => undefined,
    connection: { default_transaction_read_only: false },
  })
  return {
    secrets,
    urls,
    sql,
    async stop() {
      await sql.end()
      await server.stop()
      data.release()
    },
  }
}

/** A folder for data folders and backups that the database's user can enter, removed with clusters outside it. */
export function makeFolders() {
  const base = mkdtempSync(path.join(tmpdir(), 'andromede-backup-'))
  chmodSync(base, 0o711)
  const made: string[] = []
  return {
    base,
    dataDir(name: string): string {
      const folder = path.join(base, name)
      mkdirSync(folder, { recursive: true })
      made.push(folder)
      return folder
    },
    remove() {
      for (const folder of made) {
        const record = readRecord(folder)
        if (record) rmSync(path.resolve(folder, record.cluster), { recursive: true, force: true })
      }
      rmSync(base, { recursive: true, force: true })
    },
  }
}

/** Add an organisation with the audit row that each has, in one transaction. Returns its identifier. */
export async function addOrganisation(sql: postgres.Sql): Promise<string> {
  const { organisationId } = await makeBuyer(sql, {
    also: async (tx, [buyer]) => {
      const id = buyer?.organisationId ?? null
      await tx`insert into audit_events ${tx({
        ...{ id: newId('audit'), event: 'organisation.submitted', actor_kind: 'system', actor_id: 'test' },
        ...{ actor_label: 'test', surface: 'portal', request_id: 'test', organisation_id: id },
        ...{ subject_kind: 'organisation', subject_id: id, details: '{}', occurred_at: new Date() },
      })}`
    },
  })
  return organisationId
}
