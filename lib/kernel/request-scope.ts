import { AsyncLocalStorage } from 'node:async_hooks'

/**
 * What this process does now, for logs and metrics: one request, job, saga or run of a sweeper. Has no personal data.
 * Values become known on the way: the scope is changed in place.
 */
export type Scope = {
  requestId?: string
  route?: string
  /** The exported name of a server action. */
  action?: string
  organisationId?: string
  jobId?: string
  task?: string
  sagaId?: string
  sweeper?: string
}

const key = Symbol.for('andromede.scope')
const holder = globalThis as { [key]?: AsyncLocalStorage<Scope> }
/** One for the two bundles of a site: its server begins the scope that pages and actions read. */
holder[key] ??= new AsyncLocalStorage<Scope>()
const storage = holder[key]

/** Runs `run` in a scope of its own: a saga that a job woke is no part of that job. */
export function inScope<T>(scope: Scope, run: () => T): T {
  return storage.run({ ...scope }, run)
}

/** The scope of the running call; undefined outside all. */
export const currentScope = (): Scope | undefined => storage.getStore()

/** Adds what became known to the current scope. */
export function addToScope(known: Scope): void {
  const scope = storage.getStore()
  if (scope) Object.assign(scope, known)
}
