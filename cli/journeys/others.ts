import { spawnSync } from 'node:child_process'
import { setTimeout as pause } from 'node:timers/promises'
import { contentOf, jsonOf } from '../arguments'
import { completionScript, shells } from '../completion'
import { type ExitCode, exitCodes, Failure, usageFailure } from '../failure'
import { jsonText } from '../print'
import { addressOfServer } from './create'
import type { Journey } from './journey'

const ssh: Journey = {
  noun: 'server',
  verb: 'ssh',
  summary: 'Open a shell on a server, or run a command there',
  description: 'Runs ssh. What follows -- goes to it: andromede server ssh web -- uptime',
  places: [{ label: 'SERVER' }],
  takesMore: true,
  flags: [{ name: 'user', field: 'user', type: 'text', help: 'By default root.' }],
  async run({ places: [name, ...more], values, call }) {
    if (!name) throw usageFailure('Give SERVER.')
    const user = String(values.user ?? 'root')
    if (!/^[a-z_][\w-]{0,31}$/.test(user)) throw usageFailure(`“${user}” is no name of a user.`)
    const address = await addressOfServer(call(), name)
    const { status, error } = spawnSync('ssh', [`${user}@${address}`, ...more], { stdio: 'inherit' })
    if (error) throw new Failure(exitCodes.failed, `ssh cannot be run: ${error.message}`)
    return (status ?? exitCodes.failed) as ExitCode
  },
}

const followEvents: Journey = {
  noun: 'event',
  verb: 'follow',
  summary: 'Print each event as it happens, one JSON object a line',
  places: [],
  flags: [
    {
      name: 'after',
      field: 'after',
      type: 'text',
      help: 'The last event that you have read. By default from now.',
    },
    {
      name: 'types',
      field: 'types',
      type: 'text',
      help: 'Patterns between commas: instance.*,order.settled',
    },
  ],
  async run({ values, call, terminal }) {
    const send = call()
    const types = String(values.types ?? '*')
    let after = values.after === undefined ? undefined : String(values.after)
    const from = new Date().toISOString()
    for (;;) {
      const query = { types, ...(after ? { after } : { from }) }
      const { body } = await send({ method: 'GET', path: '/v1/events', query })
      const { items, hasMore } = body as { items: { id: string }[]; hasMore: boolean }
      for (const item of items) terminal.out(`${JSON.stringify(item)}\n`)
      after = items.at(-1)?.id ?? after
      if (!hasMore) await pause(2_000)
    }
  },
}

const api: Journey = {
  noun: 'api',
  verb: '',
  summary: 'Send a request as it is: andromede api GET /v1/instances',
  description: 'The body is the content of --input.',
  places: [{ label: 'METHOD' }, { label: 'PATH' }],
  flags: [],
  async run({ places: [method = '', target = ''], common, call, terminal }) {
    if (!/^(GET|POST|PUT|PATCH|DELETE)$/i.test(method))
      throw usageFailure('METHOD is GET, POST, PUT, PATCH or DELETE.')
    if (!target.startsWith('/v1/')) throw usageFailure('PATH starts with /v1/.')
    const { pathname, searchParams } = new URL(target, 'http://localhost')
    const { body, bytes } = await call()({
      method: method.toUpperCase(),
      path: pathname,
      query: Object.fromEntries(searchParams),
      ...(common.input !== undefined && {
        body: jsonOf(contentOf(common.input).toString('utf8'), '--input'),
      }),
    })
    terminal.out(body === null ? bytes : jsonText(body))
    return exitCodes.done
  },
}

const completion: Journey = {
  noun: 'completion',
  verb: '',
  summary: 'Print the completion of bash, zsh or fish',
  description: 'bash: source <(andromede completion bash)',
  places: [{ label: 'SHELL' }],
  flags: [],
  async run({ places: [shell = ''], terminal }) {
    if (!shells.includes(shell)) throw usageFailure(`SHELL is one of: ${shells.join(', ')}.`)
    terminal.out(completionScript(shell))
    return exitCodes.done
  },
}

export const otherJourneys = [ssh, followEvents, api, completion]
