import { chmodSync, chownSync, mkdirSync } from 'node:fs'
import path from 'node:path'
import { readVariable } from '../../lib/kernel/configuration/read.ts'
import type { RunUser } from './run-user.ts'

/** Longest socket address that all supported systems accept. */
const addressMaxBytes = 103

/** PostgreSQL's naming scheme. */
export const socketAddress = (folder: string, port: number | string) => path.join(folder, `.s.PGSQL.${port}`)

/**
 * Folder of the socket for the server of `cluster`: next to the cluster, where only the owner creates files, so that
 * no other user can impersonate the server, and which every process with a password may enter. Null when the address
 * would be too long: the server is then reachable by TCP only.
 */
export function socketFolderOf(cluster: string, port: number): string | null {
  const folder = `${cluster}-socket`
  return Buffer.byteLength(socketAddress(folder, port)) <= addressMaxBytes ? folder : null
}

/** Create `folder` for the sockets of a server that runs as `user`, or correct its modes. */
export function makeSocketFolder(folder: string, user: RunUser): void {
  mkdirSync(folder, { recursive: true })
  if (user !== undefined) chownSync(folder, user.uid, user.gid)
  chmodSync(folder, 0o711)
}

/**
 * Driver option that reaches an embedded server through its socket (`DATABASE_SOCKET_FOLDER`), which takes a tenth
 * of the time of a short transaction over TCP.
 */
export function socketOf(url: string): { path?: string } {
  const folder = readVariable('DATABASE_SOCKET_FOLDER')
  const { hostname, port } = new URL(url)
  return folder && hostname === '127.0.0.1' && port ? { path: socketAddress(folder, port) } : {}
}

/**
 * Socket lock files of earlier runs: PostgreSQL would not start if the process id in one now belongs to another
 * program.
 */
export const isSocketFile = (name: string) => name.startsWith('.s.PGSQL.')
