/** Rows of this domain that other domains read or change in their own transactions; the sites cannot import them. */

export { insertModerationEvent } from './organisations/queries/moderation-events'
export { listProjects as listProjectRows, listQuotas } from './projects/queries/projects'
export {
  type Contact,
  findOrganisation,
  listContacts,
  listOwners,
  lockOrganisation,
  type OrganisationRow,
  updateOrganisationIn,
} from './queries/organisations'
