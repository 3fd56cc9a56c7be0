import { writeFileSync } from 'node:fs'
import { bodyOf, contentOf, type Given, queryOf } from './arguments'
import type { Call, Received } from './call'
import type { Command } from './command-table'
import { exitCodes, Failure, usageFailure } from './failure'
import { followOperation, type Operation } from './follow'
import { filledPath, listAll, withIds } from './names'
import { jsonText, lines, table } from './print'
import type { Terminal } from './terminal'

type Access = { call: Call; terminal: Terminal; isJson: boolean; waits: boolean }

/** Runs a command of the document. */
export async function runCommand(command: Command, given: Given, access: Access): Promise<void> {
  const { call, terminal, isJson } = access
  const named = command.places.map(({ label }) => label).join(' ')
  if (given.places.length !== command.places.length)
    throw usageFailure(
      named === '' ? `${given.places[0]} is one argument too many.` : `Give ${named}, and nothing else.`,
    )
  const query = await withIds(call, command.query, queryOf(command, given))
  const body =
    command.takes === 'json' ? await withIds(call, command.body, bodyOf(command, given)) : undefined
  const file = command.takes === 'file' ? contentOf(inputOf(given)) : undefined
  const path = await filledPath(call, command, given.places)
  if (command.gives === 'page') {
    const items = await listAll(call, path, query, limitOf(given))
    terminal.out(isJson ? jsonText(items) : table(items, command.columns ?? []))
    return
  }
  if (command.method === 'DELETE' && given.common.yes !== true) {
    const agrees = await terminal.confirm(`${command.summary}: ${given.places.join(' ')}?`)
    if (!agrees) throw new Failure(exitCodes.failed, 'Nothing was changed.')
  }
  const received = await call({
    method: command.method,
    path,
    query,
    ...(body && { body }),
    ...(file && { file }),
  })
  if (command.gives === 'file') {
    writeFile(received, given, terminal)
    return
  }
  const whole = command.isLong && access.waits ? await ended(received, access) : received.body
  if (whole !== null) terminal.out(isJson ? jsonText(whole) : lines(whole))
  else if (!isJson) terminal.out('Done.\n')
}

/** The answer once its operation has ended. */
async function ended({ body }: Received, { call, terminal }: Access): Promise<unknown> {
  if (typeof body !== 'object' || body === null) return body
  if (!('operation' in body)) return await followOperation(call, body as Operation, terminal.progress)
  if (body.operation === null) return body
  return { ...body, operation: await followOperation(call, body.operation as Operation, terminal.progress) }
}

/** The bytes to `--output`, or to standard output when that is no terminal; else to a file named as the API names it. */
function writeFile({ bytes, headers }: Received, { common }: Given, terminal: Terminal): void {
  if (common.output === '-' || (common.output === undefined && !terminal.isForPeople)) {
    terminal.out(bytes)
    return
  }
  const offered = /filename="([^"]+)"/.exec(headers.get('content-disposition') ?? '')?.[1]
  // A name from elsewhere is a file of this folder, and replaces none.
  const file = common.output ?? offered?.replace(/[^\w.-]/g, '_').replace(/^\.+/, '')
  if (!file) throw usageFailure('Give the file to write as --output.')
  try {
    writeFileSync(file, bytes, common.output === undefined ? { flag: 'wx' } : {})
  } catch (error) {
    throw usageFailure(`${file} cannot be written: ${(error as Error).message}`)
  }
  terminal.out(`${file}\n`)
}

function inputOf({ common }: Given): string {
  if (common.input === undefined) throw usageFailure('Give the file to send as --input.')
  return common.input
}

function limitOf({ common }: Given): number {
  if (common.max === undefined) return Number.POSITIVE_INFINITY
  if (!/^[1-9]\d{0,6}$/.test(common.max)) throw usageFailure('--max takes a number from 1.')
  return Number(common.max)
}
