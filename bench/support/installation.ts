import { startTestInstallation } from '../../e2e/installation.ts'

/**
 * Run `work` against an installation of its own: production build, demonstration, throwaway database, free
 * ports. What `work` needs of `e2e/support` it imports itself: those modules read the addresses when loaded.
 */
export async function withInstallation<T>(work: (portalUrl: string) => Promise<T>): Promise<T> {
  const installation = await startTestInstallation()
  try {
    Object.assign(process.env, installation.environment)
    return await work(installation.portalUrl)
  } finally {
    await installation.stop()
  }
}
