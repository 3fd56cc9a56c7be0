import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

export type Wire = {
  url: string
  hold(): void
  release(): void
  /** Stop listening; clients may use the server's own socket again. */
  cut(): Promise<void>
}

/**
 * Record all traffic between clients and the server of `url` until it is cut. Client messages go through `say`, if
 * given. Meanwhile clients do not use the server's own socket, which would bypass the wire.
 */
export async function openWire(
  url: string,
  say?: (bytes: Buffer, near: Socket, far: Socket) => void,
): Promise<Wire> {
  const { hostname, port } = new URL(url)
  const sockets = new Set<Socket>()
  const server = createServer((near) => {
    const far = connect(Number(port), hostname)
    for (const socket of [near, far]) {
      sockets.add(socket)
      socket.on('error', () => undefined)
    }
    far.pipe(near)
    if (say) near.on('data', (bytes) => say(bytes, near, far))
    else near.pipe(far)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const nearUrl = new URL(url)
  nearUrl.hostname = '127.0.0.1'
  nearUrl.port = String((server.address() as AddressInfo).port)
  const folder = process.env.DATABASE_SOCKET_FOLDER
  delete process.env.DATABASE_SOCKET_FOLDER
  return {
    url: nearUrl.href,
    hold() {
      for (const socket of sockets) socket.pause()
    },
    release() {
      for (const socket of sockets) socket.resume()
    },
    async cut() {
      for (const socket of sockets) socket.destroy()
      await new Promise<void>((resolve) => server.close(() => resolve()))
      if (folder) process.env.DATABASE_SOCKET_FOLDER = folder
    },
  }
}
