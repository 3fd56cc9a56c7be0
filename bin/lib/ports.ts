import { portState } from '../../db/embedded/free-port.ts'
import { StartRefusal } from '../../db/embedded/index.ts'

/** @throws StartRefusal naming the port that cannot be bound and the variable to change. */
export async function checkPorts(host: string, ports: Record<string, number>): Promise<void> {
  // A browser tries ::1 first for "localhost": a program there would answer instead of us.
  const hosts = host === '127.0.0.1' || host === 'localhost' ? ['127.0.0.1', '::1'] : [host]
  for (const [variable, port] of Object.entries(ports)) {
    for (const address of hosts) {
      const state = await portState(port, address)
      if (state === 'in_use') {
        throw new StartRefusal(`Port ${port} is in use; free it, or choose another with ${variable}=<port>.`)
      }
      if (state === 'forbidden') {
        throw new StartRefusal(
          `Port ${port} may not be used by this user; choose one above 1023 with ${variable}=<port>.`,
        )
      }
      if (state === 'no_such_address' && address === host) {
        throw new StartRefusal(`HOST=${host} is not an address of this machine.`)
      }
    }
  }
}
