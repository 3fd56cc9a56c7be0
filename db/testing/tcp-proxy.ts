import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/** How the proxy treats connections while it has no server behind it. */
export type OutageKind =
  /** Accept and close at once, like HAProxy without a live server. */
  | 'closing'
  /**
   * Accept and never answer; the connection stays open after the outage, like behind a load balancer that lost its
   * state.
   */
  | 'silent'

export type TcpProxy = {
  /** The address with host and port replaced by the proxy's. */
  through(url: string): string
  /** Cut (or silence) every connection, and every new one, until `restore`. */
  loseServer(kind: OutageKind): void
  restore(): void
  /** New connections go to the server of this address; the others stay where they are. */
  lead(url: string): void
  close(): Promise<void>
}

/** A TCP proxy on loopback in front of the server of this address. */
export async function startTcpProxy(serverUrl: string): Promise<TcpProxy> {
  let target = new URL(serverUrl)
  const pairs = new Set<{ client: Socket; server: Socket }>()
  const held = new Set<Socket>()
  let outage: OutageKind | null = null

  const hold = (client: Socket) => {
    held.add(client)
    client.on('error', () => undefined)
    client.on('close', () => held.delete(client))
  }
  const listener = createServer((client) => {
    client.on('error', () => undefined)
    if (outage === 'closing') return client.destroy()
    if (outage === 'silent') return hold(client.resume())
    const server = connect(Number(target.port), target.hostname)
    const pair = { client, server }
    pairs.add(pair)
    server.on('error', () => undefined)
    client.on('close', () => server.destroy())
    server.on('close', () => {
      pairs.delete(pair)
      if (!held.has(client)) client.destroy()
    })
    client.pipe(server, { end: false })
    server.pipe(client, { end: false })
    return undefined
  })
  listener.listen(0, '127.0.0.1')
  await once(listener, 'listening')
  const { port } = listener.address() as AddressInfo

  return {
    through(url) {
      const proxied = new URL(url)
      proxied.hostname = '127.0.0.1'
      proxied.port = String(port)
      return proxied.toString()
    },
    loseServer(kind) {
      outage = kind
      for (const { client, server } of pairs) {
        if (kind === 'silent') {
          client.unpipe(server)
          server.unpipe(client)
          hold(client.resume())
        } else client.destroy()
        server.destroy()
      }
    },
    restore() {
      outage = null
    },
    lead(url) {
      target = new URL(url)
    },
    async close() {
      for (const { client } of pairs) client.destroy()
      for (const client of held) client.destroy()
      listener.close()
      await once(listener, 'close')
    },
  }
}
