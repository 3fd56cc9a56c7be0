import type { Kind } from './kinds.ts'

/** `start` is `npm start` and `npm run dev`; `prepare` are prepare-database and migrate, `command` other commands. */
export const processNames = [
  'portal',
  'operator',
  'worker',
  'console',
  'api',
  'grant',
  'prepare',
  'command',
  'start',
] as const
export type ProcessName = (typeof processNames)[number]

export type Variable = {
  kind: Kind
  /** Where another kind than `kind` applies. */
  kindIn?: Partial<Record<ProcessName, Kind>>
  /** The processes that read it. */
  use: readonly ProcessName[]
  /** The processes that do not start without it. */
  required?: readonly ProcessName[]
  /** Another variable that takes its place. */
  unless?: 'KEYRING'
  /** Used when it is not set. */
  fallback?: string
  /** A fallback that depends on the process or the machine, for people. */
  fallbackIn?: Partial<Record<ProcessName, string>>
  /** Its value is never shown, and it may come from a file that `NAME_FILE` names. */
  isSecret?: true
  /** For load and crash tests: refused in production. */
  isForTests?: true
  /** Set by one of our processes for another. */
  isInternal?: true
  about: string
}

export const sites = ['portal', 'operator'] as const
export const servers = ['portal', 'operator', 'worker', 'console', 'api'] as const
export const preparations = ['grant', 'prepare'] as const
export const withDatabase = [...servers, 'command'] as const
