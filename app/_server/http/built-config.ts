import { readFileSync } from 'node:fs'
import path from 'node:path'

/**
 * The framework's configuration as the build in `distDir` read it. Reading `next.config.ts` again would translate it at
 * each start, with a compiler that an image does not contain.
 */
export function readBuiltConfig(distDir: string): string {
  const file = path.join(distDir, 'required-server-files.json')
  const { config } = JSON.parse(readFileSync(file, 'utf8')) as { config: object }
  // An image has the build in another folder than the machine that built.
  return JSON.stringify({ ...config, distDir })
}
