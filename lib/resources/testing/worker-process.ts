import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import path from 'node:path'
import { testEncryptionKey } from '~/db/testing/template'
import type { TestDatabase } from '~/db/testing/test-database'

export type WorkerProcess = {
  /** Resolves when the process reports that it is ready. */
  ready: Promise<void>
  exited: Promise<{ code: number | null; signal: NodeJS.Signals | null }>
  kill(signal: NodeJS.Signals): void
  pid: number
}

const root = path.resolve(import.meta.dirname, '../../..')

let program: string | undefined

/** The worker from the current sources, bundled as in production: built once per test process. */
function bundledWorker(): string {
  if (program === undefined) {
    const folder = `test-results/worker-${process.pid}`
    execFileSync(process.execPath, ['bin/bundle.mjs', folder], { cwd: root })
    program = path.join(folder, 'programs/worker.mjs')
  }
  return program
}

/** A real worker, as in production, on a test's database. Its errors go to our stderr. */
export function startWorkerProcess(database: TestDatabase, env: Record<string, string> = {}): WorkerProcess {
  const child: ChildProcess = spawn(process.execPath, ['--enable-source-maps', bundledWorker()], {
    cwd: root,
    env: {
      PATH: process.env.PATH ?? '',
      NODE_ENV: 'production',
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
      if (said.includes('"worker ready"')) resolve()
      for (const line of said.split('\n').filter((each) => /"level":(50|60)/.test(each))) console.error(line)
      said = said.slice(said.lastIndexOf('\n') + 1)
    })
    void exited.then((how) =>
      reject(new Error(`the worker ended before it was ready: ${JSON.stringify(how)}`)),
    )
  })
  // A test that kills the process on purpose does not wait for it to be ready.
  ready.catch(() => undefined)
  return { ready, exited, kill: (signal) => child.kill(signal), pid: child.pid ?? 0 }
}
