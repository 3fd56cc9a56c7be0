export { chooseRenewalInput, leaveCommitmentInput } from './commitments/schema'
export { makeMeteringKeyInput, meteringKeyInput } from './traffic/schema'
