// `npm test`: everything that must hold, in the order in which it fails cheapest. Names of test files, whole or in part,
// run those alone; `--only <step>` runs one step, `--reliability` the long tests instead.
import { requireNode } from './lib/require-node.mjs'

requireNode('npm test')
const { runTests } = await import('./lib/test/run-tests.ts')
process.exit(await runTests(process.argv.slice(2)))
