// `npm start`: database, demonstration, build, portal, operator's site and worker, until Ctrl-C.
import { requireNode } from './lib/require-node.mjs'

requireNode('npm start')
const { start } = await import('./lib/start.ts')
process.exit(await start())
