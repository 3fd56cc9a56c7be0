import { type PreparationOptions, runAndromede } from './database.ts'
import type { Settings } from './settings.ts'

/** Print the addresses of the sites and, for a demonstration, the accounts. */
export async function printWelcome(
  settings: Settings,
  options: PreparationOptions,
  more: readonly string[] = [],
): Promise<void> {
  const accounts = settings.seedDemonstration
    ? await runAndromede('Listing the demonstration accounts', ['demo-accounts'], options)
    : ''
  const lines = [
    '',
    `  Portal    ${settings.portalUrl}`,
    `  Operator  ${settings.operatorUrl}`,
    `  API       ${settings.apiUrl}`,
    ...more.map((line) => `  ${line}`),
    ...(accounts.trim() === ''
      ? []
      : [
          '',
          ...accounts
            .trimEnd()
            .split('\n')
            .map((line) => `  ${line}`),
        ]),
    '',
    `  Data and logs are in ${settings.dataDir}. Ctrl-C stops everything.`,
    '',
  ]
  console.log(lines.join('\n'))
}
