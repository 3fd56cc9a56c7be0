import { fork } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'

export type DiscardingCollector = { url: string; stop(): Promise<void> }

/** Its parsing would be counted as work of the process that traces, were it in the same one. */
export async function startDiscardingCollector(): Promise<DiscardingCollector> {
  const child = fork(path.join(import.meta.dirname, 'discarding-collector.mjs'), {
    execArgv: [],
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  })
  const exited = once(child, 'exit')
  const [line] = (await once(child.stdout as NonNullable<typeof child.stdout>, 'data')) as [Buffer]
  return {
    url: line.toString().trim(),
    async stop() {
      child.disconnect()
      await exited
    },
  }
}
