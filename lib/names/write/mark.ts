/** The mark of a record set: whose it is, and of which installation. Pure. */
export const markOf = (installation: string, organisationId: string) => `${installation} ${organisationId}`

/** Whether this installation wrote the record set. Pure. */
export const isOurs = (mark: string | null, installation: string) =>
  mark?.startsWith(`${installation} `) ?? false
