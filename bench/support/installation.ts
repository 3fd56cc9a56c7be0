import { setTimeout as wait } from 'node:timers/promises'
import { startTestInstallation, type TestInstallation } from '../../e2e/installation.ts'
import { treeSeconds } from './process-cpu.ts'

const idleLookMs = 2_000
const idleShare = 0.1

/**
 * Run `work` against a separate installation: production build, demonstration, throwaway database, free ports.
 * `work` must import modules of `e2e/support` itself: they read the addresses at import.
 */
export async function withInstallation<T>(
  work: (portalUrl: string, pids: TestInstallation['pids']) => Promise<T>,
): Promise<T> {
  const installation = await startTestInstallation()
  try {
    Object.assign(process.env, installation.environment)
    await untilIdle(installation.pids)
    return await work(installation.portalUrl, installation.pids)
  } finally {
    await installation.stop()
  }
}

/** A fresh worker prints the demonstration's documents, which uses one core until it is done. */
async function untilIdle(pids: TestInstallation['pids']): Promise<void> {
  for (;;) {
    const before = treeSeconds(pids().worker)
    await wait(idleLookMs)
    if (treeSeconds(pids().worker) - before < (idleShare * idleLookMs) / 1_000) return
  }
}
