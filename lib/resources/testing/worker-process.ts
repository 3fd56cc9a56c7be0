import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import path from 'node:path'
import { testEncryptionKey } from '~/db/testing/template'
import type { TestDatabase } from '~/db/testing/test-database'

/** A program of an installation that runs as a process of its own. */
export type WorkerProcess = {
  /** Resolves when the process reports that it is ready. */
  ready: Promise<void>
  exited: Promise<{ code: number | null; signal: NodeJS.Signals | null }>
  kill(signal: NodeJS.Signals): void
  pid: number
}

/** What a worker needs of a database. */
type WorkerDatabase = { urls: Pick<TestDatabase['urls'], 'worker'>; roleUrl: TestDatabase['roleUrl'] }

const root = path.resolve(import.meta.dirname, '../../..')

let programs: string | undefined

/** The programs from the current sources, bundled as in production: built once per test process. */
function bundledPrograms(): string {
  if (programs === undefined) {
    const folder = `test-results/worker-${process.pid}`
    execFileSync(process.execPath, ['bin/bundle.mjs', folder], { cwd: root })
    programs = path.join(folder, 'programs')
  }
  return programs
}

/** A real worker, as in production, on a test's database. Its errors go to our stderr. */
export const startWorkerProcess = (
  database: WorkerDatabase,
  env: Record<string, string> = {},
): WorkerProcess => startProgram('worker', 'worker ready', database, env)

/** A real console gateway, likewise; it needs a `CONSOLE_PORT`. */
export const startConsoleProcess = (database: TestDatabase, env: Record<string, string>): WorkerProcess =>
  startProgram('console', 'console gateway ready', database, env)

function startProgram(
  name: 'worker' | 'console',
  readyLine: string,
  database: WorkerDatabase,
  env: Record<string, string>,
): WorkerProcess {
  const program = path.join(bundledPrograms(), `${name}.mjs`)
  const child: ChildProcess = spawn(process.execPath, [program], {
    cwd: root,
    env: {
      PATH: process.env.PATH ?? '',
      NODE_ENV: 'production',
      ANDROMEDE_TESTING: '1',
      TZ: 'UTC',
      LOG_LEVEL: 'info',
      DATABASE_URL: database.urls.worker,
      QUEUE_DATABASE_URL: database.roleUrl('andromede_queue'),
      SIMULATOR_DATABASE_URL: database.roleUrl('andromede_simulator'),
      ENCRYPTION_KEY: testEncryptionKey,
      PORTAL_URL: 'http://localhost:3000',
      OPERATOR_URL: 'http://localhost:3001',
      DATABASE_POOL_SIZE: '8',
      ...env,
    } as NodeJS.ProcessEnv,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const exited = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) =>
    child.once('exit', (code, signal) => resolve({ code, signal })),
  )
  const ready = new Promise<void>((resolve, reject) => {
    let said = ''
    child.stdout?.on('data', (chunk: Buffer) => {
      said += chunk
      if (said.includes(`"${readyLine}"`)) resolve()
      for (const line of said.split('\n').filter((each) => /"level":(50|60)/.test(each))) console.error(line)
      said = said.slice(said.lastIndexOf('\n') + 1)
    })
    void exited.then((how) =>
      reject(new Error(`the ${name} ended before it was ready: ${JSON.stringify(how)}`)),
    )
  })
  // A test that kills the process on purpose does not wait for it to be ready.
  ready.catch(() => undefined)
  return { ready, exited, kill: (signal) => child.kill(signal), pid: child.pid ?? 0 }
}
