import { rm } from 'node:fs/promises'
import { createServer, request as httpRequest } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** `before`: the request never reaches the hypervisor. `after`: it does, and its answer is lost. */
export type Cut = { at: number; when: 'before' | 'after' }

/**
 * A connection to a real hypervisor that breaks once, at the request with this number (from 1). Call `arm` before the
 * call under test; `count` returns how many requests have passed since.
 */
export async function startCuttingProxy(hypervisorSocketPath: string) {
  const socketPath = join(tmpdir(), `cutting-${crypto.randomUUID()}.socket`)
  let count = 0
  let cut: Cut | null = null
  const server = createServer((incoming, outgoing) => {
    count += 1
    const isHere = cut?.at === count
    if (isHere && cut?.when === 'before') return incoming.socket.destroy()
    const { method, url, headers } = incoming
    const forwarded = httpRequest(
      { socketPath: hypervisorSocketPath, method, path: url, headers },
      (answer) => {
        if (isHere) {
          answer.resume().once('end', () => incoming.socket.destroy())
          return
        }
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers)
        answer.pipe(outgoing)
      },
    )
    forwarded.once('error', () => incoming.socket.destroy())
    incoming.pipe(forwarded)
  })
  await new Promise<void>((resolve) => server.listen(socketPath, resolve))
  return {
    socketPath,
    arm(next: Cut | null) {
      count = 0
      cut = next
    },
    count: () => count,
    async stop() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await rm(socketPath, { force: true })
    },
  }
}
