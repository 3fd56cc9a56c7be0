import { databaseVariables } from './database-variables.ts'
import {
  choice,
  count,
  crashPoint,
  factor,
  file,
  flag,
  folder,
  host,
  hostName,
  key,
  keyring,
  mailServer,
  port,
  ranges,
  seconds,
  sender,
  service,
  site,
  text,
} from './kinds.ts'
import { type ProcessName, processNames, servers, sites, type Variable } from './processes.ts'
import { tracingVariables } from './tracing-variables.ts'

export { type ProcessName, processNames, type Variable }

/** Every variable of the product. Read them by `readVariable`. */
export const variables = {
  SURFACE: {
    kind: choice('portal', 'operator'),
    use: sites,
    required: sites,
    about: 'which site the process is',
  },
  HOST: {
    kind: host,
    use: [...sites, 'console', 'api', 'start'],
    fallback: '127.0.0.1',
    about: 'listening address',
  },
  PORT: {
    kind: port,
    use: [...sites, 'start'],
    fallback: '3000',
    about: 'port of the site; of the portal under `npm start`',
  },
  OPERATOR_PORT: { kind: port, use: ['start'], fallback: '3001', about: 'port of the operator’s site' },
  CONSOLE_PORT: {
    kind: port,
    use: ['console', 'start'],
    fallback: '3002',
    about: 'port of the console gateway',
  },
  API_PORT: { kind: port, use: ['api', 'start'], fallback: '3004', about: 'port of the API' },
  PORTAL_PROCESSES: {
    kind: count(32),
    use: ['start'],
    fallbackIn: { start: 'one per core, at most 4' },
    about: 'processes of the portal, each with up to `DATABASE_POOL_SIZE` connections',
  },
  HEALTH_PORT: {
    kind: port,
    use: ['worker', 'console', 'api'],
    about: 'port of the probes; without it they are not answered',
  },
  HEALTH_HOST: {
    kind: host,
    use: ['worker', 'console', 'api'],
    fallback: '127.0.0.1',
    about: 'address of the probes',
  },
  METRICS_PORT: {
    kind: port,
    use: [...servers, 'start'],
    about: 'port of the metrics; without it there are none; under `npm start` the first of several',
  },
  METRICS_HOST: {
    kind: host,
    use: [...servers, 'start'],
    fallback: '127.0.0.1',
    about: 'address of the metrics',
  },
  HEARTBEAT_FILE: { kind: file, use: ['worker'], about: 'written at each heartbeat' },
  TRUSTED_PROXY: {
    kind: count(8),
    use: [...sites, 'console', 'api', 'start'],
    about: 'number of reverse proxies in a row that report the client’s address',
  },
  DRAIN_SECONDS: {
    kind: seconds(60),
    use: [...sites, 'api'],
    fallback: '0',
    about:
      'after SIGTERM, seconds in which a site is not ready and still serves: more than proxies need to notice',
  },
  NEXTAUTH_URL: {
    kind: site,
    use: sites,
    required: sites,
    about: 'public address of this site: only pages from there may post',
  },
  PORTAL_URL: {
    kind: site,
    use: [...servers, 'command', 'start'],
    required: servers,
    fallbackIn: { start: '`http://localhost:PORT`' },
    about: 'public address of the portal, in mails too',
  },
  OPERATOR_URL: {
    kind: site,
    use: [...sites, 'worker', 'command', 'start'],
    required: [...sites, 'worker'],
    fallbackIn: { start: '`http://localhost:OPERATOR_PORT`' },
    about: 'public address of the operator’s site, in mails too',
  },
  CONSOLE_URL: {
    kind: site,
    use: ['portal', 'start'],
    fallbackIn: { start: '`http://localhost:CONSOLE_PORT`' },
    about: 'public address of the console gateway; without it there are no consoles',
  },
  API_URL: {
    kind: site,
    use: ['portal', 'start'],
    fallbackIn: { start: '`http://localhost:API_PORT`' },
    about: 'public address of the API; without it the portal offers no tokens',
  },
  PORTAL_INSIDE_URL: {
    kind: site,
    use: ['worker'],
    about: 'the portal without its proxy, a second path for measuring availability',
  },
  OPERATOR_INSIDE_URL: {
    kind: site,
    use: ['worker'],
    about: 'the operator’s site without its proxy',
  },
  STATUS_HOST: {
    kind: hostName,
    use: ['portal', 'start'],
    about: 'host name of the status page, when it has one of its own',
  },
  STATUS_FOLDER: {
    kind: folder,
    use: [...sites, 'worker'],
    about: 'keeps the status page for times without a database',
  },
  ...databaseVariables,
  ENCRYPTION_KEY: {
    kind: key('ENCRYPTION_KEY'),
    use: [...servers, 'prepare', 'command'],
    required: [...servers, 'prepare'],
    unless: 'KEYRING',
    isSecret: true,
    about: 'seals secrets in the database; a command may take it from `DATA_DIR`',
  },
  ENCRYPTION_KEY_NEXT: {
    kind: key('ENCRYPTION_KEY'),
    use: [...servers, 'prepare', 'command'],
    isSecret: true,
    about: 'the key that a rotation changes to: opens and does not seal',
  },
  ENCRYPTION_KEY_PREVIOUS: {
    kind: key('ENCRYPTION_KEY'),
    use: [...servers, 'prepare', 'command'],
    isSecret: true,
    about: 'the key that a rotation changes from: opens and does not seal',
  },
  KEYRING: {
    kind: keyring,
    use: servers,
    isSecret: true,
    about: 'in place of `ENCRYPTION_KEY`: only the keys that this process needs, from the command `keys`',
  },
  NEXTAUTH_SECRET: {
    kind: key('NEXTAUTH_SECRET'),
    use: sites,
    required: sites,
    isSecret: true,
    about: 'signs cookies, the same in all processes of a site',
  },
  NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: {
    kind: key('NEXT_SERVER_ACTIONS_ENCRYPTION_KEY'),
    use: sites,
    required: sites,
    isSecret: true,
    about: 'seals what forms carry, the same in all processes of a site',
  },
  PGBACKREST_REPO1_CIPHER_PASS: {
    kind: text,
    use: ['command'],
    isSecret: true,
    about: 'passphrase of the repository of pgBackRest, for `escrow`',
  },
  SMTP_URL: {
    kind: mailServer,
    use: ['worker', 'prepare', 'start'],
    isSecret: true,
    about:
      'mail server; without it no mail leaves, and an embedded installation shows it in its mailbox page',
  },
  SMTP_FROM: {
    kind: sender,
    use: ['worker', 'start'],
    fallback: 'Andromède <ne-pas-repondre@localhost>',
    about: 'sender of every mail',
  },
  DATA_DIR: {
    kind: folder,
    use: ['worker', 'command', 'start'],
    fallbackIn: { command: '`.data`', start: '`.data`' },
    about: 'database, secrets and logs; a worker keeps the heads of the journal there',
  },
  NEXT_DIST_DIR: { kind: folder, use: [...sites, 'start'], fallback: '.next', about: 'folder of the build' },
  INCUS_SOCKET: {
    kind: file,
    use: ['worker', 'console', 'command', 'start'],
    about: 'socket of the Incus on this machine, as zone `INC1`',
  },
  MANAGEMENT_RANGES: {
    kind: ranges,
    use: ['worker', 'start'],
    about: 'ranges that customers’ servers must not reach',
  },
  WORKER_JOBS: { kind: count(1_000), use: ['worker', 'start'], fallback: '4', about: 'jobs at a time' },
  WORKER_SAGAS: { kind: count(10_000), use: ['worker', 'start'], fallback: '64', about: 'sagas at a time' },
  WORKER_SAGAS_PER_ORGANISATION: {
    kind: count(10_000),
    use: ['worker', 'start'],
    fallback: '8',
    about: 'of those, for one organisation',
  },
  COMPANY_DIRECTORY: {
    kind: choice('embedded', 'recherche-entreprises'),
    use: [...sites, 'worker', 'start'],
    fallback: 'embedded',
    about: 'directory of companies: examples, or the public service',
  },
  COMPANY_DIRECTORY_URL: {
    kind: service,
    use: [...sites, 'worker', 'start'],
    fallback: 'https://recherche-entreprises.api.gouv.fr',
    about: 'the public service, or a mirror',
  },
  BUYER_DIRECTORY: {
    kind: choice('embedded', 'afnor'),
    use: [...sites, 'worker', 'start'],
    fallback: 'embedded',
    about: 'directory of e-invoicing: examples, or that of an approved platform (XP Z12-013)',
  },
  BUYER_DIRECTORY_URL: {
    kind: service,
    use: [...sites, 'worker', 'start'],
    about: 'the platform’s directory',
  },
  BUYER_DIRECTORY_TOKEN_URL: {
    kind: service,
    use: [...sites, 'worker', 'start'],
    about: 'where it gives tokens',
  },
  BUYER_DIRECTORY_CLIENT_ID: { kind: text, use: [...sites, 'worker', 'start'], about: 'our name there' },
  BUYER_DIRECTORY_CLIENT_SECRET: {
    kind: text,
    use: [...sites, 'worker', 'start'],
    isSecret: true,
    about: 'our password there',
  },
  LOG_LEVEL: {
    kind: choice('trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'),
    use: processNames,
    fallback: 'info',
    about: 'least severe line that is written',
  },
  ...tracingVariables,
  PROCESS_NAME: {
    kind: text,
    use: ['console', 'api'],
    isInternal: true,
    about: 'name of the process in its log',
  },
  ANDROMEDE_TESTING: {
    kind: flag,
    use: [...servers, 'start'],
    isForTests: true,
    about: 'allows the variables for tests, on an installation that only this machine can reach',
  },
  RATE_LIMIT_FACTOR: {
    kind: factor,
    use: [...sites, 'api', 'start'],
    isForTests: true,
    about: 'multiplies every limit of requests',
  },
  CRASH_AT: { kind: crashPoint, use: ['worker'], isForTests: true, about: 'where the worker kills itself' },
  CRASH_SIGNAL: {
    kind: choice('SIGKILL', 'SIGSTOP'),
    use: ['worker'],
    isForTests: true,
    fallback: 'SIGKILL',
    about: 'how it does',
  },
  QUICK_DEATH_MS: {
    kind: factor,
    use: ['portal'],
    isForTests: true,
    about: 'a process that ends sooner is not started again',
  },
  SITE_GRACE_MS: { kind: factor, use: ['portal'], isForTests: true, about: 'time to end for a process' },
  ORPHAN_GRACE_MS: { kind: factor, use: servers, isForTests: true, about: 'the same, without a parent' },
} as const satisfies Record<string, Variable>

export type VariableName = keyof typeof variables

export const variableNames = Object.keys(variables) as VariableName[]

/** The entry of a variable with the fields that it leaves out. */
export const variableOf = (name: VariableName): Variable => variables[name]
