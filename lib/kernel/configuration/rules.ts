import { isLoopback } from '../net/loopback.ts'
import { type ProcessName, type VariableName, variableNames, variableOf } from './variables.ts'

/** What a process would read: the text of a variable, or its fallback. */
export type Values = (name: VariableName) => string | undefined

/** A rule between variables: returns the lines of its faults. */
type Rule = (read: Values, process: ProcessName, mode: string | undefined) => string[]

/** The platform answers with the credentials that it gave us. */
const platform: Rule = (read, process) =>
  variableOf('BUYER_DIRECTORY').use.includes(process) && read('BUYER_DIRECTORY') === 'afnor'
    ? (
        [
          'BUYER_DIRECTORY_URL',
          'BUYER_DIRECTORY_TOKEN_URL',
          'BUYER_DIRECTORY_CLIENT_ID',
          'BUYER_DIRECTORY_CLIENT_SECRET',
        ] as const
      ).flatMap((name) => (read(name) ? [] : `${name} is not set, and BUYER_DIRECTORY=afnor needs it`))
    : []

const ports = ['PORT', 'OPERATOR_PORT', 'CONSOLE_PORT'] as const
const differentPorts: Rule = (read, process) =>
  process !== 'start'
    ? []
    : ports.flatMap((name, index) => {
        const other = ports.slice(0, index).find((each) => read(each) === read(name))
        return other ? `${other} and ${name} are both ${read(name)}; they must differ` : []
      })

/** Without a mail server the sites show all mail, including links to set a password, to every caller. */
const closedMailbox: Rule = (read, process) =>
  process !== 'start' || read('DATABASE_URL') || read('SMTP_URL')
    ? []
    : reachableByOthers(read, ['HOST', 'PORTAL_URL', 'OPERATOR_URL'], isLoopback).map(
        (name) =>
          `${name}=${read(name)} lets others reach the sites, and without SMTP_URL their mailbox page shows everybody all mail; give SMTP_URL, or leave ${name} on this machine`,
      )

/** Reserved for tests and documentation: no real installation has such a name. */
const isReserved = (name: string) => isLoopback(name) || /\.(test|example|invalid|localhost)$/i.test(name)

/** Limits that are raised, and a worker that kills itself, are for tests on one machine. */
const testsOnly: Rule = (read, process, mode) => {
  if (mode === 'development' || mode === 'test') return []
  const used = variableNames.filter((name) => variableOf(name).use.includes(process))
  const isTesting = used.includes('ANDROMEDE_TESTING') && read('ANDROMEDE_TESTING') === '1'
  if (isTesting) {
    const hosts = used.filter((name) => name === 'HOST' || name === 'HEALTH_HOST' || name === 'METRICS_HOST')
    const names = used.filter((name) => /^(NEXTAUTH|PORTAL|OPERATOR|CONSOLE)_URL$/.test(name))
    return [...reachableByOthers(read, hosts, isLoopback), ...reachableByOthers(read, names, isReserved)].map(
      (name) => `ANDROMEDE_TESTING is set, and ${name}=${read(name)} leads off this machine`,
    )
  }
  return used
    .filter((name) => variableOf(name).isForTests && name !== 'ANDROMEDE_TESTING')
    .filter((name) => read(name) !== variableOf(name).fallback)
    .map((name) => `${name} is for tests, and refused in production`)
}

function reachableByOthers(
  read: Values,
  names: readonly VariableName[],
  isInside: (host: string) => boolean,
): VariableName[] {
  return names.filter((name) => {
    const place = read(name)
    return place !== undefined && !isInside(URL.canParse(place) ? new URL(place).hostname : place)
  })
}

/** A server process has the keys themselves, or those that follow from them for its purposes. */
const oneSourceOfKeys: Rule = (read, process) => {
  const keys = ['ENCRYPTION_KEY', 'ENCRYPTION_KEY_NEXT', 'ENCRYPTION_KEY_PREVIOUS'] as const
  if (!variableOf('KEYRING').use.includes(process) || !read('KEYRING')) return []
  return keys.flatMap((name) => (read(name) ? `${name} and KEYRING are both set; leave one of them` : []))
}

export const rules: readonly Rule[] = [oneSourceOfKeys, platform, differentPorts, closedMailbox, testsOnly]
