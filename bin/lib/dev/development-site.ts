import path from 'node:path'
import { readSchemaVersion } from '../../../db/migrator/schema-version.ts'
import { keyringFor } from '../../../lib/kernel/secrets/keyring-form.ts'
import { childEnvironment } from '../child-environment.ts'
import { waitUntilHealthy } from '../health.ts'
import { type InstallationOptions, insideUrl, type Surface, siteEnvironment } from '../installation.ts'
import { isWorthShowing, openLogFile } from '../log-file.ts'
import { root } from '../root.ts'
import { encryptionKeysOf } from '../secrets.ts'
import { type Supervised, supervise } from '../supervised-process.ts'

const next = path.join(root, 'node_modules/next/dist/bin/next')

/**
 * Start `next dev` for one site and keep it running. Each site has its own folder: two compilers cannot share one.
 */
export function startDevelopmentSite(options: InstallationOptions, surface: Surface): Supervised {
  const port = surface === 'portal' ? options.port : options.operatorPort
  const distDir = path.join(options.distDir, surface)
  const env = {
    ...siteEnvironment(options, surface),
    KEYRING: keyringFor(surface, encryptionKeysOf(options.secrets)),
    NODE_ENV: 'development',
    SCHEMA_VERSION: readSchemaVersion(),
    NEXT_DIST_DIR: distDir,
    // On stop, the compiler writes its cache, which takes 5 s and makes the next start four times as fast.
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
 * Make the portal compile the shared part of its pages while the demonstration is being filled: the requested page
 * needs no database. A failure appears when a person opens a page.
 */
export async function warmUpPortal({ host, port }: InstallationOptions, signal: AbortSignal): Promise<void> {
  const site = insideUrl(host, port)
  try {
    await waitUntilHealthy(`${site}/icon.svg`, signal)
    await (await fetch(`${site}/accessibilite`, { signal })).arrayBuffer()
  } catch {
    // Stopped meanwhile, or a failed page: the next request shows the error.
  }
}

/** All output of the compiler, and errors of our logger. */
function isShown(line: string, fromStderr: boolean): boolean {
  return line.startsWith('{') ? isWorthShowing(line, fromStderr) : line.trim() !== ''
}
