import path from 'node:path'
import { childEnvironment } from '../child-environment.ts'
import { waitUntilHealthy } from '../health.ts'
import { type InstallationOptions, insideUrl, type Surface, siteEnvironment } from '../installation.ts'
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
    // On stop, the compiler writes down what it compiled, which takes 5 s and makes the next start four times as fast.
    __NEXT_DEV_WAIT_FOR_TURBOPACK_SHUTDOWN: '1',
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

/**
 * Have the portal compile what all of its pages share, while the demonstration is filled: the page asked for needs no
 * database. A failure shows when a person asks for a page.
 */
export async function warmUpPortal({ host, port }: InstallationOptions, signal: AbortSignal): Promise<void> {
  const site = insideUrl(host, port)
  try {
    await waitUntilHealthy(`${site}/icon.svg`, signal)
    await (await fetch(`${site}/accessibilite`, { signal })).arrayBuffer()
  } catch {
    // Stopped meanwhile, or no page: the next request says why.
  }
}

/** All that the compiler prints, and the errors of our own logger. */
function isShown(line: string, fromStderr: boolean): boolean {
  return line.startsWith('{') ? isWorthShowing(line, fromStderr) : line.trim() !== ''
}
