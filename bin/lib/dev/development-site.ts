import path from 'node:path'
import { childEnvironment } from '../child-environment.ts'
import { type InstallationOptions, type Surface, siteEnvironment } from '../installation.ts'
import { isWorthShowing, openLogFile } from '../log-file.ts'
import { root } from '../root.ts'
import { type Supervised, supervise } from '../supervised-process.ts'

const next = path.join(root, 'node_modules/next/dist/bin/next')

/** Start `next dev` for one site and keep it running. Each site has a folder of its own: two compilers cannot share one. */
export function startDevelopmentSite(options: InstallationOptions, surface: Surface): Supervised {
  const port = surface === 'portal' ? options.port : options.operatorPort
  const distDir = path.join(options.distDir, surface)
  const env = {
    ...siteEnvironment(options, surface),
    NODE_ENV: 'development',
    NEXT_DIST_DIR: distDir,
    // Time to write down what was compiled, which makes the next start four times as fast. The standard is 100.
    NEXT_EXIT_TIMEOUT_MS: '8000',
  }
  return supervise({
    name: surface,
    args: [next, 'dev', '--hostname', options.host, '--port', String(port)],
    env: childEnvironment(env),
    log: openLogFile(options.logs, surface),
    isShown,
    quickDeathsMax: 3,
    report: options.report,
  })
}

/** All that the compiler prints, and the errors of our own logger. */
function isShown(line: string, fromStderr: boolean): boolean {
  return line.startsWith('{') ? isWorthShowing(line, fromStderr) : line.trim() !== ''
}
