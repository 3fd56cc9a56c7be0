import { setTimeout as pause } from 'node:timers/promises'
import { rawTransaction } from '~/db/client'
import { isDatabaseLost, isStandbyError } from '~/db/connections/lost-database'
import { fitOfSchema } from '~/db/migrator/fit-of-schema'
import { sqlState } from '~/lib/kernel/errors'
import { log } from '~/lib/kernel/log'
import type { Surface } from '~/lib/kernel/op-context'
import { readPreparation } from './queries/preparation'

/** `unknown`: an earlier check failed, so this one was not made. */
export type Outcome = 'ok' | 'failed' | 'unknown'
export type Checks = {
  /** The pool of this process's role answers. */
  pool: Outcome
  /** Its server accepts writes: it is no standby. */
  primary: Outcome
  /** The database has what this process needs, and still supports a process of its age. */
  schema: Outcome
  /** The role's time limits and its read-only default are in force, which a restore or a pooler may lose. */
  settings: Outcome
}

const silent: Checks = { pool: 'failed', primary: 'unknown', schema: 'unknown', settings: 'unknown' }
const standby: Checks = { ...silent, pool: 'ok', primary: 'failed' }
const unprepared: Checks = { ...silent, pool: 'ok', primary: 'ok', schema: 'failed' }

const answerMs = 2_000
const freshMs = 500

/**
 * Returns a function that checks what every request of this process needs, by a transaction like theirs. Anyone may
 * ask: within half a second all callers share one transaction, and while one is not answered no other begins.
 */
export function openReadiness(surface: Surface, limitMs = answerMs): () => Promise<Checks> {
  let last: { checks: Promise<Checks>; endedAt: number | null } | null = null
  let reported = 'ready'

  function begin() {
    const begun: NonNullable<typeof last> = { checks: runChecks(surface), endedAt: null }
    void begun.checks.then(() => {
      begun.endedAt = performance.now()
    })
    return begun
  }

  return async () => {
    const isOld = last?.endedAt != null && performance.now() - last.endedAt > freshMs
    if (last === null || isOld) last = begin()
    const answered = new AbortController()
    const late = pause(limitMs, silent, { signal: answered.signal, ref: false }).catch(() => silent)
    const checks = await Promise.race([last.checks, late])
    answered.abort()
    const state = Object.entries(checks).find(([, outcome]) => outcome === 'failed')?.[0] ?? 'ready'
    if (state !== reported) log.warn({ checks }, state === 'ready' ? 'ready again' : 'not ready')
    reported = state
    return checks
  }
}

async function runChecks(surface: Surface): Promise<Checks> {
  const expected = process.env.SCHEMA_VERSION
  try {
    const { hasSettings, ...found } = await rawTransaction(surface, readPreparation)
    const fit = fitOfSchema(expected, found)
    if (fit !== 'fits') log.warn({ expected, ...found, fit }, 'the schema of the database does not fit')
    if (!hasSettings) log.warn('the settings of the role are not in force: run prepare-database')
    return {
      pool: 'ok',
      primary: 'ok',
      schema: fit === 'fits' ? 'ok' : 'failed',
      settings: hasSettings ? 'ok' : 'failed',
    }
  } catch (error) {
    log.warn({ err: error }, 'the database is not ready')
    if (isStandbyError(error)) return standby
    // A server that answers with another error has no tables of ours yet.
    return isDatabaseLost(error) || !sqlState(error) ? silent : unprepared
  }
}

const opened = new Map<Surface, () => Promise<Checks>>()

/** The checks of this process, which serves one surface. */
export function checkReadiness(surface: Surface): Promise<Checks> {
  const check = opened.get(surface) ?? openReadiness(surface)
  opened.set(surface, check)
  return check()
}
