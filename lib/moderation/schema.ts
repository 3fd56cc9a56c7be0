export { answerCaseInput, askCaseInput, assignCaseInput, caseId, holdCaseInput } from './cases/schema'
export {
  acceptOrganisationInput,
  askOrganisationInput,
  liftCapInput,
  refuseOrganisationInput,
} from './organisations/schema'
