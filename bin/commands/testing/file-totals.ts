import { systemTestContext } from '~/db/testing/contexts'
import { openSystemExport } from '~/lib/billing'
import type { Id } from '~/lib/kernel/ids'

/** `null` means the seller; what has not ended at `now` is not written yet. */
type Asked = { now: Date; period: string; organisationId: Id<'organisation'> | null }

async function linesOf(
  kind: 'focus' | 'fec',
  format: 'csv' | 'txt',
  { now, period, organisationId }: Asked,
): Promise<string[]> {
  const { stream } = await openSystemExport(systemTestContext(now), { kind, format, period, organisationId })
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(Buffer.from(chunk))
  return Buffer.concat(chunks).toString('utf8').trim().split(/\r?\n/)
}

/** `-12.3` or `-12,30` in integer cents, parsed as text, without floats. */
function cents(text: string): bigint {
  const [, sign = '', whole = '0', part = ''] = /^(-?)(\d+)(?:[.,](\d{1,2})0*)?$/.exec(text) ?? []
  if (!/^-?\d/.test(text)) throw new Error(`no amount: ${text}`)
  return BigInt(`${sign}${whole}${part.padEnd(2, '0')}`)
}

/** The total of a FOCUS file's rows, in cents. */
export async function focusTotal(asked: Asked): Promise<bigint> {
  const [head = '', ...rows] = await linesOf('focus', 'csv', asked)
  const column = head.split(',').indexOf('BilledCost')
  return rows
    .map((row) =>
      [...`${row},`.matchAll(/(?:"((?:[^"]|"")*)"|([^,]*)),/g)].map(
        ([, quoted, plain]) => quoted ?? plain ?? '',
      ),
    )
    .reduce((sum, fields) => sum + cents(fields[column] ?? ''), 0n)
}

/** Debits and credits of a FEC, in cents, and its number of lines. */
export async function fecTotals(asked: Asked): Promise<{ debits: bigint; credits: bigint; lines: number }> {
  const [head = '', ...rows] = await linesOf('fec', 'txt', asked)
  const names = head.split('\t')
  const sum = (name: string) =>
    rows.reduce((total, row) => total + cents(row.split('\t')[names.indexOf(name)] ?? ''), 0n)
  return { debits: sum('Debit'), credits: sum('Credit'), lines: rows.length }
}
