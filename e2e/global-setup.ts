import { startTestInstallation } from './installation.ts'

/** One whole installation for the run; its addresses reach the tests by the environment. */
export default async function globalSetup(): Promise<() => Promise<void>> {
  const installation = await startTestInstallation()
  Object.assign(process.env, installation.environment)
  return installation.stop
}
