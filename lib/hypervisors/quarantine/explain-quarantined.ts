/** For use cases that give an object in quarantine its rows; decisions about it wait meanwhile. */
export { explainQuarantined, lockQuarantined, type QuarantineRow } from './queries/quarantine'
