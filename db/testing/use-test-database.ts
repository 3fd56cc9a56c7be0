import { afterAll, beforeAll, inject } from 'vitest'
import { closeDatabase, configureDatabase } from '../client'
import { cloneTemplate, testEncryptionKey } from './template'
import type { TestDatabase } from './test-database'

/** In a `*.db.test.ts`: a fresh database with the product's roles for this file, closed and dropped afterwards. */
export function useTestDatabase(): { current: TestDatabase } {
  const holder = {} as { current: TestDatabase }
  beforeAll(async () => {
    holder.current = await cloneTemplate(inject('adminUrl'))
    configureDatabase(holder.current.urls)
    // Like the processes of `npm start` reach an embedded database.
    const socketFolder = inject('socketFolder')
    if (socketFolder !== null) process.env.DATABASE_SOCKET_FOLDER = socketFolder
    // Set by `npm start` for its processes; links in mails need it.
    process.env.PORTAL_URL ??= 'http://portal.test'
    process.env.OPERATOR_URL ??= 'http://operator.test'
    process.env.ENCRYPTION_KEY ??= testEncryptionKey
  }, 60_000)
  afterAll(async () => {
    await closeDatabase()
    await holder.current?.drop()
  })
  return holder
}
