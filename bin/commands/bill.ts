import { parseArgs } from 'node:util'
import { closeDatabase } from '~/db/client'
import { carryOutRun, openRun, readRunOutcome } from '~/lib/billing'
import { startRunInput } from '~/lib/billing/schema'
import { DomainError } from '~/lib/kernel/errors'
import { type Id, isId } from '~/lib/kernel/ids'
import { formatMoney } from '~/lib/kernel/text/format'
import { assessMonth } from '~/lib/sla'
import type { Command } from './command'
import { connectInstallation } from './connect'
import { commandContext } from './context'

const usage = 'usage: bill --period <2026-10> [--organisation <id>] [--dry-run]'

/** Bills a month for all organisations or one; `--dry-run` only reports. Repeating it changes nothing. */
export const billCommand: Command = {
  summary: 'bill --period 2026-10 [--organisation ID] [--dry-run]: invoice a month that is over',
  process: 'command',
  async run(args) {
    const wanted = readArguments(args)
    if (!wanted) {
      console.error(usage)
      return 2
    }
    await connectInstallation()
    try {
      const ctx = commandContext('worker')
      const runId = await openRun(ctx, wanted)
      await carryOutRun(ctx, { runId, before: assessMonth })
      return print(await readRunOutcome(ctx, { runId }))
    } catch (error) {
      if (!(error instanceof DomainError)) throw error
      console.error(`${wanted.period}: ${error.code}`)
      return 1
    } finally {
      await closeDatabase()
    }
  },
}

function print(items: Awaited<ReturnType<typeof readRunOutcome>>): number {
  for (const {
    organisation,
    state,
    netCents,
    previousNetCents,
    documents,
    refusalCode,
    refusalField,
  } of items) {
    const before =
      previousNetCents === null ? '' : ` (${formatMoney(BigInt(previousNetCents), 'en')} the month before)`
    const outcome =
      state === 'refused'
        ? `${refusalCode} ${refusalField}`
        : `${documents} documents, ${formatMoney(BigInt(netCents), 'en')} without VAT${before}`
    console.log(`${organisation}: ${state}, ${outcome}`)
  }
  const refused = items.filter((item) => item.state === 'refused').length
  console.log(`${items.length} organisations, ${refused} refused`)
  return refused > 0 ? 1 : 0
}

function readArguments(args: string[]) {
  try {
    const { values } = parseArgs({
      args,
      options: {
        period: { type: 'string' },
        organisation: { type: 'string' },
        'dry-run': { type: 'boolean' },
      },
    })
    const parsed = startRunInput.safeParse({
      period: values.period,
      mode: values['dry-run'] ? 'dry_run' : 'final',
    })
    if (!parsed.success) return null
    if (values.organisation === undefined) return parsed.data
    if (!isId('organisation', values.organisation)) return null
    const organisationId: Id<'organisation'> = values.organisation
    return { ...parsed.data, organisationId }
  } catch {
    return null
  }
}
