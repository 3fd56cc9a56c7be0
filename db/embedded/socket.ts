import path from 'node:path'

/** What the address of a socket may have on every system that the database runs on. */
const addressMaxBytes = 103

/** As PostgreSQL names it. */
export const socketAddress = (folder: string, port: number | string) => path.join(folder, `.s.PGSQL.${port}`)

/**
 * Where the server of `cluster` keeps its socket: in the cluster itself, which nobody but its owner may enter, so that
 * nobody else can answer in its place. Null where the address would be too long: it is reached by TCP alone then.
 */
export function socketFolderOf(cluster: string, port: number): string | null {
  return Buffer.byteLength(socketAddress(cluster, port)) <= addressMaxBytes ? cluster : null
}

/** Files of sockets of earlier runs: PostgreSQL would not start over one whose process number is another program's now. */
export const isSocketFile = (name: string) => name.startsWith('.s.PGSQL.')
