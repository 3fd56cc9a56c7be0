import type { CallOptions } from '../port/driver'
import { DriverError } from '../port/driver-error'
import { hypervisorName } from '../port/names'
import type { Shell, ShellSize } from '../port/shell'
import { followPath } from './follow-path'
import { read } from './observe'
import { getOwnInstance } from './own-objects'
import { findInstance, listAttachedVolumes, listCardsOf, type SimulatedInstance } from './queries/index'
import { instanceTarget, type Simulator, transact } from './simulator'
import { type Outcome, readUrl, runCommand } from './terminal/commands'
import { createLineEditor } from './terminal/line-editor'
import type { Process } from './terminal/machine'

/** How soon a shell notices that its server is gone. */
const watchMs = 1_000
const firstProcessId = 100

/** Processes in the shells of each server, opened by this process. */
const processes = new Map<string, Process[]>()
let lastProcessId = firstProcessId

/** A small shell that shows the server's rows and states that it is simulated. */
export async function openShell(
  simulator: Simulator,
  resourceId: string,
  size: ShellSize,
  options: CallOptions,
): Promise<Shell> {
  const name = hypervisorName(resourceId)
  const instance = await read(simulator, instanceTarget(name), options, (tx) =>
    getOwnInstance(tx, simulator, resourceId),
  )
  if (instance.power !== 'running' && instance.power !== 'rescue')
    throw new DriverError('state_forbids', { rawText: `the instance is ${instance.power}` })
  return startShell(simulator, instance, size)
}

/** The shell belongs to the system that ran when it was opened, the server or its rescue system, and ends with it. */
function startShell(
  simulator: Simulator,
  { name, power }: Pick<SimulatedInstance, 'name' | 'power'>,
  firstSize: ShellSize,
): Shell {
  let size = firstSize
  let take: ((bytes: Uint8Array) => void) | null = null
  let isPaused = false
  let isOver = false
  let waiting = ''
  let lastExitCode = 0
  let sleeping: { timer: NodeJS.Timeout; wake(): void } | null = null
  /** Lines run one after the other. */
  let work = Promise.resolve()
  const own = enter(name, '-sh')
  let resolveEnd: (end: { exitCode: number | null }) => void = () => undefined
  const closed = new Promise<{ exitCode: number | null }>((resolve) => {
    resolveEnd = resolve
  })

  const flush = () => {
    if (!take || isPaused || waiting === '') return
    const bytes = new TextEncoder().encode(waiting)
    waiting = ''
    take(bytes)
  }
  const write = (text: string) => {
    if (isOver) return
    waiting += text
    flush()
  }
  const prompt = () => write(`root@${power === 'rescue' ? `${name}-rescue` : name}:~# `)
  const end = (exitCode: number | null) => {
    if (isOver) return
    flush()
    isOver = true
    clearInterval(watch)
    sleeping?.wake()
    leave(name, own)
    resolveEnd({ exitCode })
  }

  async function obey(line: string): Promise<void> {
    for (const text of line.split(';')) {
      if (isOver) return
      const outcome = await perform(text)
      lastExitCode = outcome.exitCode
      if (outcome.isExit) return end(outcome.exitCode)
    }
    prompt()
  }
  async function perform(text: string): Promise<Outcome> {
    const found = await transact(simulator, async (tx) => {
      const instance = await findInstance(tx, name)
      if (!instance) return null
      const [, ...further] = await listCardsOf(tx, instance)
      const url = readUrl(text)
      return {
        instance,
        volumes: await listAttachedVolumes(tx, name),
        moreAddresses: further.map(({ address }) => address),
        met: url ? await followPath(tx, instance, url) : undefined,
      }
    })
    if (found?.instance.power !== power) {
      end(null)
      return { text: '', exitCode: 1 }
    }
    const machine = { ...found, processes: runningOn(name), now: simulator.now() }
    const outcome = runCommand(text, { machine, size, lastExitCode })
    write(outcome.text.replaceAll('\n', '\r\n'))
    if (outcome.sleepSeconds !== undefined && !isOver) await sleep(text.trim(), outcome.sleepSeconds)
    return outcome
  }
  async function sleep(command: string, seconds: number): Promise<void> {
    const process = enter(name, command)
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, seconds * 1000).unref()
      sleeping = {
        timer,
        wake() {
          clearTimeout(timer)
          resolve()
        },
      }
    })
    sleeping = null
    leave(name, process)
  }
  // A brief absence of the datacenter ends no shell; a missing server does.
  const watch = setInterval(() => {
    const look = transact(simulator, (tx) => findInstance(tx, name))
    look.then(
      (instance) => {
        if (instance?.power !== power) end(null)
      },
      () => undefined,
    )
  }, watchMs).unref()

  const editor = createLineEditor({
    write,
    onLine(line) {
      work = work.then(() => obey(line)).catch(() => end(null))
    },
    onInterrupt() {
      if (sleeping) sleeping.wake()
      else prompt()
    },
    onEnd: () => end(lastExitCode),
  })
  write('This server is simulated; `help` says what its shell knows.\r\n')
  prompt()

  return {
    closed,
    async write(bytes) {
      if (!isOver) editor.take(bytes)
    },
    resize(next) {
      size = next
    },
    onData(taker) {
      take = taker
      flush()
    },
    pause() {
      isPaused = true
    },
    resume() {
      isPaused = false
      flush()
    },
    close: () => end(null),
  }
}

function enter(name: string, command: string): Process {
  lastProcessId += 1
  const process = { id: lastProcessId, command }
  processes.set(name, [...(processes.get(name) ?? []), process])
  return process
}

function leave(name: string, process: Process): void {
  const others = (processes.get(name) ?? []).filter((each) => each !== process)
  if (others.length > 0) processes.set(name, others)
  else processes.delete(name)
}

const runningOn = (name: string): Process[] => [
  { id: 1, command: '/sbin/init' },
  ...(processes.get(name) ?? []),
  { id: lastProcessId + 1, command: 'ps' },
]
