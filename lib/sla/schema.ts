export { chooseAlertMailsInput } from './burning/schema'
export { type PublishContractInput, publishContractInput } from './contract/schema'
export {
  contestMonthInput,
  creditStateField as creditStateParam,
  evidenceParams,
  requestAssessmentInput,
} from './credits/schema'
export {
  evidenceInput,
  reportInput,
  serviceLevelsInput,
  timelineInput,
} from './dashboard/schema'
