import { startTestInstallation, type TestInstallation } from '../../e2e/installation.ts'

/**
 * Run `work` against an installation of its own: production build, demonstration, throwaway database, free
 * ports. What `work` needs of `e2e/support` it imports itself: those modules read the addresses when loaded.
 */
export async function withInstallation<T>(
  work: (portalUrl: string, pids: TestInstallation['pids']) => Promise<T>,
): Promise<T> {
  const installation = await startTestInstallation()
  try {
    Object.assign(process.env, installation.environment)
    return await work(installation.portalUrl, installation.pids)
  } finally {
    await installation.stop()
  }
}
