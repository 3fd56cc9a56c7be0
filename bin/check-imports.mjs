// Checks the import rules of .dependency-cruiser.cjs for the project in the current folder.
import { spawnSync } from 'node:child_process'
import { existsSync, globSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const here = path.dirname(fileURLToPath(import.meta.url))
const project = path.resolve(here, '..')
const folders = ['app', 'bin', 'cli', 'components', 'db', 'e2e', 'i18n', 'lib', 'testing'].filter((folder) =>
  existsSync(folder),
)
const sources = folders.flatMap((folder) => globSync(`${folder}/**/*.{ts,tsx}`))

if (sources.length === 0) fail('0 of 0 sources were seen')

const cruise = spawnSync(
  process.execPath,
  [
    path.join(project, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs'),
    '--config',
    path.join(project, '.dependency-cruiser.cjs'),
    '--output-type',
    'json',
    ...folders,
  ],
  { encoding: 'utf8', maxBuffer: 512 * 1024 * 1024 },
)
const { modules, summary } = parse(cruise)
const seen = new Set(modules.map((module) => module.source))
const unseen = sources.map((source) => source.replaceAll(path.sep, '/')).filter((source) => !seen.has(source))

for (const { rule, from, to } of summary.violations) console.error(`${rule.name}: ${from} → ${to}`)
// If it cannot parse TypeScript, the cruiser sees no sources and finds nothing: require that it has seen all.
if (unseen.length > 0) {
  fail(`${unseen.length} of ${sources.length} sources were not seen, such as ${unseen.slice(0, 3).join(' ')}`)
}
console.log(`import rules: ${sources.length} sources, ${summary.violations.length} violations`)
process.exit(summary.violations.length === 0 ? 0 : 1)

function parse({ stdout, stderr }) {
  try {
    return JSON.parse(stdout)
  } catch {
    return fail(`the cruiser gave no answer\n${stderr}`)
  }
}

function fail(reason) {
  console.error(`import rules: ${reason}`)
  process.exit(1)
}
