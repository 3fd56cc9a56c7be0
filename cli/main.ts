import { parse } from './arguments'
import { type Call, caller } from './call'
import type { Command } from './command-table'
import commandList from './commands.json' with { type: 'json' }
import { candidates } from './completion'
import { type ExitCode, exitCodes, Failure, usageFailure } from './failure'
import { entryHelp, generalHelp, nounHelp } from './help'
import { accessJourneys } from './journeys/access'
import { createJourneys } from './journeys/create'
import type { Journey } from './journeys/journey'
import { offerJourneys } from './journeys/offer'
import { otherJourneys } from './journeys/others'
import { chooseProfile } from './profiles'
import { runCommand } from './run-command'
import type { Terminal } from './terminal'

const commands = commandList as unknown as Command[]
const journeys: Journey[] = [...accessJourneys, ...offerJourneys, ...createJourneys, ...otherJourneys]

/** Runs what was given and answers with the code that ends the process. Errors go to `fail`. */
export async function main(
  argv: readonly string[],
  terminal: Terminal,
  fail: (text: string) => void,
): Promise<ExitCode> {
  try {
    return await run(argv, terminal)
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    terminal.progress('')
    fail(`${error.message}\n`)
    return error.exitCode
  }
}

async function run(argv: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const [noun, second] = argv
  if (noun === undefined || noun === '--help' || noun === '-h' || noun === 'help') {
    terminal.out(generalHelp(commands, journeys))
    return noun === undefined ? exitCodes.usage : exitCodes.done
  }
  if (noun === '__complete') return await complete(argv.slice(1), terminal)
  const entries = [
    ...journeys.filter((each) => each.noun === noun),
    ...commands.filter((each) => each.noun === noun),
  ]
  if (entries.length === 0) throw usageFailure(`There is no “${noun}”. Run: andromede --help`)
  const alone = entries.find(({ verb }) => verb === '')
  if (!alone && (second === undefined || second.startsWith('-'))) {
    terminal.out(nounHelp(noun, entries))
    return second === '--help' || second === '-h' ? exitCodes.done : exitCodes.usage
  }
  const entry = alone ?? entries.find(({ verb }) => verb === second)
  if (!entry)
    throw usageFailure(`“${noun}” has no “${second}”, but: ${entries.map(({ verb }) => verb).join(', ')}.`)
  return await runEntry(entry, argv.slice(alone ? 1 : 2), terminal)
}

async function runEntry(entry: Journey | Command, args: readonly string[], terminal: Terminal) {
  const isJourney = 'run' in entry
  const given = parse(args, isJourney ? entry.flags : [...entry.query, ...entry.body])
  const { common, places } = given
  if (common.help) {
    terminal.out(entryHelp(entry))
    return exitCodes.done
  }
  if (common.json && common.table) throw usageFailure('Give --json or --table, not both.')
  const isJson = common.json ?? (common.table ? false : !terminal.isForPeople)
  const waits = common.wait ?? terminal.isForPeople
  const call = (): Call => caller(chooseProfile(terminal.env, common), terminal.env)
  if (!isJourney) {
    await runCommand(entry, given, { call: call(), terminal, isJson, waits })
    return exitCodes.done
  }
  if (!entry.takesMore && places.length !== entry.places.length)
    throw usageFailure(
      `Use: andromede ${entry.noun} ${entry.verb} ${entry.places.map(({ label }) => label).join(' ')}`,
    )
  return await entry.run({ ...given, terminal, isJson, waits, call })
}

/** Completion never shows an error: without access there are no names. */
async function complete(words: readonly string[], terminal: Terminal): Promise<ExitCode> {
  try {
    const found = await candidates(words, { commands, journeys }, () =>
      caller(chooseProfile(terminal.env, {}), terminal.env),
    )
    terminal.out(found.map((each) => `${each}\n`).join(''))
  } catch (error) {
    if (!(error instanceof Failure)) throw error
  }
  return exitCodes.done
}
