export { readHost } from './labels'
export { addName, removeName } from './manage/change-names'
export { listNamesPage } from './manage/list-names'
export { setReverseName } from './manage/set-reverse-name'
export { isResolver } from './service/is-resolver'
export {
  decideNameDifference,
  readNameService,
  setNameService,
  switchNames,
} from './service/manage-service'
