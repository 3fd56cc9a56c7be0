export {
  type ChooseRenewalInput,
  chooseRenewalInput,
  type LeaveCommitmentInput,
  leaveCommitmentInput,
} from './commitments/schema'
export { makeMeteringKeyInput, meteringKeyInput } from './traffic/schema'
