export { answerCaseInput, askCaseInput, assignCaseInput, holdCaseInput } from './cases/schema'
export {
  acceptOrganisationInput,
  askOrganisationInput,
  liftCapInput,
  refuseOrganisationInput,
} from './organisations/schema'
