import { type KeptPostgres, placeOf, startEmbeddedPostgres } from '../../db/embedded/index.ts'
import { type DataFolder, openDataFolder } from './data-folder.ts'
import { checkServer, type PreparationOptions, runAndromede } from './database.ts'
import { checkIncus } from './incus.ts'
import { type LogFile, openLogFile } from './log-file.ts'
import { checkMigrations, checkSecrets, dropUnfinishedDatabase } from './migration-check.ts'
import { checkPorts } from './ports.ts'
import { loadSecrets, type Secrets } from './secrets.ts'
import type { Settings } from './settings.ts'
import type { CleanUps, Report } from './until-stopped.ts'

/** A data folder locked by us, with its secrets and a database server that answers. */
export type OpenInstallation = {
  data: DataFolder
  secrets: Secrets
  /** Absent with the operator's own server. */
  embedded: KeptPostgres | undefined
  adminUrl: string
  /** The log of the start itself. */
  setUp: LogFile
  preparation: PreparationOptions
}

/** Check the ports, open the data folder and start the database. @throws StartRefusal in one line. */
export async function openInstallation(
  settings: Settings,
  signal: AbortSignal,
  cleanUps: CleanUps,
  report: Report,
): Promise<OpenInstallation> {
  await checkPorts(settings.host, {
    PORT: settings.port,
    OPERATOR_PORT: settings.operatorPort,
    CONSOLE_PORT: settings.consolePort,
    API_PORT: settings.apiPort,
  })
  if (settings.incusSocket !== undefined) await checkIncus(settings.incusSocket)
  const data = openDataFolder(settings.dataDir)
  cleanUps.push(data.release)
  const secrets = loadSecrets(data.folder)
  const setUp = openLogFile(data.logs, 'start')
  cleanUps.push(setUp.close)
  const embedded = await openDatabase(settings, data, cleanUps, report)
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
  return { data, secrets, embedded, adminUrl, setUp, preparation }
}

async function openDatabase(
  settings: Settings,
  data: DataFolder,
  cleanUps: CleanUps,
  report: Report,
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

/** Create or migrate the database, and fill the demonstration when the database is new. */
export async function prepareDatabase(
  settings: Settings,
  data: DataFolder,
  options: PreparationOptions,
  report: Report,
): Promise<void> {
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
