import { parseArgs } from 'node:util'
import { closeDatabase } from '~/db/client'
import { DomainError } from '~/lib/kernel/errors'
import { type Id, isId } from '~/lib/kernel/ids'
import { formatMoney } from '~/lib/kernel/text/format'
import { periodField } from '~/lib/kernel/time/date-fields'
import { type Assessed, assessMonth, listAssessable, previewMonth } from '~/lib/sla'
import { formatPpm } from '~/lib/sla/client'
import type { Command } from './command'
import { connectInstallation } from './connect'
import { commandContext } from './context'

const usage = 'usage: sla --period <2026-10> [--organisation <id>] [--dry-run]'

/** Assesses a month against its objectives; `--dry-run` only reports. Repeating it changes nothing. */
export const slaCommand: Command = {
  summary:
    'sla --period 2026-10 [--organisation ID] [--dry-run]: assess a month that is over, with its credits',
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
      const run = wanted.isDryRun ? previewMonth : assessMonth
      for (const { id, name } of await listAssessable(ctx, wanted))
        print(name, await run(ctx, { organisationId: id, period: wanted.period }))
      return 0
    } catch (error) {
      if (!(error instanceof DomainError)) throw error
      console.error(`${wanted.period}: ${error.code}`)
      return 1
    } finally {
      await closeDatabase()
    }
  },
}

function print(organisation: string, assessed: readonly Assessed[]): void {
  const cents = assessed.reduce((sum, { creditCents }) => sum + creditCents, 0n)
  console.log(
    `${organisation}: ${assessed.length} resources, ${formatMoney(cents, 'en')} of credits without VAT`,
  )
  for (const { subjectId, name, availabilityPpm, objectivePpm, priceCents, creditCents } of assessed) {
    const seen = availabilityPpm === null ? 'unknown' : formatPpm(availabilityPpm, 'en', objectivePpm)
    const promised = formatPpm(objectivePpm, 'en', objectivePpm)
    const given = `${formatMoney(creditCents, 'en')} of ${formatMoney(priceCents, 'en')}`
    console.log(`  ${subjectId} ${name}: ${seen} of ${promised}, ${given}`)
  }
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
    const period = periodField.safeParse(values.period).data
    if (!period) return null
    const isDryRun = values['dry-run'] ?? false
    if (values.organisation === undefined) return { period, isDryRun, organisationId: null }
    if (!isId('organisation', values.organisation)) return null
    const organisationId: Id<'organisation'> = values.organisation
    return { period, isDryRun, organisationId }
  } catch {
    return null
  }
}
