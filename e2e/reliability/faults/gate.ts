import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { connect, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'

export type Gate = {
  socketPath: string
  /** `closed` answers nothing and ends every connection; `slow` delays each answer. */
  set(state: 'open' | 'closed' | 'slow'): void
  stop(): void
}

const delayMs = 3_000

/** A socket before that of a real service, through which its network can fail. */
export async function openGate(servicePath: string): Promise<Gate> {
  const folder = mkdtempSync(path.join(tmpdir(), 'andromede-gate-'))
  const socketPath = path.join(folder, 'service.socket')
  const sockets = new Set<Socket>()
  let state: 'open' | 'closed' | 'slow' = 'open'
  const server = createServer((caller) => {
    if (state === 'closed') return caller.destroy()
    const service = connect(servicePath)
    for (const socket of [caller, service]) {
      sockets.add(socket)
      socket.on('error', () => undefined)
      socket.once('close', () => {
        sockets.delete(socket)
        caller.destroy()
        service.destroy()
      })
    }
    caller.pipe(service)
    service.on('data', (data) => {
      const pass = () => void (caller.destroyed || caller.write(data))
      if (state === 'slow') setTimeout(pass, delayMs)
      else pass()
    })
    return undefined
  })
  server.listen(socketPath)
  await once(server, 'listening')
  return {
    socketPath,
    set(next) {
      state = next
      if (next === 'closed') for (const socket of sockets) socket.destroy()
    },
    stop() {
      server.close()
      for (const socket of sockets) socket.destroy()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
