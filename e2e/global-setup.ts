import { startTestInstallation } from './installation.ts'

/**
 * One whole installation for the run; its addresses reach the tests by the environment. One that runs
 * already, its `environment` given, is used and left as it is: to write a test without starting anew each time.
 */
export default async function globalSetup(): Promise<(() => Promise<void>) | undefined> {
  if (process.env.PORTAL_URL && process.env.ADMIN_DATABASE_URL) return undefined
  const installation = await startTestInstallation()
  Object.assign(process.env, installation.environment)
  return installation.stop
}
