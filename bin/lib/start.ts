import { loadConfiguration } from '../../lib/kernel/configuration/load.ts'
import { build, isBuilt } from './build.ts'
import { startInstallation } from './installation.ts'
import { type OpenInstallation, openInstallation, prepareDatabase } from './open-installation.ts'
import { roleUrls } from './roles.ts'
import { root } from './root.ts'
import { readSettings, type Settings } from './settings.ts'
import { chooseSiteUsers } from './site-user.ts'
import { type CleanUps, runUntilStopped, waitForTheEnd } from './until-stopped.ts'
import { printWelcome } from './welcome.ts'

const report = (line: string) => console.log(`andromede: ${line}`)

/** Run a whole installation until it is stopped; returns the exit code. */
export function start(): Promise<number> {
  return runUntilStopped(report, async (signal, cleanUps) => {
    loadConfiguration('start')
    const settings = readSettings(process.argv.slice(2), root)
    const opened = await openInstallation(settings, signal, cleanUps, report)
    return runInstallation(settings, opened, signal, cleanUps)
  })
}

async function runInstallation(
  settings: Settings,
  { data, secrets, embedded, adminUrl, setUp, preparation }: OpenInstallation,
  signal: AbortSignal,
  cleanUps: CleanUps,
): Promise<number> {
  // The build needs no database: on a first start both run in parallel.
  const work = new AbortController()
  const either = AbortSignal.any([signal, work.signal])
  const building = buildIfNeeded(settings, setUp.write, either)
  const preparing = prepareDatabase(settings, data, { ...preparation, signal: either }, report)
  try {
    await Promise.all([building, preparing])
  } catch (error) {
    work.abort(error)
    await Promise.allSettled([building, preparing])
    throw error
  }

  const sites = chooseSiteUsers(data.folder)
  if (sites.warning) report(sites.warning)
  const installation = await startInstallation({
    ...settings,
    siteUsers: sites.users,
    logs: data.logs,
    databases: roleUrls(adminUrl, secrets.rolePasswords),
    databaseSocketFolder: embedded?.socketFolder ?? undefined,
    secrets,
    isEmbedded: embedded !== undefined,
    report,
    signal,
  })
  cleanUps.push(installation.stop)
  await printWelcome(settings, preparation)
  return waitForTheEnd(signal, installation.lost, embedded)
}

async function buildIfNeeded(
  settings: Settings,
  log: (line: string) => void,
  signal: AbortSignal,
): Promise<void> {
  if (isBuilt(settings.distDir)) return
  report('building, since this is the first start or sources have changed')
  const startedAt = performance.now()
  await build({ distDir: settings.distDir, log, signal })
  report(`built in ${Math.round((performance.now() - startedAt) / 1000)} s`)
}
