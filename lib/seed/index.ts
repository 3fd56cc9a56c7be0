export { demonstrationPassword, organisationPlans, staffPlans } from './demonstration/people'
export { seedDemonstration } from './seed-demonstration'
