import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'

const shownTests = 8
const shownLines = 150

/**
 * Explains failed browser tests by their pages, from the outlines that Playwright left in `folder`, and by the
 * warnings and errors in `folder/logs`, so that a failure on a remote machine can be understood from its output.
 */
export function explainFailures(folder: string): string {
  if (!existsSync(folder)) return ''
  const outlines = readdirSync(folder)
    .map((name) => path.join(folder, name, 'error-context.md'))
    .filter((file) => existsSync(file))
    .slice(0, shownTests)
    .map(
      (file) =>
        `── the page of ${path.basename(path.dirname(file))}\n${outlineOf(readFileSync(file, 'utf8'))}`,
    )
  return [...outlines, ...complaints(path.join(folder, 'logs'))].join('\n')
}

/** The page's outline from its main part on, without the menu and what the report already shows. */
function outlineOf(context: string): string {
  const lines = context.split('\n')
  const main = lines.findIndex((line) => line.startsWith('- main'))
  const from = main < 0 ? lines.indexOf('```yaml') + 1 : main
  const end = lines.indexOf('```', from)
  return lines.slice(from, Math.min(from + shownLines, end < 0 ? lines.length : end)).join('\n')
}

/** Each process's last warnings and errors: pino lines by level, and errors in other formats. */
function complaints(logs: string): string[] {
  if (!existsSync(logs)) return []
  return readdirSync(logs).flatMap((name) => {
    const lines = readFileSync(path.join(logs, name), 'utf8').split('\n')
    const warnings = lines.filter((line) => line.startsWith('{') && line.includes('"level":40'))
    const errors = lines.filter((line) =>
      line.startsWith('{') ? /"level":[56]0/.test(line) : /error/i.test(line),
    )
    const shown = [...warnings.slice(-10), ...errors.slice(-20)]
    return shown.length === 0 ? [] : [`── ${name}, its last complaints`, ...shown]
  })
}
