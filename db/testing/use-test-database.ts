import type postgres from 'postgres'
import { afterAll, beforeAll, inject } from 'vitest'
import { closeDatabase, configureDatabase } from '../client'
import { createTestDatabase, nameTestDatabase, testEncryptionKey } from './template'
import type { TestDatabase } from './test-database'

export type FileDatabase = {
  current: TestDatabase
  /** The owner of the tables, past every policy: for fixtures, and for checks afterwards. */
  sql: postgres.Sql
  /** The same with the rights of a role. */
  sqlAs: TestDatabase['sqlAs']
}

/** In a `*.db.test.ts`: a fresh database with the product's roles for this file, closed and dropped afterwards. */
export function useTestDatabase(): FileDatabase {
  // Like the processes of `npm start` reach an embedded database.
  const socketFolder = inject('socketFolder')
  if (socketFolder !== null) process.env.DATABASE_SOCKET_FOLDER = socketFolder
  const database = nameTestDatabase(inject('adminUrl'))
  beforeAll(async () => {
    await createTestDatabase(inject('adminUrl'), database)
    configureDatabase(database.urls)
    // Set by `npm start` for its processes; links in mails need it.
    process.env.PORTAL_URL ??= 'http://portal.test'
    process.env.OPERATOR_URL ??= 'http://operator.test'
    process.env.ENCRYPTION_KEY ??= testEncryptionKey
  }, 60_000)
  afterAll(async () => {
    await closeDatabase()
    await database.drop()
  })
  return { current: database, sql: database.sql, sqlAs: database.sqlAs }
}
