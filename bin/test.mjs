// `npm test`: all checks, cheapest failures first. Names of test files, whole or in part, run only those; `--only
// <step>` runs one step, `--reliability` the long tests instead.
import { requireNode } from './lib/require-node.mjs'

requireNode('npm test')
const { runTests } = await import('./lib/test/run-tests.ts')
process.exit(await runTests(process.argv.slice(2)))
