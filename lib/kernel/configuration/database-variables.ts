import {
  count,
  database,
  databaseName,
  flag,
  folder,
  rolePassword,
  rolePasswords,
  serverDatabase,
  text,
} from './kinds.ts'
import { preparations, servers, type Variable, withDatabase } from './processes.ts'

/** Where the database is, and who opens it. */
export const databaseVariables = {
  DATABASE_URL: {
    kind: database,
    kindIn: { command: serverDatabase, start: serverDatabase },
    use: [...withDatabase, 'start'],
    required: servers,
    isSecret: true,
    about: 'address of the database for the role of the process; under `npm start` the administrator’s',
  },
  QUEUE_DATABASE_URL: {
    kind: database,
    use: ['worker', 'command'],
    required: ['worker'],
    isSecret: true,
    about: 'address of the database for the queue, past any pooler',
  },
  SIMULATOR_DATABASE_URL: {
    kind: database,
    use: ['worker', 'console', 'command'],
    isSecret: true,
    about: 'address of the database for the simulated datacenter',
  },
  ADMIN_DATABASE_URL: {
    kind: serverDatabase,
    use: [...preparations, 'command'],
    required: preparations,
    isSecret: true,
    about: 'administrator’s address; commands take its server only',
  },
  MIGRATOR_DATABASE_URL: {
    kind: database,
    use: ['command'],
    isInternal: true,
    isSecret: true,
    about: 'with it, each role has its own address',
  },
  PORTAL_DATABASE_URL: {
    kind: database,
    use: ['command'],
    isInternal: true,
    isSecret: true,
    about: 'address of the portal’s role',
  },
  OPERATOR_DATABASE_URL: {
    kind: database,
    use: ['command'],
    isInternal: true,
    isSecret: true,
    about: 'address of the operator’s role',
  },
  ROLE_PASSWORDS: {
    kind: rolePasswords,
    use: [...preparations, 'command'],
    required: preparations,
    isSecret: true,
    about: 'password of each of the six roles, `{"andromede_portal":"…",…}`',
  },
  BACKUP_PASSWORD: {
    kind: rolePassword,
    use: preparations,
    isSecret: true,
    about: 'makes the role of logical dumps, with this password',
  },
  DATABASE_NAME: {
    kind: databaseName,
    use: [...preparations, 'command'],
    fallback: 'andromede',
    about: 'name of the database',
  },
  DATABASE_POOL_SIZE: {
    kind: count(1_000),
    use: [...withDatabase, 'start'],
    fallback: '10',
    about: 'connections of a process; a worker has as many again for sagas',
  },
  DATABASE_SOCKET_FOLDER: {
    kind: folder,
    use: withDatabase,
    isInternal: true,
    about: 'folder of the embedded database’s socket',
  },
  DATABASE_PLACE: { kind: text, use: ['prepare'], isInternal: true, about: 'which embedded cluster it is' },
  EMBEDDED: {
    kind: flag,
    use: ['prepare', 'command'],
    isInternal: true,
    about: 'the database is the embedded one',
  },
} as const satisfies Record<string, Variable>
