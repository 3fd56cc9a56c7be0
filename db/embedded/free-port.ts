import { createServer } from 'node:net'

export type PortState = 'free' | 'in_use' | 'forbidden' | 'no_such_address'

const stateByError: Record<string, PortState> = {
  EADDRINUSE: 'in_use',
  EACCES: 'forbidden',
  EADDRNOTAVAIL: 'no_such_address',
  EAFNOSUPPORT: 'no_such_address',
  ENOTFOUND: 'no_such_address',
}

/** Whether `port` can be bound at `host` now; another process may take it before the caller does. */
export function portState(port: number, host: string): Promise<PortState> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', (error: NodeJS.ErrnoException) => {
      const state = stateByError[error.code ?? '']
      if (state === undefined) reject(error)
      else resolve(state)
    })
    probe.listen({ port, host, exclusive: true }, () => probe.close(() => resolve('free')))
  })
}

/** A free port of 127.0.0.1; another process may take it before the caller does. */
export function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen({ port: 0, host: '127.0.0.1' }, () => {
      const address = probe.address()
      probe.close(() =>
        typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no port')),
      )
    })
  })
}
