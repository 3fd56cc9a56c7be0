/**
 * How long `npm run dev` keeps a developer waiting: from the command to the landing page, with empty folders and
 * with those of an earlier start, and from saving a source to its effect in a browser. The dependencies are
 * installed. It edits three sources and restores them.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import type { Browser, Page } from '@playwright/test'
import { findFreePort } from '../db/embedded/free-port.ts'
import { withBrowser } from './support/browser.ts'
import { percentile } from './support/percentile.ts'

const root = path.resolve(import.meta.dirname, '..')
const distDir = '.next-bench-dev'
const edits = 5
const patienceMs = 300_000
const forgotten = '/mot-de-passe-oublie'

/** The edited sources, and the text that is replaced by one with the number of the edit. */
const sources = {
  serverComponent: ['app/(public)/_home/hero.tsx', '<h1 ', (mark: string) => `<h1 data-edit="${mark}" `],
  clientComponent: [
    'app/(public)/mot-de-passe-oublie/_components/forgotten-form.tsx',
    "{t('submit')}",
    (mark: string) => `{t('submit')}<i data-edit="${mark}" />`,
  ],
  action: [
    'app/(public)/mot-de-passe-oublie/actions.ts',
    '  requestPasswordReset,\n)',
    (mark: string) => `  async () => { throw new Error('${mark}') },\n)`,
  ],
} as const
type Edited = keyof typeof sources

export async function run(): Promise<Record<string, number | string>> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'andromede-dev-loop-'))
  // The database's user must be able to traverse it; otherwise the cluster would be elsewhere, and remain.
  chmodSync(dataDir, 0o711)
  rmSync(path.join(root, distDir), { recursive: true, force: true })
  const load = loadavg()[0] ?? 0
  try {
    return await withBrowser(async (browser) => {
      const [firstPageMs] = await withDevelopment(dataDir, browser, async () => undefined)
      const [laterPageMs, seen] = await withDevelopment(dataDir, browser, measureEdits)
      return {
        firstPageMs: Math.round(firstPageMs),
        laterPageMs: Math.round(laterPageMs),
        ...seen,
        edits,
        loadBefore: Math.round(load * 10) / 10,
        goalFirstPageMs: 60_000,
        goalLaterPageMs: 15_000,
        goalEditMs: 2_000,
      }
    })
  } finally {
    rmSync(path.join(root, distDir), { recursive: true, force: true })
    rmSync(dataDir, { recursive: true, force: true })
  }
}

/**
 * Start, open the landing page, run `work` and stop. @returns the milliseconds to the page, and the result of `work`
 */
async function withDevelopment<T>(
  dataDir: string,
  browser: Browser,
  work: (page: Page, portalUrl: string) => Promise<T>,
): Promise<[number, T]> {
  const [port, operatorPort, consolePort] = await Promise.all([
    findFreePort(),
    findFreePort(),
    findFreePort(),
  ])
  const env = {
    ...process.env,
    DATA_DIR: dataDir,
    NEXT_DIST_DIR: distDir,
    PORT: String(port),
    OPERATOR_PORT: String(operatorPort),
    CONSOLE_PORT: String(consolePort),
  }
  const startedAt = performance.now()
  const child = spawn(process.execPath, ['bin/dev.mjs'], {
    cwd: root,
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const page = await browser.newPage({ locale: 'fr-FR' })
  try {
    await printed(child, 'Ctrl-C stops everything')
    console.error(`ready after ${Math.round(performance.now() - startedAt)} ms`)
    const portalUrl = `http://localhost:${port}`
    await page.goto(portalUrl, { timeout: patienceMs })
    await page.locator('h1').waitFor()
    const pageMs = performance.now() - startedAt
    console.error(`page on screen after ${Math.round(pageMs)} ms`)
    return [pageMs, await work(page, portalUrl)]
  } finally {
    await page.close()
    if (child.exitCode === null) {
      child.kill('SIGINT')
      await once(child, 'exit')
    }
  }
}

/** Resolve once `child` has printed `text`, and keep reading, so that the child never blocks on its output. */
function printed(child: ChildProcess, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`npm run dev ended with code ${code}`)))
    if (child.stdout)
      createInterface({ input: child.stdout }).on('line', (line) => {
        if (line.includes(text)) resolve()
      })
  })
}

async function measureEdits(page: Page, portalUrl: string): Promise<Record<string, number>> {
  const mark = (text: string) => page.locator(`[data-edit="${text}"]`).waitFor({ state: 'attached' })
  const serverComponent = await timesOf('serverComponent', mark)
  await page.goto(`${portalUrl}${forgotten}`, { timeout: patienceMs })
  await page.waitForLoadState('networkidle')
  const clientComponent = await timesOf('clientComponent', mark)
  // The first press compiles the action, and reveals the request of its call.
  const call = await pressButton(page)
  const action = await timesOf('action', async (text) => {
    while (!(await repeatCall(page, call)).includes(text));
  })
  return Object.fromEntries(
    Object.entries({ serverComponent, clientComponent, action }).flatMap(([name, times]) => [
      [`${name}P50Ms`, percentile(times, 0.5)],
      [`${name}MaxMs`, Math.max(...times.map(Math.round))],
    ]),
  )
}

/** Milliseconds from each edit's write to its effect. The source is restored in any case. */
async function timesOf(edited: Edited, seen: (mark: string) => Promise<unknown>): Promise<number[]> {
  const [name, before, after] = sources[edited]
  const file = path.join(root, name)
  const original = readFileSync(file, 'utf8')
  if (!original.includes(before)) throw new Error(`${name} has no ${before} to edit`)
  const times: number[] = []
  try {
    for (let edit = 1; edit <= edits; edit += 1) {
      const mark = `${edited}-${edit}`
      const startedAt = performance.now()
      writeFileSync(file, original.replace(before, after(mark)))
      await seen(mark)
      times.push(performance.now() - startedAt)
    }
  } finally {
    writeFileSync(file, original)
  }
  return times
}

type Call = { id: string; body: string }

/** Submit the form of the page. @returns the request by which the browser called its action */
async function pressButton(page: Page): Promise<Call> {
  const called = page.waitForRequest((request) => request.method() === 'POST')
  await page.getByRole('textbox').fill('dev-loop@exemple.fr')
  await page.getByRole('textbox').press('Enter')
  const request = await called
  await request.response()
  return { id: (await request.allHeaders())['next-action'] ?? '', body: request.postData() ?? '' }
}

/** Repeat the action's request from the page; the response names the error that it throws. */
function repeatCall(page: Page, { id, body }: Call): Promise<string> {
  return page.evaluate(
    async ([action, content]) => {
      const headers = { 'next-action': action, 'content-type': 'text/plain;charset=UTF-8' }
      return (await fetch(location.href, { method: 'POST', headers, body: content })).text()
    },
    [id, body] as const,
  )
}
