export { changeQualification, withdrawQualification } from './change-qualification'
export { declareQualification, defineQualification } from './declare-qualification'
export { listQualifications, showQualifications } from './read-qualifications'
