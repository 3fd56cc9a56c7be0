// `node deploy/fill-compile-cache.mjs site|worker|console|api`, while an image is built: starts the process without a database as far as it
// comes, and keeps what V8 compiled in NODE_COMPILE_CACHE. Node finds it only as the same user, in the same version.
import { randomBytes } from 'node:crypto'
import { chmodSync, readdirSync } from 'node:fs'
import { flushCompileCache, getCompileCacheDir } from 'node:module'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

const [program = ''] = process.argv.slice(2)
const folder = getCompileCacheDir()
if (!folder) throw new Error('NODE_COMPILE_CACHE is not set')
const port = 3000
const url = `http://127.0.0.1:${port}`
const patienceMs = 120_000

const key = () => randomBytes(32).toString('base64')
// Nothing listens there.
const database = 'postgres://nobody@127.0.0.1:1/none'
Object.assign(process.env, {
  ...(program === 'site' && { SURFACE: 'portal', NEXTAUTH_URL: url }),
  ...{ PORTAL_URL: url, OPERATOR_URL: url },
  ...{ NEXTAUTH_SECRET: key(), NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: key(), ENCRYPTION_KEY: key() },
  ...{ DATABASE_URL: database, QUEUE_DATABASE_URL: database, SIMULATOR_DATABASE_URL: database },
  ...{ PORT: String(port), HEALTH_PORT: String(port) },
})

const status = (where) =>
  fetch(`${url}${where}`).then(
    async (answer) => {
      await answer.arrayBuffer()
      return answer.status
    },
    () => 0,
  )

// Not awaited: worker, gateway and API wait for their database.
import(path.resolve(`.next/programs/${program}.mjs`)).catch((error) => {
  console.error(error)
  process.exit(1)
})
const deadline = Date.now() + patienceMs
while ((await status('/api/live')) !== 200) {
  if (Date.now() > deadline) throw new Error(`${program} is not live`)
  await pause(100)
}
// Compiles what the first probe runs.
await status('/api/ready')
flushCompileCache()
// Node keeps its files to the user that wrote them; in the image they belong to root.
const files = readdirSync(folder, { recursive: true, withFileTypes: true })
for (const file of files) chmodSync(path.join(file.parentPath, file.name), file.isDirectory() ? 0o755 : 0o644)
console.log(`${program}: ${files.length} files`)
process.exit(0)
