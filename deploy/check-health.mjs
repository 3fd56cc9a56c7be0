// `node deploy/check-health.mjs <url>|<file>`: exit 0 when the URL answers 200 or the file was written within 30
// seconds.
import { statSync } from 'node:fs'

const [target = ''] = process.argv.slice(2)
const silenceMs = 30_000

async function isHealthy() {
  if (!target.startsWith('http')) return Date.now() - statSync(target).mtimeMs < silenceMs
  const answer = await fetch(target, { signal: AbortSignal.timeout(4_000) })
  return answer.ok
}

process.exit((await isHealthy().catch(() => false)) ? 0 : 1)
