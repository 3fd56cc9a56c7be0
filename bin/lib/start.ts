import { type KeptPostgres, placeOf, StartRefusal, startEmbeddedPostgres } from '../../db/embedded/index.ts'
import { build, isBuilt } from './build.ts'
import { type DataFolder, openDataFolder } from './data-folder.ts'
import { checkServer, type PreparationOptions, runAndromede } from './database.ts'
import { checkIncus } from './incus.ts'
import { startInstallation } from './installation.ts'
import { Interrupted, watchInterruptions } from './interruption.ts'
import { openLogFile } from './log-file.ts'
import { checkMigrations, checkSecrets, dropUnfinishedDatabase } from './migration-check.ts'
import { checkPorts } from './ports.ts'
import { roleUrls } from './roles.ts'
import { root } from './root.ts'
import { loadSecrets } from './secrets.ts'
import { readSettings, type Settings } from './settings.ts'
import { chooseSiteUsers } from './site-user.ts'
import { printWelcome } from './welcome.ts'

const report = (line: string) => console.log(`andromede: ${line}`)

/** Run a whole installation until it is told to stop; returns the exit code. */
export async function start(): Promise<number> {
  const signal = watchInterruptions(report)
  const cleanUps: (() => Promise<void> | void)[] = []
  try {
    const settings = readSettings(process.env, process.argv.slice(2), root)
    await checkPorts(settings.host, {
      PORT: settings.port,
      OPERATOR_PORT: settings.operatorPort,
      CONSOLE_PORT: settings.consolePort,
    })
    if (settings.incusSocket !== undefined) await checkIncus(settings.incusSocket)
    const data = openDataFolder(settings.dataDir)
    cleanUps.push(data.release)
    return await runInstallation(settings, data, signal, cleanUps)
  } catch (error) {
    if (error instanceof Interrupted) return 0
    if (!(error instanceof StartRefusal)) throw error
    console.error(`andromede: ${error.message}`)
    return 1
  } finally {
    if (signal.aborted) report('stopping')
    for (const cleanUp of cleanUps.reverse()) await cleanUp()
    if (signal.aborted) report('stopped')
  }
}

async function runInstallation(
  settings: Settings,
  data: DataFolder,
  signal: AbortSignal,
  cleanUps: (() => Promise<void> | void)[],
): Promise<number> {
  const secrets = loadSecrets(data.folder)
  const setUp = openLogFile(data.logs, 'start')
  cleanUps.push(setUp.close)
  const embedded = await openDatabase(settings, data, cleanUps)
  const adminUrl = embedded?.adminUrl ?? settings.databaseUrl ?? ''
  await checkSecrets(adminUrl, settings.databaseUrl === undefined ? data.folder : 'DATABASE_URL', secrets)
  signal.throwIfAborted()

  const preparation = {
    ...settings,
    adminUrl,
    secrets,
    isEmbedded: embedded !== undefined,
    databasePlace: embedded && placeOf(data.folder),
    log: setUp.write,
    signal,
  }
  // The build needs no database: on a first start the two go on side by side.
  const work = new AbortController()
  const either = AbortSignal.any([signal, work.signal])
  const building = buildIfNeeded(settings, secrets.serverActionsKey, setUp.write, either)
  const preparing = prepare(settings, data, { ...preparation, signal: either })
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

async function openDatabase(
  settings: Settings,
  data: DataFolder,
  cleanUps: (() => Promise<void> | void)[],
): Promise<KeptPostgres | undefined> {
  if (settings.databaseUrl !== undefined) {
    await checkServer(settings.databaseUrl)
    await checkMigrations(settings.databaseUrl, 'DATABASE_URL')
    return undefined
  }
  const log = openLogFile(data.logs, 'postgres')
  const embedded = await startEmbeddedPostgres(data.folder, { log: log.write, report })
  cleanUps.push(async () => {
    await embedded.stop()
    log.close()
  })
  if (data.isPrepared) await checkMigrations(embedded.adminUrl, data.folder)
  else await dropUnfinishedDatabase(embedded.adminUrl)
  return embedded
}

async function prepare(settings: Settings, data: DataFolder, options: PreparationOptions): Promise<void> {
  const answer = await runAndromede('Preparing the database', ['prepare-database'], options)
  const isNew = answer.trim().endsWith('new')
  if (isNew && settings.seedDemonstration) {
    report('filling the demonstration')
    await runAndromede('Filling the demonstration', ['seed'], options)
  }
  if (settings.incusSocket !== undefined) {
    report((await runAndromede('Binding the zone of INCUS_SOCKET', ['bind-incus'], options)).trim())
  }
  if (options.isEmbedded) data.markPrepared()
}

async function buildIfNeeded(
  settings: Settings,
  serverActionsKey: string,
  log: (line: string) => void,
  signal: AbortSignal,
): Promise<void> {
  if (isBuilt(settings.distDir)) return
  report('building, since this is the first start or sources have changed')
  const startedAt = performance.now()
  await build({ distDir: settings.distDir, serverActionsKey, log, signal })
  report(`built in ${Math.round((performance.now() - startedAt) / 1000)} s`)
}

async function waitForTheEnd(
  signal: AbortSignal,
  processLost: Promise<string>,
  embedded: KeptPostgres | undefined,
): Promise<number> {
  const interrupted = new Promise<undefined>((resolve) => {
    if (signal.aborted) resolve(undefined)
    signal.addEventListener('abort', () => resolve(undefined), { once: true })
  })
  const lost = await Promise.race([interrupted, processLost, ...(embedded ? [embedded.lost] : [])])
  if (lost === undefined || signal.aborted) return 0
  console.error(`andromede: ${lost}; stopping everything`)
  return 1
}
