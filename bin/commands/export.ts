import { createWriteStream } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import { parseArgs } from 'node:util'
import { closeDatabase } from '~/db/client'
import {
  type ExportInput,
  listOrganisationsWithDocuments,
  listOrganisationsWithUsage,
  makeDocumentFiles,
  openSystemExport,
} from '~/lib/billing'
import { DomainError } from '~/lib/kernel/errors'
import { type Id, isId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { periodPattern } from '~/lib/kernel/time/paris-month'
import type { Command } from './command'
import { connectInstallation } from './connect'
import { commandContext } from './context'

const exportSubjects = ['fec', 'focus', 'csv', 'invoices', 'usage-records'] as const
type What = (typeof exportSubjects)[number]
const usage = `usage: export ${exportSubjects.join('|')} --period 2026-10 [--organisation ID] --out FOLDER\n       export fec --period 2026 --out FOLDER (a whole year of the seller's books)`

type Asked = { what: What; period: string; organisationId: Id<'organisation'> | null; out: string }

/** One folder per organisation, named after its customer code; the seller's books are one file. */
export const exportCommand: Command = {
  summary: `${usage.slice('usage: '.length, usage.indexOf('\n'))}: files of what was issued, or used; fec also of a year, 2026`,
  process: 'command',
  async run(args) {
    const asked = read(args)
    if (typeof asked === 'string') {
      console.error(`${asked}\n${usage}`)
      return 2
    }
    await connectInstallation()
    try {
      const files = await exportAll(commandContext('worker'), asked)
      for (const file of files) console.log(file)
      if (files.length === 0)
        console.error(
          `nothing was ${asked.what === 'usage-records' ? 'used in' : 'issued for'} ${asked.period}`,
        )
      return files.length === 0 ? 1 : 0
    } catch (error) {
      if (!(error instanceof DomainError)) throw error
      console.error(error.params.reason === 'fec_not_kept' ? noFec : `refused: ${error.code}`)
      return 1
    } finally {
      await closeDatabase()
    }
  },
}

const noFec = 'this organisation keeps no FEC (public body, or no SIREN): use export csv'

function read(args: string[]): Asked | string {
  let parsed: { values: { period?: string; organisation?: string; out?: string }; positionals: string[] }
  try {
    parsed = parseArgs({
      args,
      allowPositionals: true,
      options: { period: { type: 'string' }, organisation: { type: 'string' }, out: { type: 'string' } },
    })
  } catch (error) {
    return (error as Error).message
  }
  const { values, positionals } = parsed
  const what = exportSubjects.find((each) => each === positionals[0])
  if (!what || positionals.length !== 1) return `what to export is one of ${exportSubjects.join(', ')}`
  const { period, organisation, out } = values
  const isYear = what === 'fec' && organisation === undefined && /^20\d\d$/.test(period ?? '')
  if (!period || !(isYear || periodPattern.test(period)))
    return "--period is a month, 2026-10, or a year, 2026, for the seller's own fec"
  if (organisation !== undefined && !isId('organisation', organisation))
    return '--organisation is an id, org_…'
  if (!out) return '--out is the folder to write into'
  return { what, period, organisationId: organisation ?? null, out: path.resolve(out) }
}

async function exportAll(ctx: OpContext, { what, period, organisationId, out }: Asked): Promise<string[]> {
  if (what === 'fec') return save(ctx, out, { kind: 'fec', format: 'txt', period, organisationId })
  const files: string[] = []
  const list = what === 'usage-records' ? listOrganisationsWithUsage : listOrganisationsWithDocuments
  for (const { id, code } of await list(ctx, { period, organisationId })) {
    const folder = path.join(out, code)
    const of = { period, organisationId: id }
    if (what === 'focus') files.push(...(await save(ctx, folder, { kind: 'focus', format: 'csv', ...of })))
    else if (what === 'usage-records')
      files.push(...(await save(ctx, folder, { kind: 'usage_records', format: 'csv_fr', ...of })))
    else if (what === 'csv')
      for (const kind of ['documents', 'lines', 'usage', 'payments'] as const)
        files.push(...(await save(ctx, folder, { kind, format: 'csv_fr', ...of })))
    else
      for await (const file of makeDocumentFiles(ctx, of)) {
        await mkdir(folder, { recursive: true })
        const target = path.join(folder, file.name)
        await writeFile(target, file.content)
        files.push(target)
      }
  }
  return files
}

async function save(
  ctx: OpContext,
  folder: string,
  input: ExportInput & { organisationId: Id<'organisation'> | null },
): Promise<string[]> {
  const { fileName, stream, isEmpty, isProvisional, companion } = await openSystemExport(ctx, input)
  if (isEmpty) return []
  if (isProvisional)
    console.error(
      `provisional: entries of ${input.period} may still be added, this file is not the final one`,
    )
  await mkdir(folder, { recursive: true })
  const target = path.join(folder, fileName)
  await pipeline(stream, createWriteStream(target))
  if (!companion) return [target]
  const { fileName: besideName, text } = await companion()
  const beside = path.join(folder, besideName)
  await writeFile(beside, text)
  return [target, beside]
}
