// `npm run dev`: database, demonstration, `next dev` for both sites, worker and console gateway, until Ctrl-C.
import { requireNode } from './lib/require-node.mjs'

requireNode('npm run dev')
const { develop } = await import('./lib/dev/develop.ts')
process.exit(await develop())
