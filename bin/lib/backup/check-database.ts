import postgres from 'postgres'
import { countPermanentRows, type RowCounts, readRecordedSchema } from '~/db/backup/permanent-rows'
import { configureDatabase } from '~/db/client'
import { checkInvariants } from '~/db/invariants/check'
import { invariants } from '~/db/invariants/invariants'
import { readSchemaVersion } from '~/db/migrator/schema-version'
import { findKeyFault } from '~/db/other-secrets'
import { openSealedColumns } from '~/db/sealed/open-sealed'
import { verifyJournal } from '~/lib/audit'
import { heldKeys } from '~/lib/kernel/secrets/keyring'
import { commandContext } from '../../commands/context'
import { sealedColumns } from '../../commands/sealed-columns'
import type { Manifest } from './manifest'

/** What was proved, or how it falls short. */
export type Finding = { isProved: boolean; line: string }

/**
 * Check the whole content of a restored database and change nothing. The user of `url` is the owner of the tables or a
 * superuser. The keys of this process are those that sealed it.
 */
export async function checkDatabase(url: string, headsFile: string | null): Promise<Finding[]> {
  const schema = await readRecordedSchema(url)
  if (schema !== readSchemaVersion())
    return [
      {
        isProved: false,
        line: `schema: ${schema ?? 'none'}, and this version needs ${readSchemaVersion()}: run prepare-database on the copy`,
      },
    ]
  return [
    { isProved: true, line: `schema: ${schema}` },
    await checkKey(url),
    ...(await checkPromises(url)),
    await checkSealed(url),
    await checkJournal(url, headsFile),
  ]
}

async function checkKey(url: string): Promise<Finding> {
  const sql = postgres(url, { max: 1, onnotice: () => undefined })
  try {
    const fault = await findKeyFault(sql, heldKeys())
    return {
      isProved: fault === null,
      line: `key: ${fault ? 'not the one' : 'the one'} that sealed this database`,
    }
  } finally {
    await sql.end()
  }
}

async function checkPromises(url: string): Promise<Finding[]> {
  const sql = postgres(url, { max: 1, onnotice: () => undefined })
  try {
    const violations = await checkInvariants(sql)
    const held = invariants.length - violations.length
    return [
      { isProved: violations.length === 0, line: `invariants: ${held} of ${invariants.length} hold` },
      ...violations.map(({ name, promise, rows, more }) => ({
        isProved: false,
        line: `invariant ${name}: ${promise}; violating rows: ${rows.length}${more ? ' or more' : ''}`,
      })),
    ]
  } finally {
    await sql.end()
  }
}

async function checkSealed(url: string): Promise<Finding> {
  const columns = await openSealedColumns(url, sealedColumns)
  const opened = columns.reduce((sum, each) => sum + each.opened, 0)
  const failed = columns.filter((each) => each.failed > 0).map((each) => `${each.failed} in ${each.name}`)
  return {
    isProved: failed.length === 0,
    line: `sealed values: ${opened} open${failed.length > 0 ? `, ${failed.join(', ')} do not` : ` in ${columns.length} columns`}`,
  }
}

async function checkJournal(url: string, headsFile: string | null): Promise<Finding> {
  configureDatabase({ portal: url, operator: url, worker: url })
  const { rows, heads, broken } = await verifyJournal(commandContext('worker'), headsFile)
  const result = broken ? `broken, ${broken.reason}` : 'whole'
  return {
    isProved: broken === null,
    line: `journal: ${result}, ${rows} rows, ${heads} heads kept outside the database`,
  }
}

/** Compare with the bounds of a backup's manifest. */
export async function checkRowCounts(url: string, expected: Manifest['rows']): Promise<Finding[]> {
  const found: RowCounts = await countPermanentRows(url)
  const wrong = Object.entries(expected).filter(([table, [before, after]]) => {
    const rows = found[table] ?? -1
    return rows < before || rows > after
  })
  const total = Object.keys(expected).reduce((sum, table) => sum + (found[table] ?? 0), 0)
  return [
    {
      isProved: wrong.length === 0,
      line: `rows: ${total} in ${Object.keys(expected).length} tables that only grow`,
    },
    ...wrong.map(([table, [before, after]]) => ({
      isProved: false,
      line: `rows of ${table}: ${found[table] ?? 'none'}, and the backup was made with ${before} to ${after}`,
    })),
  ]
}
