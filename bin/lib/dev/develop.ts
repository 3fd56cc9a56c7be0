import path from 'node:path'
import { StartRefusal } from '../../../db/embedded/index.ts'
import { loadConfiguration } from '../../../lib/kernel/configuration/load.ts'
import { bundleCustomerCli, customerCliOf } from '../bundle-cli.ts'
import {
  allHealthy,
  type InstallationOptions,
  startApi,
  startConsoles,
  startWorker,
} from '../installation.ts'
import { type OpenInstallation, openInstallation, prepareDatabase } from '../open-installation.ts'
import { roleUrls } from '../roles.ts'
import { root } from '../root.ts'
import { readSettings, type Settings } from '../settings.ts'
import { type CleanUps, runUntilStopped, waitForTheEnd } from '../until-stopped.ts'
import { printWelcome } from '../welcome.ts'
import { startDevelopmentSite, warmUpPortal } from './development-site.ts'
import { watchPrograms } from './watch-programs.ts'

/** Separate from those of `npm start`, so that experiments with one do not affect the data of the other. */
const folders = { dataDir: '.data-dev', distDir: '.next-dev' }
const report = (line: string) => console.log(`andromede: ${line}`)

/**
 * Run both sites under `next dev`, and worker, API and console gateway from their sources, until Ctrl-C. @returns the
 * exit code
 */
export function develop(): Promise<number> {
  return runUntilStopped(report, async (signal, cleanUps) => {
    loadConfiguration('start')
    const settings = readSettings(process.argv.slice(2), root, folders)
    const opened = await openInstallation(settings, signal, cleanUps, report)
    return runDevelopment(settings, opened, signal, cleanUps)
  })
}

async function runDevelopment(
  settings: Settings,
  { data, secrets, embedded, adminUrl, preparation }: OpenInstallation,
  signal: AbortSignal,
  cleanUps: CleanUps,
): Promise<number> {
  const options: InstallationOptions = {
    ...settings,
    logs: data.logs,
    databases: roleUrls(adminUrl, secrets.rolePasswords),
    databaseSocketFolder: embedded?.socketFolder ?? undefined,
    secrets,
    isEmbedded: embedded !== undefined,
    report,
    signal,
  }
  // The sites' compiler needs no database, so it starts while the demonstration is being filled.
  const sites = (['portal', 'operator'] as const).map((surface) => startDevelopmentSite(options, surface))
  cleanUps.push(async () => void (await Promise.all(sites.map((site) => site.stop(30_000)))))
  void warmUpPortal(options, signal)
  await bundleCustomerCli(customerCliOf(path.join(settings.distDir, 'portal')))
  const programs = watchPrograms(path.join(settings.distDir, 'programs'), report)
  cleanUps.push(programs.stop)
  await Promise.all([prepareDatabase(settings, data, preparation, report), programs.firstBuild])

  const consoles = startConsoles(options)
  cleanUps.push(() => consoles.stop(12_000))
  const api = startApi(options)
  cleanUps.push(() => api.stop(12_000))
  const lost = Promise.race([consoles, api, ...sites].map((each) => each.lost))
  await Promise.race([
    allHealthy(options),
    lost.then((reason) => {
      throw new StartRefusal(`${reason}.`)
    }),
  ])
  const worker = startWorker(options)
  cleanUps.push(() => worker.stop(15_000))
  programs.onChange({
    worker: () => worker.restart(15_000),
    console: () => consoles.restart(12_000),
    api: () => api.restart(12_000),
  })
  await printWelcome(settings, preparation, [`Parts     ${settings.portalUrl}/dev/components`])
  return waitForTheEnd(signal, lost, embedded)
}
