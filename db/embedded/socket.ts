import { chmodSync, chownSync, mkdirSync } from 'node:fs'
import path from 'node:path'
import type { RunUser } from './run-user.ts'

/** What the address of a socket may have on every system that the database runs on. */
const addressMaxBytes = 103

/** As PostgreSQL names it. */
export const socketAddress = (folder: string, port: number | string) => path.join(folder, `.s.PGSQL.${port}`)

/**
 * Where the server of `cluster` keeps its socket: in a folder beside it in which its owner alone makes files, so that
 * nobody else can answer in its place, and through which every process that has a password may pass. Null where the address
 * would be too long: the server is reached by TCP alone then.
 */
export function socketFolderOf(cluster: string, port: number): string | null {
  const folder = `${cluster}-socket`
  return Buffer.byteLength(socketAddress(folder, port)) <= addressMaxBytes ? folder : null
}

/** Makes `folder` for the sockets of a server that runs as `user`, or gives it the modes it should have. */
export function makeSocketFolder(folder: string, user: RunUser): void {
  mkdirSync(folder, { recursive: true })
  if (user !== undefined) chownSync(folder, user.uid, user.gid)
  chmodSync(folder, 0o711)
}

/**
 * How the driver is told to reach a server past TCP, which takes a tenth of the time of a short transaction: where
 * `DATABASE_SOCKET_FOLDER` says that the embedded one keeps its socket, for addresses on it.
 */
export function socketOf(url: string): { path?: string } {
  const folder = process.env.DATABASE_SOCKET_FOLDER
  const { hostname, port } = new URL(url)
  return folder && hostname === '127.0.0.1' && port ? { path: socketAddress(folder, port) } : {}
}

/** Files of sockets of earlier runs: PostgreSQL would not start over one whose process number is another program's now. */
export const isSocketFile = (name: string) => name.startsWith('.s.PGSQL.')
