/** The roles of the database: the owner of the tables, one for each kind of process, and the simulated datacenter's. */
export const databaseRoles = [
  'andromede_migrator',
  'andromede_portal',
  'andromede_operator',
  'andromede_worker',
  'andromede_queue',
  'andromede_simulator',
] as const
export type DatabaseRole = (typeof databaseRoles)[number]
