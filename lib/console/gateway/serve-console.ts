import { randomUUID } from 'node:crypto'
import type { RawData, WebSocket } from 'ws'
import { withSystem } from '~/db/client'
import type { Drivers, Shell, ShellSize } from '~/lib/hypervisors/runtime'
import { log } from '~/lib/kernel/log'
import { systemContext } from '~/lib/kernel/system-context'
import { type ConsoleEnd, consoleEndCodes } from '../client'
import { firstMessage } from '../schema'
import { admit, check, type EndReason, type Grant, recordClosed, recordOpened } from './admit'
import type { Limits } from './limits'
import { readJson, relay } from './relay'

const openingMs = 20_000
/** Time given to a browser to answer the close frame. */
const closeTimeoutMs = 3_000
/** Checks in a row that may fail without a database before the console ends: no unchecked access. */
const failedChecksMax = 3
/** Checks in a row without an answer after which the browser counts as gone: a change of network can lose one. */
const unansweredMax = 2

export type Serving = {
  drivers: Pick<Drivers, 'driverFor'>
  limits: Limits
  now: () => Date
  ip: string | null
}

export type Served = {
  /** Whether it has sent a valid ticket. */
  isAdmitted(): boolean
  /** Ends it, with a reason. */
  end(reason: ConsoleEnd): void
  /** Resolves when it has ended and the audit entry is written. */
  done: Promise<void>
}

/** Serves one connection from its first message to its end. */
export function serveConsole(socket: WebSocket, serving: Serving): Served {
  const requestId = randomUUID()
  const ctx = () => systemContext('console', serving.now(), requestId)
  let isAdmitted = false
  let reason: EndReason | null = null
  let announce: (reason: EndReason) => void = () => undefined
  const ended = new Promise<EndReason>((resolve) => {
    announce = resolve
  })
  const end = (why: EndReason, detail = '') => {
    if (reason) return
    reason = why
    socket.resume()
    if (why !== 'left') socket.close(consoleEndCodes[why], detail)
    setTimeout(() => socket.terminate(), closeTimeoutMs).unref()
    announce(why)
  }
  // The library answers frames that are too large or malformed, with a protocol code.
  socket.on('error', () => undefined)
  socket.once('close', () => end('left'))

  async function run(): Promise<void> {
    const first = await Promise.race([readFirst(socket, serving.limits.firstMessageMs), ended])
    if (reason) return
    if (!first || typeof first === 'string') return end('ticket_refused')
    const admitted = await admit(ctx(), first.ticket, serving.limits.perPerson)
    if ('refusal' in admitted) return end(admitted.refusal)
    isAdmitted = true
    const { grant } = admitted
    let openedAt: Date | null = null
    try {
      const shell = await openShell(serving, ctx, grant, first)
      openedAt = serving.now()
      if (reason) return shell.close()
      await recordOpened(ctx(), grant, serving.ip)
      await keepOpen(socket, shell, grant)
      shell.close()
    } catch (error) {
      log.warn({ err: error, instanceId: grant.instanceId }, 'a console could not be kept')
      end('unreachable')
    } finally {
      await recordClosed(ctx(), grant, { ip: serving.ip, openedAt, reason: await ended })
    }
  }

  /** Keeps the console open until it ends. */
  async function keepOpen(socket: WebSocket, shell: Shell, grant: Grant): Promise<void> {
    const { idleMs, wholeMs, checkMs } = serving.limits
    let hasTyped = false
    let unanswered = 0
    let failedChecks = 0
    let isChecking = false
    const runCheck = async () => {
      const typed = hasTyped
      hasTyped = false
      const refusal = await check(ctx(), grant, typed)
      failedChecks = 0
      return refusal
    }
    const idle = setTimeout(() => end('idle'), idleMs)
    const whole = setTimeout(() => end('too_long'), wholeMs)
    // A pong queues behind other data, so any message counts as a sign of life.
    for (const sign of ['pong', 'message'] as const)
      socket.on(sign, () => {
        unanswered = 0
      })
    const checks = setInterval(() => {
      // While paused, nothing is read and no answer can arrive.
      if (!socket.isPaused) {
        if (unanswered >= unansweredMax) return end('left')
        unanswered += 1
      }
      socket.ping()
      if (isChecking) return
      isChecking = true
      runCheck()
        .then(
          (refusal) => refusal && end(refusal),
          (error: unknown) => {
            failedChecks += 1
            log.warn({ err: error }, 'a console could not be checked')
            if (failedChecks >= failedChecksMax) end('unreachable')
          },
        )
        .finally(() => {
          isChecking = false
        })
    }, checkMs)
    relay(socket, shell, {
      typed() {
        hasTyped = true
        idle.refresh()
      },
      badMessage: () => end('bad_message'),
    })
    socket.send(JSON.stringify({ opened: true }))
    socket.resume()
    void shell.closed.then(async ({ exitCode }) => {
      if (exitCode !== null) return end('exited', String(exitCode))
      end((await runCheck().catch(() => null)) ?? 'unreachable')
    })
    await ended
    clearTimeout(idle)
    clearTimeout(whole)
    clearInterval(checks)
  }

  const done = run().catch((error: unknown) => {
    log.error({ err: error }, 'a console failed')
    end('unreachable')
  })
  return { isAdmitted: () => isAdmitted, end, done }
}

type First = { ticket: string } & ShellSize

/** Reads the first message if it arrives in time and is valid; pauses the socket until a later resume. */
function readFirst(socket: WebSocket, withinMs: number): Promise<First | null> {
  return new Promise((resolve) => {
    const patience = setTimeout(() => resolve(null), withinMs)
    socket.once('message', (frame: RawData, isBinary: boolean) => {
      clearTimeout(patience)
      socket.pause()
      const parsed = firstMessage.safeParse(isBinary ? undefined : readJson(frame as Buffer))
      resolve(parsed.data ?? null)
    })
  })
}

async function openShell(
  { drivers }: Serving,
  ctx: () => ReturnType<typeof systemContext>,
  { instanceId }: Grant,
  { columns, rows }: ShellSize,
): Promise<Shell> {
  const driver = await withSystem(ctx(), (tx) => drivers.driverFor(tx, instanceId))
  return driver.openShell(instanceId, { columns, rows }, { signal: AbortSignal.timeout(openingMs) })
}
