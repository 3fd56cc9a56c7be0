import { startTestInstallation } from './installation.ts'

/**
 * One complete installation for the run; its addresses reach the tests through the environment. A running one, given
 * by its `environment`, is used and left as it is: for writing a test without restarting each time.
 */
export default async function globalSetup(): Promise<(() => Promise<void>) | undefined> {
  if (process.env.PORTAL_URL && process.env.ADMIN_DATABASE_URL) return undefined
  const installation = await startTestInstallation()
  Object.assign(process.env, installation.environment)
  return installation.stop
}
