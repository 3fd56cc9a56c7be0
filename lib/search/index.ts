export { searchOrganisation } from './search-organisation'
export { searchPlatform } from './search-platform'
