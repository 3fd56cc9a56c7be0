import { randomBytes } from 'node:crypto'
import postgres from 'postgres'

export type EmptyDatabase = {
  name: string
  /** A single connection as the superuser, with an application name that others see; it closes with the database. */
  connect(name: string, settings?: Record<string, number>): postgres.Sql
  drop(): Promise<void>
}

/** A database on the test server with nothing in it. */
export async function makeEmptyDatabase(adminUrl: string): Promise<EmptyDatabase> {
  const name = `empty_${randomBytes(6).toString('hex')}`
  const clients: postgres.Sql[] = []
  const onServer = async (statement: string) => {
    const admin = postgres(adminUrl, { max: 1, onnotice: () => undefined })
    await admin.unsafe(statement)
    await admin.end()
  }
  await onServer(`create database ${name}`)
  return {
    name,
    connect(application, settings = {}) {
      const url = new URL(adminUrl)
      url.pathname = `/${name}`
      const connection = { application_name: application, ...settings }
      const sql = postgres(url.href, { max: 1, onnotice: () => undefined, connection })
      clients.push(sql)
      return sql
    },
    async drop() {
      for (const sql of clients) await sql.end({ timeout: 0 })
      await onServer(`drop database ${name} with (force)`)
    },
  }
}
